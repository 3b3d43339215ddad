import type {AppInfo} from '../../info/app.ts';
import {isDescribed} from '../../info/describe-apps.ts';
import type {Severity} from '../../info/states/state.ts';
import type {StatesOf} from '../../info/states/states-of.ts';

/** What apps can be sorted by. */
export const orders = ['state', 'name', 'age'] as const;
export type Order = (typeof orders)[number];

/** What is wrong comes first unless somebody wants another order. */
export const firstOrder: Order = 'state';

export function nextOrder(order: Order): Order {
	return orders[(orders.indexOf(order) + 1) % orders.length] ?? firstOrder;
}

const urgency: Readonly<Record<Severity, number>> = {broken: 0, warning: 1, waiting: 2, good: 2, note: 2};

/**
 * Apps that come by namespace and name in another order: what is wrong first, or the youngest first. An app that has not been
 * described yet counts as one with which nothing is wrong, so that a thousand apps need not be described before the first is shown.
 */
export function sortApps(apps: readonly AppInfo[], order: Order, statesOf: StatesOf): readonly AppInfo[] {
	if (order === 'name') return apps;
	if (order === 'age') return apps.toSorted((a, b) => time(b) - time(a));
	const ranks = new Map(
		apps.map(app => [app, isDescribed(app) ? urgency[statesOf(app)[0].severity] : urgency.waiting]),
	);
	return apps.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

function time({createdAt}: AppInfo): number {
	const milliseconds = Date.parse(createdAt ?? '');
	return Number.isNaN(milliseconds) ? 0 : milliseconds;
}
