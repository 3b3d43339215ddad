import {denied} from '../../kube/access-review.ts';
import type {Cluster} from '../../objects/cluster.ts';
import {accessOf, actionNames, changingActions, type AppKinds, type Forbidden} from '../../ownership/permissions.ts';

interface ForbiddenOptions {
	/** Undefined for all. */
	readonly namespace: string | undefined;
	/** Those of the app at hand. */
	readonly kinds: AppKinds;
	readonly isReadOnly: boolean;
}

/** Which actions may not be done in a namespace, with the first reason of each. */
export async function forbiddenIn(
	cluster: Cluster,
	{namespace, kinds, isReadOnly}: ForbiddenOptions,
	signal: AbortSignal,
): Promise<Forbidden> {
	const actions = actionNames.map(action => ({
		action,
		isRuledOut: isReadOnly && changingActions.includes(action),
		accesses: accessOf(action, kinds, namespace),
	}));
	const asked = actions.filter(({isRuledOut}) => !isRuledOut).flatMap(({accesses}) => accesses);
	const reasons = await denied(cluster, asked, signal);
	return new Map(
		actions.flatMap(({action, isRuledOut, accesses}) => {
			const reason = isRuledOut
				? 'this is read-only (--read-only)'
				: accesses.map(access => reasons.get(access)).find(sentence => sentence !== undefined);
			return reason === undefined ? [] : [[action, reason] as const];
		}),
	);
}
