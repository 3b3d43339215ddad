import {gzipSync} from 'node:zlib';
import {expect, onTestFinished, test, vi} from 'vitest';
import type {AppNumbers} from '../../../source/metrics/numbers.ts';
import {openPrometheus} from '../../../source/metrics/prometheus/client.ts';
import {followNumbers} from '../../../source/metrics/prometheus/follow-numbers.ts';
import {canarySpec, routemapConfigMap} from '../../helpers/app-objects.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {startPrometheus, type Counter} from '../../helpers/prometheus.ts';
import {startServer} from '../../kube/api-server.ts';

const now = new Date('2026-01-01T12:00:00Z');
const noon = now.getTime() / 1000;

/** A counter that was scraped every 15 s for ten minutes and grew by so much a second. */
function counter(name: string, perSecond: number, labels: Readonly<Record<string, string>>): Counter {
	const samples = Array.from({length: 41}, (_, index) => [noon - 600 + 15 * index, 15 * index * perSecond] as const);
	return {labels: {__name__: name, reporter: 'source', ...labels}, samples};
}

/** What Istio counts of requests to a Service of namespace models: half take at most 10 ms, all at most 25. */
function traffic(perSecond: number, labels: Readonly<Record<string, string>>, code = '200'): readonly Counter[] {
	const destination = {
		destination_service_namespace: 'models',
		destination_workload_namespace: 'models',
		response_code: code,
		...labels,
	};
	const buckets = [
		['5', 0],
		['10', 0.5],
		['25', 1],
		['50', 1],
		['+Inf', 1],
	] as const;
	return [
		counter('istio_requests_total', perSecond, destination),
		...buckets.map(([le, share]) =>
			counter('istio_request_duration_milliseconds_bucket', perSecond * share, {...destination, le}),
		),
	];
}

async function numbersFrom(counters: readonly Counter[]) {
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', canarySpec)]);
	const server = await startPrometheus(counters);
	return {...server, ...follow(cluster, server.url)};
}

function follow(cluster: ReturnType<typeof createMemoryCluster>, url: string) {
	const told: AppNumbers[] = [];
	const errors: string[] = [];
	const stop = followNumbers(
		{namespace: 'models', name: 'wisdom'},
		{
			cluster,
			prometheus: openPrometheus(url),
			now: () => now,
			onNumbers: numbers => told.push(numbers),
			onError: error => errors.push(error.message),
		},
	);
	onTestFinished(stop);
	return {told, errors, stop};
}

const rounded = (numbers: AppNumbers | undefined) =>
	JSON.parse(
		JSON.stringify([...(numbers ?? [])], (_, value: unknown) =>
			typeof value === 'number' ? Number(value.toFixed(4)) : value,
		),
	) as unknown;

test('tells requests, errors and latencies of each version, by the Services of its predictor', async () => {
	const {told, received} = await numbersFrom([
		...traffic(90, {destination_service_name: 'wisdom-0-predictor'}),
		...traffic(10, {destination_service_name: 'wisdom-0-predictor'}, '503'),
		...traffic(2, {destination_service_name: 'wisdom-1-predictor-00002'}),
		// Not ours: another app's, another namespace's, the same request counted by the other end, the way to the mesh's gateway.
		...traffic(7, {destination_service_name: 'wisdom-10-predictor'}),
		...traffic(7, {destination_service_name: 'wisdom-1-predictor', destination_service_namespace: 'other'}),
		...traffic(7, {destination_service_name: 'wisdom-1-predictor', reporter: 'destination'}),
		...traffic(7, {destination_service_name: 'knative-local-gateway', destination_service_namespace: 'istio-system'}),
	]);
	await eventually(() => expect(told).toHaveLength(1));
	const figures = (requestsPerSecond: number, errorShare: number) => {
		const moment = {requestsPerSecond, errorShare, p95Ms: 23.5};
		// a rate needs two scrapes, which are there half a minute after the first
		const history = Array.from({length: 20}, (_, index) => ({at: (noon - 570 + 30 * index) * 1000, ...moment}));
		return {...moment, p50Ms: 10, history};
	};
	expect(rounded(told[0])).toEqual([
		['wisdom-0', figures(100, 0.1)],
		['wisdom-1', figures(2, 0)],
	]);
	expect(received.map(({url}) => new URL(url, 'http://localhost').searchParams.get('query'))).toEqual([
		`sum by (destination_service_name, destination_workload, response_code) (rate(istio_requests_total{reporter="source",destination_service_name=~"(wisdom-0|wisdom-1)(-predictor(-default)?)?(-[0-9]{5}(-private)?)?",destination_service_namespace=~"(models)"}[2m]) or rate(istio_requests_total{reporter="source",destination_workload=~"(wisdom-0|wisdom-1)(-predictor(-default)?)?(-[0-9]{5}-deployment)?",destination_workload_namespace=~"(models)"}[2m]))`,
		expect.stringContaining('sum by (destination_service_name, destination_workload, le) (rate('),
	]);
});

