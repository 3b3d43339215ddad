import {fieldAt, stringAt, type KubeObject} from './object.ts';

interface LeaseState {
	/** Identity of the holder; undefined when the lease does not exist or was released. */
	readonly holder: string | undefined;
	readonly renewedAt: Date | undefined;
	/** Whether anyone may take the lease: nobody holds it, or its holder has not renewed it in time. */
	readonly expired: boolean;
}

/**
 * Who holds a Lease (coordination.k8s.io/v1), judged by the clock of the reader: good enough to tell a person or to decide
 * whether to wait for a daemon. A daemon that wants the lease for itself must observe it (`runLease`), as clocks differ.
 */
export function leaseState(lease: KubeObject | undefined, now: Date): LeaseState {
	const holder = stringAt(lease, 'spec', 'holderIdentity') || undefined;
	const renewed = Date.parse(stringAt(lease, 'spec', 'renewTime') ?? '');
	const renewedAt = Number.isNaN(renewed) ? undefined : new Date(renewed);
	const seconds = fieldAt(lease, 'spec', 'leaseDurationSeconds');
	const duration = typeof seconds === 'number' ? seconds * 1000 : 0;
	const expired = holder === undefined || renewedAt === undefined || renewed + duration < now.getTime();
	return {holder, renewedAt, expired};
}

/** A `MicroTime` of the Kubernetes API; its microseconds are always 0 here, as Date knows none. */
export function microTime(date: Date): string {
	return date.toISOString().replace('Z', '000Z');
}

/** Name of the daemon's Lease. */
export const leaseName = 'kubectl-iter8';

/** Where a daemon of all namespaces holds its Lease unless it is told otherwise; a daemon of one namespace holds it there. */
export const clusterLeaseNamespace = 'kube-system';
