import {denied} from '../../kube/access-review.ts';
import type {Cluster} from '../../objects/cluster.ts';
import type {Access} from '../../ownership/access.ts';
import {type ActionName, type Forbidden, actionAccess, harmlessActions} from '../../ownership/action-access.ts';

interface ForbiddenOptions {
	/** Undefined for all. */
	readonly namespace: string | undefined;
	readonly isReadOnly: boolean;
}

/** Which actions may not be done in a namespace, with the first reason of each. */
export async function forbiddenIn(
	cluster: Cluster,
	{namespace, isReadOnly}: ForbiddenOptions,
	signal: AbortSignal,
): Promise<Forbidden> {
	const actions = (Object.keys(actionAccess) as ActionName[]).map(action => ({
		action,
		isRuledOut: isReadOnly && !harmlessActions.includes(action),
		accesses: actionAccess[action].flatMap(([resource, ...verbs]) =>
			verbs.map((verb): Access => ({verb, resource, namespace})),
		),
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
