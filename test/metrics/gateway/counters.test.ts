import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {countersIn, type Counter} from '../../../source/metrics/gateway/counters.ts';

const isOfWisdom = ({namespace, name}: {readonly namespace: string; readonly name: string}) =>
	namespace === 'models' && /^wisdom-[01]-/.test(name);
const plain = (counters: ReadonlyMap<string, Counter>) =>
	[...counters].map(([key, {service, sent, statuses, buckets}]) => [
		key,
		`${service.namespace}/${service.name}`,
		sent,
		Object.fromEntries(statuses),
		[...buckets].filter(([, count]) => count > 0).slice(0, 3),
	]);

test("Istio's telemetry names the Service; the way to a gateway, and what another end has counted, is left out", () => {
	const text = readFileSync(join(import.meta.dirname, '../../fixtures/metrics/istio-gateway.txt'), 'utf8');
	const other = text.replaceAll('reporter="source"', 'reporter="destination"');
	const read = countersIn(`${text}${other}`, isOfWisdom);
	expect({uptime: read.uptimeSeconds, hasTelemetry: read.hasTelemetry, clusters: read.clusters.size}).toEqual({
		uptime: 86_400,
		hasTelemetry: true,
		clusters: 0,
	});
	expect(plain(read.requests)).toEqual([
		[
			'models/wisdom-0-predictor-00001',
			'models/wisdom-0-predictor-00001',
			0,
			{'0': 5, '200': 880, '503': 15},
			[
				[5, 440],
				[10, 800],
				[25, 880],
			],
		],
		[
			'models/wisdom-1-predictor-00002',
			'models/wisdom-1-predictor-00002',
			0,
			{'200': 100},
			[
				[25, 50],
				[50, 100],
				[100, 100],
			],
		],
	]);
});

const cluster = 'outbound|80||wisdom-0-predictor.models.svc.cluster.local';

test.each([
	['as Istio tags them', 'cluster_name', 'response_code'],
	['as Envoy does by itself', 'envoy_cluster_name', 'envoy_response_code'],
])("Envoy's clusters are read %s", (_, clusterLabel, codeLabel) => {
	const text = `
envoy_cluster_upstream_rq_total{${clusterLabel}="${cluster}"} 12
envoy_cluster_upstream_rq{${codeLabel}="200",${clusterLabel}="${cluster}"} 9
envoy_cluster_upstream_rq{${codeLabel}="503",${clusterLabel}="${cluster}"} 1
envoy_cluster_retry_upstream_rq{${codeLabel}="503",${clusterLabel}="${cluster}"} 2
envoy_cluster_upstream_rq_xx{response_code_class="2xx",${clusterLabel}="${cluster}"} 9
envoy_cluster_upstream_rq_time_bucket{${clusterLabel}="${cluster}",le="0.5"} 3
envoy_cluster_upstream_rq_time_bucket{${clusterLabel}="${cluster}",le="+Inf"} 10
`;
	expect(plain(countersIn(text, isOfWisdom).clusters)).toEqual([
		[
			cluster,
			'models/wisdom-0-predictor',
			12,
			{'200': 9, '503': 1},
			[
				[0.5, 3],
				[Infinity, 10],
			],
		],
	]);
});

test.each([
	'inbound|80||wisdom-0-predictor.models.svc.cluster.local',
	'outbound|80||wisdom-0-predictor.other.svc.cluster.local',
	'outbound|80||models',
	'outbound_.80_._.wisdom-0-predictor.models.svc.cluster.local',
	'xds-grpc',
	'BlackHoleCluster',
	'',
])('cluster %o is no version', name => {
	const text = `envoy_cluster_upstream_rq{response_code="200",cluster_name="${name}"} 9`;
	expect(countersIn(text, isOfWisdom).clusters.size).toBe(0);
});
