import type {AppInfo} from '../info/app.ts';
import type {Move} from './keys/keys.ts';

/** Which app is chosen: it stays chosen while others come and go, and its place is taken by the next when it goes. */
export interface Selection {
	readonly key: string | undefined;
	readonly index: number;
}

export const firstSelected: Selection = {key: undefined, index: 0};

export function appKey({namespace, name}: Pick<AppInfo, 'namespace' | 'name'>): string {
	return `${namespace}/${name}`;
}

/** Where the chosen app is among the apps of now; 0 when there are none. */
export function selectedIndex({key, index}: Selection, apps: readonly AppInfo[]): number {
	const found = key === undefined ? -1 : apps.findIndex(app => appKey(app) === key);
	return found >= 0 ? found : Math.max(0, Math.min(index, apps.length - 1));
}

/** The selection after a move; `pageSize` is in apps. */
export function moveSelection(selection: Selection, move: Move, apps: readonly AppInfo[], pageSize: number): Selection {
	const index = moveIndex(selectedIndex(selection, apps), move, apps.length, pageSize);
	const app = apps[index];
	return {key: app && appKey(app), index};
}

/** An index among `count` things after a move; 0 when there are none. */
export function moveIndex(from: number, move: Move, count: number, pageSize: number): number {
	const steps: Readonly<Record<Move, number>> = {
		next: 1,
		previous: -1,
		'page-down': pageSize,
		'page-up': -pageSize,
		first: -count,
		last: count,
	};
	return Math.max(0, Math.min(count - 1, from + steps[move]));
}

/** Index of the first of `count` rows in view, `height` of them around the chosen one. */
export function firstInView(chosen: number, count: number, height: number): number {
	return Math.max(0, Math.min(chosen - Math.floor((height - 1) / 2), count - height));
}
