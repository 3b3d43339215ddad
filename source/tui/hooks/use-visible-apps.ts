import {useMemo} from 'react';
import type {AppInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {StatesOf} from '../../info/states/states-of.ts';
import {filterApps, parseFilter, type Labels} from '../state/filter.ts';
import {sortApps} from '../state/order.ts';
import type {Ui} from '../state/ui.ts';

/** The apps that a state of the screen shows, in its order. */
export type VisibleApps = (ui: Pick<Ui, 'filter' | 'order'>) => readonly AppInfo[];

/** Filters and sorts only when the apps, their states, the filter or the order are others than before. */
export function useVisibleApps(
	apps: readonly AppInfo[],
	snapshot: Snapshot | undefined,
	statesOf: StatesOf,
): VisibleApps {
	return useMemo(() => createVisible(apps, snapshot, statesOf), [apps, snapshot, statesOf]);
}

function createVisible(apps: readonly AppInfo[], snapshot: Snapshot | undefined, statesOf: StatesOf): VisibleApps {
	let last: (Parameters<VisibleApps>[0] & {readonly visible: readonly AppInfo[]}) | undefined;
	return ({filter, order}) => {
		if (last?.filter === filter && last.order === order) return last.visible;
		const visible = sortApps(
			filterApps(apps, parseFilter(filter), {labelsOf: labelsIn(snapshot), statesOf}),
			order,
			statesOf,
		);
		last = {filter, order, visible};
		return visible;
	};
}

function labelsIn(snapshot: Snapshot | undefined): (app: AppInfo) => Labels {
	let labels: ReadonlyMap<string, Labels> | undefined;
	return ({namespace, routemap}) => {
		labels ??= new Map(
			(snapshot?.routemaps ?? []).map(({metadata}) => [
				`${metadata.namespace ?? 'default'}/${metadata.name}`,
				metadata.labels ?? {},
			]),
		);
		return labels.get(`${namespace}/${routemap}`) ?? {};
	};
}
