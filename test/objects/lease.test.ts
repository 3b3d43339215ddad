import {expect, test} from 'vitest';
import {leaseState, microTime} from '../../source/objects/lease.ts';
import type {KubeObject} from '../../source/objects/object.ts';

const now = new Date('2026-01-01T12:00:00Z');

function lease(spec: unknown): KubeObject {
	return {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: {name: 'kubectl-iter8'}, spec};
}

test.each([
	['there is none', undefined, true, undefined],
	[
		'it was released',
		lease({holderIdentity: '', renewTime: '2026-01-01T11:59:59.000000Z', leaseDurationSeconds: 15}),
		true,
		undefined,
	],
	[
		'its holder renewed it in time',
		lease({holderIdentity: 'a', renewTime: '2026-01-01T11:59:45.000000Z', leaseDurationSeconds: 15}),
		false,
		'a',
	],
	[
		'its holder is late',
		lease({holderIdentity: 'a', renewTime: '2026-01-01T11:59:44.999000Z', leaseDurationSeconds: 15}),
		true,
		'a',
	],
	['it was never renewed', lease({holderIdentity: 'a', leaseDurationSeconds: 15}), true, 'a'],
	['its times are nonsense', lease({holderIdentity: 'a', renewTime: 7, leaseDurationSeconds: 'x'}), true, 'a'],
	['its spec is no mapping', lease('mine'), true, undefined],
])('a lease when %s', (_, object, expired, holder) => {
	const state = leaseState(object, now);
	expect({expired: state.expired, holder: state.holder}).toEqual({expired, holder});
});

test('a MicroTime has six digits after the second and reads back as it was', () => {
	expect(microTime(new Date('2026-01-01T12:00:00.123Z'))).toBe('2026-01-01T12:00:00.123000Z');
	const renewTime = microTime(now);
	expect(leaseState(lease({holderIdentity: 'a', renewTime, leaseDurationSeconds: 1}), now).renewedAt).toEqual(now);
});
