import type {KubeObject} from '../objects/object.ts';

export interface AppVersion {
	/** Name of the version's main resource, e.g. of its InferenceService. */
	readonly name: string;
	/** Clauses (Istio HTTPMatchRequest) of which one must hold for a request to reach this candidate. */
	readonly match?: readonly unknown[];
}

/** An app as its operator describes it; a strategy turns it into a routemap. */
export interface App {
	readonly name: string;
	readonly namespace: string;
	/** The primary first. */
	readonly versions: readonly AppVersion[];
}

/** The objects that routing an app needs, apart from the route, which the routemap renders. */
export interface RoutingObjects {
	readonly service: KubeObject;
	readonly routemap: KubeObject;
}

/** One way of routing one type of app. */
export interface Strategy {
	readonly appType: string;
	readonly strategy: string;
	readonly objects: (app: App) => RoutingObjects;
}

/** Iter8's default names (chart routing-actions): the primary is NAME-0, the candidate NAME-1. */
export function defaultVersions(name: string): readonly AppVersion[] {
	return [{name: `${name}-0`}, {name: `${name}-1`}];
}

/** Iter8's default clause of a canary's candidate: header `traffic` is exactly `test`. */
export const defaultMatch: readonly unknown[] = [{headers: {traffic: {exact: 'test'}}}];

/** Name of the ConfigMap that is an app's routemap. */
export function routemapName(app: string): string {
	return `${app}-routemap`;
}

/** Name of the app that a routemap is of, by the same rule backwards. */
export function appNameOf(routemap: string): string {
	return routemap.replace(/-routemap$/, '');
}
