import {expect, test} from 'vitest';
import {countersIn} from '../../../source/metrics/gateway/counters.ts';
import {Track, type Round} from '../../../source/metrics/gateway/track.ts';
import type {CountedBy} from '../../../source/metrics/gateway/version-services.ts';

const counted: {readonly versions: ReadonlyMap<string, CountedBy>} = {
	versions: new Map([
		['wisdom-0', {services: [{namespace: 'models', name: 'wisdom-0-predictor'}], isCopy: false}],
		['wisdom-1', {services: [{namespace: 'models', name: 'wisdom-1-predictor'}], isCopy: true}],
		['wisdom-2', {unknown: {kind: 'no-route'}}],
	]),
};

interface Cluster {
	readonly ok?: number;
	readonly failed?: number;
	/** Requests that took at most 10 ms; all others take at most 25. */
	readonly fast?: number;
}

/** What Envoy writes of a pod: its uptime in seconds, and each Service's requests. */
function pod(uptime: number, services: Readonly<Record<string, Cluster>>): string {
	return [
		`envoy_server_uptime ${uptime}`,
		...Object.entries(services).flatMap(([service, {ok = 0, failed = 0, fast = ok + failed}]) => {
			const label = `cluster_name="outbound|80||${service}.models.svc.cluster.local"`;
			const all = ok + failed;
			return [
				`envoy_cluster_upstream_rq_total{${label}} ${all}`,
				...(ok > 0 ? [`envoy_cluster_upstream_rq{response_code="200",${label}} ${ok}`] : []),
				...(failed > 0 ? [`envoy_cluster_upstream_rq{response_code="503",${label}} ${failed}`] : []),
				...[
					['5', 0],
					['10', fast],
					['25', all],
					['+Inf', all],
				].map(([le, count]) => `envoy_cluster_upstream_rq_time_bucket{${label},le="${le}"} ${count}`),
			];
		}),
	].join('\n');
}

function round(seconds: number, pods: Readonly<Record<string, string>>): Round {
	const read = Object.entries(pods).map(([uid, text]) => [uid, countersIn(text, () => true)] as const);
	return {at: seconds * 1000, pods: new Map(read)};
}

/** Rate, share of errors, p50, p95 and count of the first version after these rounds. */
function after(...rounds: readonly Round[]) {
	const track = new Track();
	for (const each of rounds) track.add(each, counted);
	const numbers = track.numbers(counted).get('wisdom-0');
	return [numbers?.requestsPerSecond, numbers?.errorShare, numbers?.p50Ms, numbers?.p95Ms, numbers?.counts?.requests];
}

const of0 = (uptime: number, cluster: Cluster) => pod(uptime, {'wisdom-0-predictor': cluster});

test('rates, errors and latencies are what differs between looks; counts are of all', () => {
	const before = round(0, {a: of0(100, {ok: 1000, failed: 50, fast: 1050})});
	const now = round(10, {a: of0(110, {ok: 1080, failed: 70, fast: 1100})});
	expect(after(before, now)).toEqual([10, 0.2, 10, 23.5, 1150]);
});

test('the pods of a gateway are added up, and a Service is with its revisions', () => {
	const revisions = (one: number, two: number) =>
		pod(50, {'wisdom-0-predictor-00001': {ok: one}, 'wisdom-0-predictor-00002': {ok: two}});
	const before = round(0, {a: of0(100, {ok: 10}), b: revisions(5, 5)});
	const now = round(10, {a: of0(110, {ok: 20}), b: revisions(5, 35)});
	expect(after(before, now).slice(0, 1)).toEqual([4]);
});

test.each([
	['a proxy that began anew counts from 0, though it shows more than before', {a: of0(4, {ok: 60})}, 60],
	['a counter that fell began anew', {a: of0(110, {ok: 30})}, 30],
	['a Service that is gone adds nothing', {a: of0(110, {}).split('\n').slice(0, 1).join('')}, 0],
	['a pod that took the place of another counts from 0', {b: of0(8, {ok: 25})}, 25],
	[
		'a pod that was not seen before, though it was there, counts from now on',
		{a: of0(110, {ok: 40}), b: of0(500, {ok: 9000})},
		0,
	],
])('%s', (_, pods, requests) => {
	const before = round(0, {a: of0(100, {ok: 40})});
	const [rate] = after(before, round(10, pods));
	expect(rate === undefined ? 0 : rate * 10).toBe(requests);
});

