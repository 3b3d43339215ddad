import {expect, test} from 'vitest';
import {describeDaemon, disbeliefOf, doubleLeaders} from '../../source/info/describe-daemon.ts';
import {fixtures} from '../helpers/fixtures.ts';

const [lease] = fixtures('apps/lease');
const inForce = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:01:00Z');

function leaseOf(namespace: string, holderIdentity: string, renewTime: string) {
	const spec = {holderIdentity, leaseDurationSeconds: 15, renewTime};
	return {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: {name: 'kubectl-iter8', namespace}, spec};
}

test('the holder of a fresh lease leads', () => {
	expect(describeDaemon(lease ? [lease] : [], inForce)).toEqual({
		holder: 'iter8-7f9c',
		namespace: 'models',
		renewedAt: '2026-01-01T11:59:58Z',
		isExpired: false,
		disbelieved: [],
	});
});

test('a lease that was not renewed in time has expired', () => {
	expect(describeDaemon(lease ? [lease] : [], later)).toMatchObject({holder: 'iter8-7f9c', isExpired: true});
});

test('a lease in force goes before one that has expired', () => {
	const fresh = leaseOf('kube-system', 'cluster-wide', '2026-01-01T12:00:58.000000Z');
	expect(describeDaemon([...(lease ? [lease] : []), fresh], later)).toMatchObject({
		holder: 'cluster-wide',
		isExpired: false,
	});
});

test('for a namespace its own daemon leads, or that of all, and none of another namespace', () => {
	const at = '2026-01-01T11:59:58.000000Z';
	const ofLease = lease ? [lease] : [];
	expect(describeDaemon(ofLease, inForce, 'models')).toMatchObject({holder: 'iter8-7f9c'});
	expect(describeDaemon(ofLease, inForce, 'shop')).toBeUndefined();
	expect(describeDaemon([leaseOf('kube-system', 'all', at)], inForce, 'shop')).toMatchObject({holder: 'all'});
});

test('nobody leads without a lease, with a released one, or with one of another name', () => {
	const released = leaseOf('models', '', '2026-01-01T11:59:58.000000Z');
	const other = {
		...leaseOf('models', 'x', '2026-01-01T11:59:58.000000Z'),
		metadata: {name: 'other', namespace: 'models'},
	};
	expect(describeDaemon([], inForce)).toBeUndefined();
	expect(describeDaemon([released, other], inForce)).toBeUndefined();
});

test('of a lease from the future it is told when the server last took a change of it', () => {
	const ghost = leaseOf('models', 'ghost', '2100-01-01T00:00:00.000000Z');
	const managedFields = [{manager: 'kubectl-create', time: '2026-01-01T11:30:00Z'}, {manager: 'kubectl-edit'}];
	const daemon = describeDaemon([{...ghost, metadata: {...ghost.metadata, managedFields}}], inForce);
	expect(daemon).toEqual({
		holder: 'ghost',
		namespace: 'models',
		renewedAt: '2026-01-01T11:30:00Z',
		isExpired: true,
		disbelieved: ['its renewal at 2100-01-01T00:00:00Z (ahead of the clock here)'],
	});
	expect(daemon && disbeliefOf(daemon)).toBe(
		'held by ghost, and its renewal at 2100-01-01T00:00:00Z (ahead of the clock here) is not believed',
	);
	expect(describeDaemon([ghost], inForce)).toMatchObject({renewedAt: undefined, isExpired: true});
});

test('a daemon of all namespaces and one of a namespace lead for the same one; daemons of two namespaces do not', () => {
	const at = '2026-01-01T11:59:58.000000Z';
	const one = leaseOf('models', 'one', at);
	const other = leaseOf('shop', 'other', at);
	const all = leaseOf('kube-system', 'all', at);
	expect(doubleLeaders([one, other], inForce)).toBeUndefined();
	expect(doubleLeaders([one, all], inForce)).toEqual({
		leaders: ['one in namespace models', 'all in namespace kube-system'],
		todo: 'stop that of namespace models: the one in kube-system leads for all',
	});
	expect(doubleLeaders([all, one, other], inForce)).toEqual({
		leaders: ['one in namespace models', 'other in namespace shop', 'all in namespace kube-system'],
		todo: 'stop those of namespaces models and shop: the one in kube-system leads for all',
	});
	expect(doubleLeaders([one, leaseOf('kube-system', 'one', at)], inForce)).toBeUndefined();
	expect(doubleLeaders([one, all], later)).toBeUndefined();
});
