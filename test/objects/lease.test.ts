import {expect, test} from 'vitest';
import {believedDurationMs, leaseState, microTime} from '../../source/objects/lease.ts';
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

test.each([
	['far in the future', {renewTime: '2100-01-01T00:00:00.000000Z', leaseDurationSeconds: 15}, true],
	['in a year of six digits', {renewTime: '+275760-01-01T00:00:00.000000Z', leaseDurationSeconds: 15}, true],
	['by a clock that is a little ahead', {renewTime: '2026-01-01T12:01:00.000000Z', leaseDurationSeconds: 15}, false],
	['for 68 years', {renewTime: '2026-01-01T11:58:59.000000Z', leaseDurationSeconds: 2_147_483_647}, true],
	['for 68 years, just now', {renewTime: '2026-01-01T11:59:01.000000Z', leaseDurationSeconds: 2_147_483_647}, false],
])('a lease renewed %s', (_, spec, expired) => {
	expect(leaseState(lease({holderIdentity: 'ghost', ...spec}), now)).toMatchObject({holder: 'ghost', expired});
});

test.each([
	[15, 15_000, []],
	[60, 60_000, []],
	[61, 60_000, ['its duration of 61 s']],
	[2_147_483_647, 60_000, ['its duration of 2147483647 s']],
	[1e308, 60_000, ['its duration of 1e+308 s']],
	[1, 15_000, []],
	[0, 15_000, ['its duration of 0 s']],
	[-5, 15_000, ['its duration of -5 s']],
	[Number.NaN, 15_000, ['its duration of NaN s']],
	[0.001, 15_000, ['its duration of 0.001 s']],
	['99999999', 15_000, ['its duration of no number of s']],
	[{seconds: 1}, 15_000, ['its duration of no number of s']],
	[undefined, 15_000, []],
])('a duration of %j is believed for %d ms', (leaseDurationSeconds, ms, disbelieved) => {
	const object = lease({holderIdentity: 'a', renewTime: microTime(now), leaseDurationSeconds});
	expect(believedDurationMs(object)).toBe(ms);
	expect(leaseState(object, now).disbelieved).toEqual(disbelieved);
});

test('a holder without end is cut', () => {
	const {holder} = leaseState(lease({holderIdentity: 'g'.repeat(1_000_000)}), now);
	expect(holder).toBe(`${'g'.repeat(128)}…`);
});

test('a MicroTime has six digits after the second and reads back as it was', () => {
	expect(microTime(new Date('2026-01-01T12:00:00.123Z'))).toBe('2026-01-01T12:00:00.123000Z');
	const renewTime = microTime(now);
	expect(leaseState(lease({holderIdentity: 'a', renewTime, leaseDurationSeconds: 1}), now).renewedAt).toEqual(now);
});

test('what a lease says of its holder is told, and what of it nobody believes', () => {
	const {metadata, ...rest} = lease({holderIdentity: 'a', renewTime: '2026-01-01T11:59:59.000000Z'});
	const annotated = (text: string): KubeObject => ({
		...rest,
		metadata: {...metadata, annotations: {'iter8.tools/daemon-settings': text}},
	});
	expect(leaseState(annotated('{"holdMs":5000}'), now)).toMatchObject({settings: {holdMs: 5000}, disbelieved: []});
	expect(leaseState(annotated('{"holdMs":-5}'), now)).toMatchObject({
		settings: {holdMs: 120_000},
		disbelieved: ['what its annotation iter8.tools/daemon-settings says of holdMs'],
	});
});
