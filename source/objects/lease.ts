import {defaultLeaderSettings, readSettings, type LeaderSettings} from './leader-settings.ts';
import {fieldAt, stringAt, type KubeObject} from './object.ts';

/** What a lease says, as far as it is believed: whoever may write one may write anything into it. */
interface LeaseState {
	/** Identity of the holder, shortened; undefined when the lease does not exist or was released. */
	readonly holder: string | undefined;
	/** When the holder renewed it; the time of the last write, by the server's clock, where its own time is not believed. */
	readonly renewedAt: Date | undefined;
	/** Whether anyone may take the lease: nobody holds it, or its holder has not renewed it in time. */
	readonly expired: boolean;
	/** What its holder was told. */
	readonly settings: LeaderSettings;
	/** What the lease says and is not believed, in words: `its duration of 2147483647 s`. */
	readonly disbelieved: readonly string[];
}

/** For how long a daemon's renewal of its lease holds. */
export const leaseDurationMs = 15_000;

/** No daemon holds a lease for longer without renewing it, whatever the lease says. */
const longestDurationMs = 60_000;

/** How far ahead of ours the clock of a holder may be. */
const mostAheadMs = 60_000;

/** Longer than any identity, HOST_UUID. */
const longestHolder = 128;

/**
 * How long others leave a lease alone after it was renewed, in milliseconds: what it says, but no less than a daemon needs to
 * see that it has lost it, and no more than anyone is to wait for one that is dead.
 */
export function believedDurationMs(lease: KubeObject | undefined): number {
	const seconds = fieldAt(lease, 'spec', 'leaseDurationSeconds');
	if (typeof seconds !== 'number' || !Number.isInteger(seconds)) return leaseDurationMs;
	return Math.min(Math.max(seconds * 1000, leaseDurationMs), longestDurationMs);
}

/**
 * Who holds a Lease (coordination.k8s.io/v1), judged by the clock of the reader: good enough to tell a person or to decide
 * whether to wait for a daemon. A daemon that wants the lease for itself must observe it (`runLease`), as clocks differ.
 */
export function leaseState(lease: KubeObject | undefined, now: Date): LeaseState {
	const holder = stringAt(lease, 'spec', 'holderIdentity') || undefined;
	const renewed = dateOf(stringAt(lease, 'spec', 'renewTime'));
	const isAhead = renewed !== undefined && renewed.getTime() > now.getTime() + mostAheadMs;
	const {settings, disbelieved} = readSettings(lease);
	const isLate = renewed === undefined || renewed.getTime() + believedDurationMs(lease) < now.getTime();
	return {
		holder: holder && (holder.length > longestHolder ? `${holder.slice(0, longestHolder)}…` : holder),
		renewedAt: isAhead ? lastWrite(lease) : renewed,
		expired: holder === undefined || isAhead || isLate,
		settings,
		disbelieved: [
			...(isAhead ? [`its renewal at ${toSeconds(renewed)} (ahead of the clock here)`] : []),
			...durationDoubt(lease),
			...disbelieved,
		],
	};
}

/** A daemon that leads. */
export interface Leader {
	/** Identity of who holds the lease. */
	readonly holder: string;
	readonly settings: LeaderSettings;
}

/** Where the daemon of a namespace may hold its lease: there, or where those of all namespaces do. */
export function leaseNamespaces(namespace: string): readonly string[] {
	return [...new Set([namespace, clusterLeaseNamespace])];
}

/** Who leads for a namespace, by the leases that there are: the daemon of the namespace, else the cluster-wide one. */
export function leaderOf(leases: readonly KubeObject[], namespace: string, now: Date): Leader | undefined {
	for (const place of leaseNamespaces(namespace)) {
		const lease = leases.find(({metadata}) => metadata.name === leaseName && metadata.namespace === place);
		const {holder, expired, settings} = leaseState(lease, now);
		if (holder !== undefined && !expired) return {holder, settings};
	}

	return undefined;
}

/** By which settings the routes of a namespace are written, by the leases that there are. */
export function settingsIn(leases: readonly KubeObject[], now: Date): (namespace: string) => LeaderSettings {
	const found = new Map<string, LeaderSettings>();
	return namespace => {
		const settings = found.get(namespace) ?? leaderOf(leases, namespace, now)?.settings ?? defaultLeaderSettings;
		found.set(namespace, settings);
		return settings;
	};
}

function durationDoubt(lease: KubeObject | undefined): readonly string[] {
	const seconds = fieldAt(lease, 'spec', 'leaseDurationSeconds');
	const isUsual = Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) * 1000 <= longestDurationMs;
	if (seconds === undefined || isUsual) return [];
	return [`its duration of ${typeof seconds === 'number' ? seconds : 'no number of'} s`];
}

/** When the server took the last change of an object. */
function lastWrite(object: KubeObject | undefined): Date | undefined {
	const times = (object?.metadata.managedFields ?? []).map(entry => dateOf(stringAt(entry, 'time'))?.getTime() ?? 0);
	const last = Math.max(0, ...times);
	return last === 0 ? undefined : new Date(last);
}

function dateOf(time: string | undefined): Date | undefined {
	const date = new Date(time ?? Number.NaN);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A time as the API writes it, to the second. */
export function toSeconds(date: Date): string {
	return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A `MicroTime` of the Kubernetes API; its microseconds are always 0 here, as Date knows none. */
export function microTime(date: Date): string {
	return date.toISOString().replace('Z', '000Z');
}

/** Name of the daemon's Lease. */
export const leaseName = 'kubectl-iter8';

/** Where a daemon of all namespaces holds its Lease unless it is told otherwise; a daemon of one namespace holds it there. */
export const clusterLeaseNamespace = 'kube-system';
