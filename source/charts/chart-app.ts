import type {Clause} from './clauses.ts';

/** An app as a values file describes it, whichever of the charts it is for. */
export interface ChartApp {
	readonly name: string;
	readonly namespace: string;
	readonly strategy: ChartStrategy;
	/** The primary first; at least one. */
	readonly versions: readonly ChartVersion[];
	/** Label of the routemap: the minor version of Iter8 whose format it has. */
	readonly iter8Version: string;
	/** Whether the objects name their namespace; those of the chart `routing-actions` do not. */
	readonly isPlaced: boolean;
}

export type ChartStrategy = 'none' | 'blue-green' | 'canary' | 'mirror';

export interface ChartVersion {
	readonly name: string;
	readonly namespace: string;
	/** Undefined where the values give none. */
	readonly weight: number | undefined;
	/** What requests to a candidate of a canary must meet. */
	readonly clauses: readonly Clause[];
}

/** `name`, and `namespace` where the chart writes it. */
export function placeOf({namespace, isPlaced}: ChartApp, name: string): {name: string; namespace?: string} {
	return isPlaced ? {name, namespace} : {name};
}

/** Names under which an app is reached inside the cluster. */
export function hostsOf({name, namespace}: ChartApp): readonly string[] {
	return ['', '.svc', '.svc.cluster.local'].map(suffix => `${name}.${namespace}${suffix}`);
}

/** A version's weight; both charts take 50 where the values give none. */
export function weightOf({weight}: ChartVersion): number {
	return weight ?? 50;
}
