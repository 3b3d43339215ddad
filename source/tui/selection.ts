import type {AppInfo} from '../info/app.ts';
import type {Action} from './keys.ts';

/** Which app is chosen: it stays chosen while others come and go, and its place is taken by the next when it goes. */
export interface Selection {
	readonly key: string | undefined;
	readonly index: number;
}

export const firstSelected: Selection = {key: undefined, index: 0};

export function appKey({namespace, name}: AppInfo): string {
	return `${namespace}/${name}`;
}

/** Where the chosen app is among the apps of now; 0 when there are none. */
export function selectedIndex({key, index}: Selection, apps: readonly AppInfo[]): number {
	const found = key === undefined ? -1 : apps.findIndex(app => appKey(app) === key);
	return found >= 0 ? found : Math.max(0, Math.min(index, apps.length - 1));
}

/** The selection after a key; `pageSize` is in apps. */
export function moveSelection(
	selection: Selection,
	action: Action,
	apps: readonly AppInfo[],
	pageSize: number,
): Selection {
	const from = selectedIndex(selection, apps);
	const steps: Partial<Record<Action, number>> = {
		next: 1,
		previous: -1,
		'page-down': pageSize,
		'page-up': -pageSize,
		first: -apps.length,
		last: apps.length,
	};
	const step = steps[action];
	if (step === undefined) return selection;
	const index = Math.max(0, Math.min(apps.length - 1, from + step));
	const app = apps[index];
	return {key: app && appKey(app), index};
}
