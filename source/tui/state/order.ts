import type {AppInfo} from '../../info/app.ts';
import type {Tone} from '../../print/color.ts';

/** What apps can be sorted by. */
export const orders = ['name', 'state', 'age'] as const;
export type Order = (typeof orders)[number];

export function nextOrder(order: Order): Order {
	return orders[(orders.indexOf(order) + 1) % orders.length] ?? 'name';
}

const urgency: Readonly<Record<Tone, number>> = {bad: 0, waiting: 1, good: 2, faint: 3};

/** Apps that come by namespace and name in another order: what is wrong first, or the youngest first. */
export function sortApps(apps: readonly AppInfo[], order: Order): readonly AppInfo[] {
	if (order === 'name') return apps;
	if (order === 'state') return apps.toSorted((a, b) => urgency[a.state.tone] - urgency[b.state.tone]);
	return apps.toSorted((a, b) => time(b) - time(a));
}

function time({createdAt}: AppInfo): number {
	const milliseconds = Date.parse(createdAt ?? '');
	return Number.isNaN(milliseconds) ? 0 : milliseconds;
}
