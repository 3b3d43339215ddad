import {find, hasReason, type Cluster} from '../objects/cluster.ts';
import {believedDurationMs, leaseDurationMs, microTime} from '../objects/lease.ts';
import {fieldAt, stringAt, type KubeObject, type ObjectMeta} from '../objects/object.ts';
import {apiVersionOf, leases} from '../objects/resource.ts';

interface ElectionOptions {
	readonly cluster: Cluster;
	readonly namespace: string;
	readonly name: string;
	readonly identity: string;
	readonly annotations?: Readonly<Record<string, string>>;
	readonly onHolder?: (holder: string) => void;
	/** @default 15 s */
	readonly durationMs?: number;
	readonly now?: () => Date;
}

/** One candidate's view of a Lease, and the steps it can take. */
export interface Election {
	/** Takes the lease if it is free, renews it if it is ours; whether it is ours now. */
	readonly takeOrRenew: (signal: AbortSignal) => Promise<boolean>;
	/** Gives the lease up if it is ours, so that the next one need not wait. */
	readonly release: (signal: AbortSignal) => Promise<boolean>;
	readonly isHeldByAnother: () => boolean;
	/** Who else holds the lease, and what is known of its renewals; undefined where nobody else does. */
	readonly otherHolder: () => OtherHolder | undefined;
}

/** Another holder of a Lease. */
export interface OtherHolder {
	readonly holder: string;
	/** For how long it has not renewed the lease, as far as it was seen, in milliseconds. */
	readonly silentMs: number;
	/** After how many more of them the lease is free. */
	readonly leftMs: number;
}

export function createElection(options: ElectionOptions, monotonic: () => number): Election {
	const {cluster, namespace, name, identity, annotations, onHolder} = options;
	const {durationMs = leaseDurationMs, now = () => new Date()} = options;
	let seen: KubeObject | undefined;
	let seenSpec = '';
	let seenAt = 0;

	/** The lease's age counts from when we saw its last change, as the holder's clock may differ from ours. */
	function observe(lease: KubeObject): void {
		const spec = JSON.stringify(lease['spec']);
		if (spec !== seenSpec) seenAt = monotonic();
		const before = seen && holderOf(seen);
		seen = lease;
		seenSpec = spec;
		if (holderOf(lease) !== before) onHolder?.(holderOf(lease));
	}

	const isFree = (lease: KubeObject): boolean =>
		holderOf(lease) === '' || monotonic() - seenAt > believedDurationMs(lease);

	const isOurs = (lease: KubeObject | undefined): lease is KubeObject =>
		lease !== undefined && holderOf(lease) === identity;

	/** The spec of a lease that we hold from now on, or hold on. Of another holder's spec nothing stays but the count. */
	function ourSpec(lease: KubeObject | undefined): Record<string, unknown> {
		const time = microTime(now());
		return {
			...(isOurs(lease) ? (lease['spec'] as object) : {acquireTime: time, leaseTransitions: transitionsAfter(lease)}),
			holderIdentity: identity,
			leaseDurationSeconds: Math.ceil(durationMs / 1000),
			renewTime: time,
		};
	}

	/** A lease with our annotations: those of other names are others'. */
	function annotated(metadata: ObjectMeta): ObjectMeta {
		return annotations ? {...metadata, annotations: {...metadata.annotations, ...annotations}} : metadata;
	}

	/** Writes; false when somebody else was faster. */
	async function write(request: Promise<KubeObject>): Promise<boolean> {
		try {
			observe(await request);
			return true;
		} catch (error) {
			if (!hasReason(error, 'Conflict') && !hasReason(error, 'AlreadyExists') && !hasReason(error, 'NotFound'))
				throw error;
			seen = undefined;
			return false;
		}
	}

	async function giveUp(lease: KubeObject | undefined, signal: AbortSignal): Promise<boolean> {
		if (!isOurs(lease)) return false;
		const spec = {...ourSpec(lease), holderIdentity: '', leaseDurationSeconds: 1};
		return write(cluster.replace(leases, {...lease, spec}, {signal}));
	}

	return {
		async takeOrRenew(signal) {
			const lease = isOurs(seen) ? seen : await find(cluster, leases, namespace, name, signal);
			if (lease === undefined) {
				const metadata = annotated({name, namespace});
				const created = {apiVersion: apiVersionOf(leases), kind: leases.kind, metadata, spec: ourSpec(undefined)};
				return write(cluster.create(leases, created, {signal}));
			}

			observe(lease);
			if (!isOurs(lease) && !isFree(lease)) return false;
			const metadata = annotated(lease.metadata);
			return write(cluster.replace(leases, {...lease, metadata, spec: ourSpec(lease)}, {signal}));
		},
		async release(signal) {
			if (await giveUp(seen, signal)) return true;
			// A renewal that was cut off may have been stored all the same: then we do not know the latest version.
			return giveUp(await find(cluster, leases, namespace, name, signal), signal);
		},
		isHeldByAnother: () => seen !== undefined && !isOurs(seen),
		otherHolder() {
			if (!seen || isOurs(seen) || holderOf(seen) === '') return undefined;
			const silentMs = monotonic() - seenAt;
			return {holder: holderOf(seen), silentMs, leftMs: Math.max(0, believedDurationMs(seen) - silentMs)};
		},
	};
}

/** The next count of changes of the holder. It is an int32: where it can go no further the server would refuse the whole lease. */
function transitionsAfter(lease: KubeObject | undefined): number {
	if (lease === undefined) return 0;
	const before = fieldAt(lease, 'spec', 'leaseTransitions');
	const next = typeof before === 'number' ? before + 1 : 1;
	return Number.isInteger(next) && next > 0 && next < 2 ** 31 ? next : 1;
}

function holderOf(lease: KubeObject): string {
	return stringAt(lease, 'spec', 'holderIdentity') ?? '';
}