test('an old revision that goes takes its past along', () => {
	const before = round(0, {
		a: pod(100, {'wisdom-0-predictor-00001': {ok: 1_000_000}, 'wisdom-0-predictor-00002': {ok: 100}}),
	});
	const now = round(10, {a: pod(110, {'wisdom-0-predictor-00002': {ok: 150}})});
	expect(after(before, now)[0]).toBe(5);
});

test('figures of now are of the last thirty seconds, and the past of ten minutes', () => {
	const track = new Track();
	let ok = 0;
	for (let second = 0; second <= 900; second += 5) {
		ok += second > 880 ? 50 : 5;
		track.add(round(second, {a: of0(1000 + second, {ok})}), counted);
	}

	const {requestsPerSecond, history = []} = track.numbers(counted).get('wisdom-0') ?? {};
	expect(requestsPerSecond).toBeCloseTo((4 * 50 + 2 * 5) / 30);
	expect({first: history[0]?.at, count: history.length, last: history.at(-1)}).toEqual({
		first: 305_000,
		count: 120,
		last: {at: 900_000, requestsPerSecond: 10, errorShare: 0, p95Ms: 9.75},
	});
});

test('who comes back later begins anew, and has the past', () => {
	const track = new Track();
	for (const second of [0, 5, 3600]) track.add(round(second, {a: of0(1000 + second, {ok: 10 * second})}), counted);
	const {requestsPerSecond, history} = track.numbers(counted).get('wisdom-0') ?? {};
	expect({requestsPerSecond, past: history?.length}).toEqual({requestsPerSecond: undefined, past: 1});
	track.add(round(3605, {a: of0(4605, {ok: 36_500})}), counted);
	expect(track.numbers(counted).get('wisdom-0')?.requestsPerSecond).toBe(100);
});

test('without requests there is a rate of 0, and no errors and latencies', () => {
	const [rate, errors, p50, p95, count] = after(round(0, {a: of0(10, {})}), round(5, {a: of0(15, {})}));
	expect({rate, errors, p50, p95, count}).toEqual({
		rate: 0,
		errors: undefined,
		p50: undefined,
		p95: undefined,
		count: 0,
	});
});

test('one look gives counts alone', () => {
	expect(after(round(0, {a: of0(10, {ok: 7})}))).toEqual([undefined, undefined, undefined, undefined, 7]);
});

const telemetry = (requests: number) => `istio_build{component="proxy"} 1
istio_requests_total{reporter="source",response_code="200",destination_service_name="wisdom-0-predictor",destination_service_namespace="models"} ${requests}`;
const sentOnly =
	'envoy_cluster_upstream_rq_total{cluster_name="outbound|80||wisdom-0-predictor.models.svc.cluster.local"} 500';

test.each([
	['neither form', 'envoy_server_uptime 10', ['not-counted', 'not-counted', 'no-route'], undefined],
	["Istio's alone, where who was never asked has none", telemetry(12), [undefined, 'copies', 'no-route'], 12],
	["both: Envoy's", `${of0(10, {ok: 20})}\n${telemetry(12)}`, [undefined, undefined, 'no-route'], 20],
	["both, Envoy's cut down: Istio's", `${sentOnly}\n${telemetry(12)}`, [undefined, 'copies', 'no-route'], 12],
])('of a gateway that has %s', (_, text, reasons, requests) => {
	const track = new Track();
	track.add(round(0, {a: text}), counted);
	const numbers = [...track.numbers(counted).values()];
	expect(numbers.map(({unknown}) => unknown?.kind)).toEqual(reasons);
	expect(numbers[0]?.counts?.requests).toBe(requests);
});

test('when other Services are looked for, their past is not taken for what happened since', () => {
	const track = new Track();
	track.add(round(0, {a: of0(100, {ok: 10})}), counted);
	const more = {
		versions: new Map([
			...counted.versions,
			['wisdom-2', {services: [{namespace: 'models', name: 'c'}], isCopy: false}] as const,
		]),
	};
	track.add(round(5, {a: pod(105, {'wisdom-0-predictor': {ok: 20}, c: {ok: 5000}})}), more);
	expect(track.numbers(more).get('wisdom-2')).toMatchObject({requestsPerSecond: undefined, counts: {requests: 5000}});
	track.add(round(10, {a: pod(110, {'wisdom-0-predictor': {ok: 20}, c: {ok: 5010}})}), more);
	expect(track.numbers(more).get('wisdom-2')?.requestsPerSecond).toBe(2);
});
