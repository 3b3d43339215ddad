import {expect, test} from 'vitest';
import * as status from '../../../source/verbs/status/run.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {startPrometheus, type Counter} from '../../helpers/prometheus.ts';
import {runCommand} from '../../helpers/run-command.ts';

const now = new Date('2026-01-01T12:00:00Z');

/** A counter of requests to the primary that was scraped every 15 s for ten minutes and grew by so much a second. */
function counter(name: string, perSecond: number, more: object = {}): Counter {
	const labels = {
		__name__: name,
		reporter: 'source',
		destination_service_name: 'wisdom-0-predictor',
		destination_service_namespace: 'models',
		response_code: '200',
		...more,
	};
	const start = now.getTime() / 1000 - 600;
	return {labels, samples: Array.from({length: 41}, (_, index) => [start + 15 * index, 15 * index * perSecond])};
}

test('status has the numbers of the Prometheus that is named, and only where its output tells numbers', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/lease'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	const {url} = await startPrometheus([
		counter('istio_requests_total', 90),
		counter('istio_requests_total', 10, {response_code: '503'}),
		counter('istio_request_duration_milliseconds_bucket', 100, {le: '10'}),
		counter('istio_request_duration_milliseconds_bucket', 100, {le: '+Inf'}),
	]);
	const run = (...argv: readonly string[]) =>
		runCommand(status, ['status', 'wisdom', '--prometheus', url, ...argv], {cluster, now: () => now});
	const {stdout} = await run('-o', 'json');
	const {versions} = JSON.parse(stdout) as {readonly versions: readonly object[]};
	expect(versions[0]).toMatchObject({
		name: 'wisdom-0',
		numbers: {requestsPerSecond: 100, errorShare: 0.1, p50Ms: 5, p95Ms: 9.5},
	});
	expect((await run('-o', 'wide')).stdout).toContain('100/s   10%      9.5ms');
	await expect(run()).rejects.toThrow('--prometheus needs -o wide, json or yaml, which tell numbers');
});
