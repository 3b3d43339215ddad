import type {Routemap} from '../../routemap/routemap.ts';

/** How requests are split between an app's versions. */
export const strategyNames = ['canary', 'blue-green', 'mirror', 'none'] as const;

export type StrategyName = (typeof strategyNames)[number];

/** Iter8's default clause of a canary's candidate: header `traffic` is exactly `test`. */
export const defaultMatch: readonly unknown[] = [{headers: {traffic: {exact: 'test'}}}];

/** Whether versions have weights that a person may set: shares of the requests, or for `mirror` the candidates' of the copies. */
export function hasWeights(strategy: StrategyName): boolean {
	return strategy === 'blue-green' || strategy === 'mirror';
}

/**
 * Whether the version at an index (0 for the primary) has a weight of its own: all under blue-green, the candidates of a mirror.
 */
export function isWeighted(strategy: StrategyName, index: number): boolean {
	return strategy === 'blue-green' || (strategy === 'mirror' && index > 0);
}

/** Name of a routemap's strategy, which its routing templates are called as (`NAME`, `NAME-2`, …); `custom` when they are not. */
export function strategyOf({templates}: Pick<Routemap, 'templates'>): string {
	const [first, ...others] = templates;
	const isOne = first !== undefined && others.every(({name}, index) => name === `${first.name}-${index + 2}`);
	return isOne ? first.name : 'custom';
}
