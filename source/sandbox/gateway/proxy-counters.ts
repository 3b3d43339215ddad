/** Where requests go, as counters name it. */
interface Counted {
	/** Complete. */
	readonly host: string;
	readonly port: number;
	/** Of the answer; undefined when the client has left before there was one. */
	readonly status: number | undefined;
	/** From the request's arrival to the end of the answer. */
	readonly ms: number;
	/** A copy for a mirror, which Istio's telemetry does not see. */
	readonly isCopy?: boolean;
}

interface Cluster {
	readonly host: string;
	readonly own: Histogram;
	readonly requests: Histogram;
	sent: number;
}

/** Requests by status, and how long they took. */
class Histogram {
	readonly statuses = new Map<number, number>();
	readonly #counts = bounds.map(() => 0);
	#all = 0;
	#sum = 0;

	add(status: number, ms: number): void {
		this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
		const index = bounds.findIndex(bound => ms <= bound);
		if (index >= 0) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
		this.#all++;
		this.#sum += ms;
	}

	/** In the text format, without a line for its type. */
	lines(name: string, labels: string): readonly string[] {
		if (this.#all === 0) return [];
		let count = 0;
		const buckets = bounds.map((bound, index) => {
			count += this.#counts[index] ?? 0;
			return `${name}_bucket{${labels},le="${bound}"} ${count}`;
		});
		return [
			...buckets,
			`${name}_bucket{${labels},le="+Inf"} ${this.#all}`,
			`${name}_sum{${labels}} ${Math.round(this.#sum)}`,
			`${name}_count{${labels}} ${this.#all}`,
		];
	}
}

/** Envoy's own (its `supported_buckets`), in milliseconds. */
const bounds = [
	0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
	3_600_000,
];

/**
 * What a proxy of Istio's counts, in both forms: Envoy's counters of its clusters, as istiod names those, and Istio's telemetry of
 * an ingress gateway.
 */
export class ProxyCounters {
	readonly #startedAt = performance.now();
	readonly #clusters = new Map<string, Cluster>();

	count({host, port, status, ms, isCopy = false}: Counted): void {
		const name = `outbound|${port}||${host}`;
		const cluster = this.#clusters.get(name) ?? {host, own: new Histogram(), requests: new Histogram(), sent: 0};
		this.#clusters.set(name, cluster);
		cluster.sent++;
		if (status !== undefined) cluster.own.add(status, ms);
		if (!isCopy) cluster.requests.add(status ?? 0, ms);
	}

	/** The answer to `GET /stats/prometheus`, whatever is filtered. */
	text(): string {
		const clusters = [...this.#clusters].map(([name, cluster]) => ({...cluster, labels: `cluster_name="${name}"`}));
		const telemetry = clusters.map(({host, requests}) => ({requests, labels: telemetryLabels(host)}));
		const families: readonly (readonly [name: string, type: string, lines: readonly string[]])[] = [
			[
				'envoy_server_uptime',
				'gauge',
				[`envoy_server_uptime{} ${Math.floor((performance.now() - this.#startedAt) / 1000)}`],
			],
			['istio_build', 'gauge', ['istio_build{component="proxy",tag="sandbox"} 1']],
			[
				'envoy_cluster_upstream_rq_total',
				'counter',
				clusters.map(({labels, sent}) => `envoy_cluster_upstream_rq_total{${labels}} ${sent}`),
			],
			[
				'envoy_cluster_upstream_rq',
				'counter',
				clusters.flatMap(({labels, own}) =>
					[...own.statuses].map(
						([code, count]) => `envoy_cluster_upstream_rq{response_code="${code}",${labels}} ${count}`,
					),
				),
			],
			[
				'envoy_cluster_upstream_rq_time',
				'histogram',
				clusters.flatMap(({labels, own}) => own.lines('envoy_cluster_upstream_rq_time', labels)),
			],
			[
				'istio_requests_total',
				'counter',
				telemetry.flatMap(({labels, requests: {statuses}}) =>
					[...statuses].map(([code, count]) => `istio_requests_total{${labels},response_code="${code}"} ${count}`),
				),
			],
			[
				'istio_request_duration_milliseconds',
				'histogram',
				telemetry.flatMap(({labels, requests}) => requests.lines('istio_request_duration_milliseconds', labels)),
			],
		];
		return families
			.flatMap(([name, type, lines]) => (lines.length === 0 ? [] : [`# TYPE ${name} ${type}`, ...lines]))
			.map(line => `${line}\n`)
			.join('');
	}
}

function telemetryLabels(host: string): string {
	const [name = '', namespace = ''] = host.split('.');
	return [
		'reporter="source"',
		'source_workload="istio-ingressgateway"',
		'source_workload_namespace="istio-system"',
		`destination_service="${host}"`,
		`destination_service_name="${name}"`,
		`destination_service_namespace="${namespace}"`,
		'request_protocol="http"',
	].join(',');
}
