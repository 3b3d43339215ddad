import type {Snapshot, SnapshotListener} from '../info/snapshot.ts';
import {startInformer, type Informer} from '../kube/informer.ts';
import {ConnectionError, hasReason, type Cluster} from '../objects/cluster.ts';
import {leaseName} from '../objects/lease.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, leases, type Resource} from '../objects/resource.ts';
import type {Lookup} from '../routemap/availability.ts';
import {answering, ofName} from './answering.ts';
import {coalesce} from './coalesce.ts';
import {collectionKey, collectionsOf, isInScope, type Collection, type Scope} from './collections.ts';
import {leaseNamespaces, routemapsIn} from './fetch-snapshot.ts';

/** Ten updates a second are more than an eye needs. */
const updateIntervalMs = 100;

interface Member {
	readonly resource: Resource;
	readonly informer: Informer;
	/** Whether its objects are known, or will not be. */
	isSettled: boolean;
	trouble: Error | undefined;
	missing: string | undefined;
}

/**
 * Tells of the snapshots of a cluster, the first when everything that the routemaps name is known, then one whenever something
 * changes, at most ten a second. Goes on through failures until the returned function is called. Polls nothing.
 */
export function followSnapshots(cluster: Cluster, scope: Scope, listener: SnapshotListener): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	const members = new Map<string, Member>();
	const changed = coalesce(tell, updateIntervalMs, signal);
	let toldTrouble: Error | undefined;

	const routemaps = start('routemaps', cluster, configMaps, scope.namespace, routemapsIn(scope));
	const leaseMembers = (scope.namespace === undefined ? [undefined] : leaseNamespaces(scope.namespace)).map(namespace =>
		start(`leases ${namespace ?? ''}`, ofName(cluster, leaseName), leases, namespace),
	);
	return () => stopping.abort();

	function start(
		key: string,
		source: Cluster,
		resource: Resource,
		namespace: string | undefined,
		labelSelector?: string,
	): Member {
		const informer = startInformer({
			cluster: answering(source, () => setTrouble(member, undefined)),
			resource,
			namespace,
			signal,
			...(labelSelector === undefined ? {} : {labelSelector}),
			transform: key.startsWith('route ') ? object => object : withoutManagedFields,
			onUpdate: changed,
			onError: error => fail(member, error),
		});
		const member: Member = {resource, informer, isSettled: false, trouble: undefined, missing: undefined};
		members.set(key, member);
		informer.synced.then(
			() => settle(member),
			() => undefined, // stopped before
		);
		return member;
	}

	function settle(member: Member): void {
		member.isSettled = true;
		changed();
	}

	function fail(member: Member, error: Error): void {
		if (hasReason(error, 'ResourceMissing')) member.missing = error.message;
		// Whoever may not read leases does without.
		else if (member.resource === leases && !(error instanceof ConnectionError)) settle(member);
		else setTrouble(member, error);
	}

	function setTrouble(member: Member, trouble: Error | undefined): void {
		if (member.trouble === trouble) return;
		member.trouble = trouble;
		const first = [...members.values()].find(other => other.trouble !== undefined)?.trouble;
		if (first?.message === toldTrouble?.message) return;
		toldTrouble = first;
		listener.onTrouble(first);
	}

	function tell(): void {
		if (!routemaps.isSettled) return;
		const inScope = [...routemaps.informer.values()].filter(configMap => isInScope(configMap, scope));
		for (const [key, {resource, namespace, labelSelector}] of collectionsOf(inScope, scope)) {
			if (!members.has(key)) start(key, cluster, resource, namespace, labelSelector);
		}

		const all = [...members.values()];
		if (all.every(({isSettled}) => isSettled)) listener.onSnapshot(snapshotOf(inScope, all));
	}

	function snapshotOf(inScope: readonly KubeObject[], all: readonly Member[]): Snapshot {
		return {
			routemaps: inScope,
			applications: lookup('application'),
			routes: lookup('route'),
			leases: leaseMembers.flatMap(({informer}) => [...informer.values()]),
			missingKinds: [...new Set(all.flatMap(({informer, missing}) => (informer.missing && missing ? [missing] : [])))],
		};
	}

	function lookup(role: Collection['role']): Lookup {
		return (resource, namespace, name) => {
			const key = collectionKey(role, resource, scope.namespace === undefined ? undefined : namespace);
			return members.get(key)?.informer.get(namespace, name);
		};
	}
}

function withoutManagedFields(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	return {...object, metadata};
}
