import type {KubeObject} from '../objects/object.ts';
import type {StrategyName} from './strategies/strategies.ts';

/** What serves an app's versions; KServe's three deployment modes differ in how a version is reached. */
export const appTypes = ['kserve-knative', 'kserve-standard', 'kserve-modelmesh', 'deployment'] as const;
export type AppType = (typeof appTypes)[number];

/** What carries an app's routes: Istio's VirtualService or the Gateway API's HTTPRoute (v1). */
export const meshes = ['istio', 'gateway-api'] as const;
export type Mesh = (typeof meshes)[number];

/** Whose routes: those of this project, or exactly those that Iter8's chart `routing-actions` makes. */
export const routeKinds = ['own', 'iter8'] as const;
export type RouteKind = (typeof routeKinds)[number];

export interface VersionSpec {
	/** Name of the version's main resource, e.g. of its InferenceService; for a Deployment that of its Service, too. */
	readonly name: string;
	/** Its weight while it is available, before any override; for a mirror, the candidate's percentage. */
	readonly weight?: number;
	/** Clauses (Istio HTTPMatchRequest) of which one must hold for a request to reach this candidate of a canary. */
	readonly match?: readonly unknown[];
	/** What KServe makes Services of, where that is not a nameless predictor alone. */
	readonly components?: Components;
}

/** Which components an InferenceService has besides its predictor: a transformer stands before it, an explainer beside it. */
export interface Components {
	/** Its predictor's name, where it has one (`spec.predictor.name`): NAME-PREDICTOR-predictor is its Service then. */
	readonly predictor?: string;
	readonly transformer: boolean;
	readonly explainer: boolean;
}

/** An app as its operator describes it; `routingObjects` turns it into a routemap. */
export interface AppSpec {
	readonly name: string;
	readonly namespace: string;
	readonly appType: AppType;
	readonly mesh: Mesh;
	readonly strategy: StrategyName;
	/** The primary first. */
	readonly versions: readonly VersionSpec[];
	/** The one model name that all versions serve under; undefined when each serves under its own name. */
	readonly modelName?: string;
	/** Port of the app's host and of a Deployment's Services. @default 80 */
	readonly port?: number;
	/**
	 * Istio Gateways or parent Gateways of an HTTPRoute (`NAMESPACE/NAME`, or `NAME` in the app's namespace); `mesh` stands for the
	 * sidecars, of an HTTPRoute for the app's Service as a parent. Undefined for the usual ones of the app type (`usualGateways`).
	 */
	readonly gateways?: readonly string[];
	/** Host of the Service that leads to those gateways, port 80. Undefined for the usual one (`gatewayServiceOf`). */
	readonly gatewayService?: string;
}

/** The objects that routing an app needs, apart from the route, which the routemap renders. */
export interface RoutingObjects {
	/** In the order in which to create them: Services, ConfigMaps of weights, and the Istio Gateway that ModelMesh may need. */
	readonly objects: readonly KubeObject[];
	readonly routemap: KubeObject;
}

/** An app that cannot be routed as it is described. */
export class AppError extends Error {
	/** Each a sentence without a full stop. */
	readonly faults: readonly string[];

	constructor(app: string, faults: readonly string[]) {
		// on one line: its end is escaped, as that of any text that may be somebody else's
		super(`app ${app} cannot be routed: ${faults.join('; ')}`);
		this.name = 'AppError';
		this.faults = faults;
	}
}

/** Iter8's default names (chart routing-actions): the primary is NAME-0, the candidate NAME-1. */
export function defaultVersions(name: string): readonly VersionSpec[] {
	return [{name: `${name}-0`}, {name: `${name}-1`}];
}

/** Name of the ConfigMap that is an app's routemap. */
export function routemapName(app: string): string {
	return `${app}-routemap`;
}

/** Name of the app that a routemap is of, by the same rule backwards. */
export function appNameOf(routemap: string): string {
	return routemap.replace(/-routemap$/, '');
}

/** Name of the ConfigMap whose annotation `iter8.tools/weight` is a version's weight, so that nothing else need be touched. */
export function weightConfigName(version: string): string {
	return `${version}-weight-config`;
}

/**
 * The largest weight: what an Istio destination takes (int32), what a backendRef of an HTTPRoute takes (its schema), or 100 for a
 * percentage.
 */
export function largestWeight(strategy: StrategyName, mesh: Mesh): number {
	if (strategy === 'mirror') return 100;
	return mesh === 'istio' ? 2_147_483_647 : 1_000_000;
}