test('where only the workload tells the version, that counts; where the Service does, the workload counts no more', async () => {
	const workload = {destination_workload: 'wisdom-1-predictor-00001-deployment', destination_service_name: 'unknown'};
	const {told} = await numbersFrom([
		...traffic(3, workload),
		...traffic(5, {destination_service_name: 'wisdom-0-predictor', destination_workload: 'activator'}),
		...traffic(5, {destination_service_name: 'PassthroughCluster', destination_workload: 'wisdom-0-predictor'}),
	]);
	await eventually(() => expect(told).toHaveLength(1));
	expect([...(told[0] ?? [])].map(([version, {requestsPerSecond}]) => [version, requestsPerSecond])).toEqual([
		['wisdom-0', 5],
		['wisdom-1', 3],
	]);
});

test('a version that had no requests has no latency and no share of errors, one that was never measured has nothing', async () => {
	const {told} = await numbersFrom(traffic(0, {destination_service_name: 'wisdom-0-predictor'}));
	await eventually(() => expect(told).toHaveLength(1));
	expect([...(told[0] ?? [])]).toEqual([
		[
			'wisdom-0',
			{
				requestsPerSecond: 0,
				errorShare: undefined,
				p50Ms: undefined,
				p95Ms: undefined,
				history: expect.arrayContaining([
					{at: noon * 1000, requestsPerSecond: 0, errorShare: undefined, p95Ms: undefined},
				]) as unknown,
			},
		],
	]);
});

test('while Prometheus fails nothing is known, and it is asked again after 15 seconds', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	const {told, errors, server} = await numbersFrom(traffic(1, {destination_service_name: 'wisdom-0-predictor'}));
	await eventually(() => expect(told).toHaveLength(1));
	server.closeAllConnections();
	await new Promise(resolve => {
		server.close(resolve);
	});
	await vi.advanceTimersByTimeAsync(15_000);
	await eventually(() => expect(told).toHaveLength(2));
	expect([...(told[1] ?? [])]).toEqual([]);
	expect(errors).toEqual(['Prometheus cannot be reached: ECONNREFUSED']);
});

test('user and password of the URL are sent as Basic authentication, and its path comes first', async () => {
	const {url, received} = await startPrometheus([]);
	const prometheus = openPrometheus(`${url.replace('//', '//me:s%40y@')}/prom/`);
	const signal = new AbortController().signal;
	await expect(prometheus.query('up', now, signal)).rejects.toThrow(
		'Prometheus says: invalid parameter "query": 1:1: parse error: unexpected character',
	);
	expect(received[0]?.url).toBe('/prom/api/v1/query?query=up&time=2026-01-01T12%3A00%3A00.000Z');
	expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:s@y').toString('base64')}`);
});

test('an answer of Prometheus is not unzipped beyond what any app needs', async () => {
	const bomb = gzipSync(Buffer.alloc(9 * 2 ** 20, ' '), {level: 1});
	const {url} = await startServer((_, response) => {
		response.writeHead(200, {'Content-Type': 'application/json', 'Content-Encoding': 'gzip'});
		response.end(bomb);
	});
	await expect(openPrometheus(url).query('up', new Date(0), new AbortController().signal)).rejects.toThrow(
		'the answer of Prometheus is larger than 8 MiB: look whether --prometheus names one',
	);
});
