import {denied} from '../kube/access-review.ts';
import type {Cluster} from '../objects/cluster.ts';
import {configMaps, inferenceServices, leases, services, virtualServices, type Resource} from '../objects/resource.ts';
import { type Access } from "../ownership/access.ts";
import type { ActionName, Forbidden } from "../ownership/action-access.ts";

/** What each action asks of the API server, beside reading; by server-side apply an object is created only with both verbs. */
const needs: Readonly<Record<ActionName, readonly (readonly [resource: Resource, ...verbs: readonly string[]])[]>> = {
	init: [
		[services, 'create', 'patch'],
		[configMaps, 'create', 'patch'],
	],
	deploy: [[inferenceServices, 'create']],
	weights: [[configMaps, 'patch']],
	promote: [
		[inferenceServices, 'update', 'delete'],
		[configMaps, 'create', 'patch'],
	],
	abort: [[inferenceServices, 'delete']],
	cleanup: [
		[configMaps, 'delete'],
		[services, 'delete'],
		[virtualServices, 'delete'],
		[inferenceServices, 'patch'],
	],
	'send-test': [
		[services, 'get'],
		[virtualServices, 'get'],
	],
	// as plugin/manifests/daemon-role.yaml has it
	watch: [
		[configMaps, 'list', 'watch'],
		[inferenceServices, 'list', 'watch', 'patch'],
		[virtualServices, 'list', 'watch', 'create', 'patch'],
		[leases, 'get', 'create', 'update'],
	],
};

/** Actions that change nothing. */
const harmless: readonly ActionName[] = ['send-test'];

export interface ForbiddenOptions {
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
	const actions = (Object.keys(needs) as ActionName[]).map(action => ({
		action,
		isRuledOut: isReadOnly && !harmless.includes(action),
		accesses: needs[action].flatMap(([resource, ...verbs]) =>
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
