import {samplesIn, type Sample} from './exposition.ts';

/** What was counted since a counter began. */
export interface Tally {
	/** Requests by HTTP status. */
	readonly statuses: ReadonlyMap<string, number>;
	/** Requests that took at most so many milliseconds. */
	readonly buckets: ReadonlyMap<number, number>;
}

/** A Service by its place. */
export interface ServiceName {
	readonly namespace: string;
	readonly name: string;
}

/** What a gateway counted of requests to one Service, or to a port or subset of it. */
export interface Counter extends Tally {
	readonly service: ServiceName;
	/** Requests that were sent, answered or not; 0 where that is not told. */
	readonly sent: number;
}

/** The counters of one pod of a gateway, by what they are of; the same key is the same counter in every scrape. */
export interface PodCounters {
	/** How long the proxy has been running; undefined where it does not say. */
	readonly uptimeSeconds: number | undefined;
	/** Envoy's own, of its clusters. */
	readonly clusters: ReadonlyMap<string, Counter>;
	/** Those of Istio's telemetry, of requests that came from outside. */
	readonly requests: ReadonlyMap<string, Counter>;
	/** Whether Istio's telemetry runs there, and has counted nothing where it shows nothing. */
	readonly hasTelemetry: boolean;
}

const metric = {
	uptime: 'envoy_server_uptime',
	known: 'envoy_cluster_upstream_rq_total',
	answered: 'envoy_cluster_upstream_rq',
	took: 'envoy_cluster_upstream_rq_time_bucket',
	build: 'istio_build',
	istioAnswered: 'istio_requests_total',
	istioTook: 'istio_request_duration_milliseconds_bucket',
} as const;

const wanted: ReadonlySet<string> = new Set(Object.values(metric));

const outbound = /^outbound\|\d+\|[^|]*\|([^.|]+)\.([^.|]+)\.svc\.[^|]+$/;

/**
 * What Envoy says of Services in its Prometheus text: of its clusters (`outbound|PORT|SUBSET|HOST`, as istiod calls them), and of
 * the destinations of Istio's telemetry. An answer counts once in its cluster, however often Envoy tried; a copy in the cluster of
 * its mirror.
 */
export function countersIn(text: string, isWanted: (service: ServiceName) => boolean): PodCounters {
	const clusters = new Tallies(isWanted);
	const requests = new Tallies(isWanted);
	let uptimeSeconds: number | undefined;
	let hasTelemetry = false;
	for (const sample of samplesIn(text, wanted)) {
		const {name, labels, value} = sample;
		if (name === metric.uptime) uptimeSeconds = value;
		else if (name === metric.build) hasTelemetry = true;
		else if (name === metric.istioAnswered || name === metric.istioTook) {
			hasTelemetry = true;
			if (labels.get('reporter') !== 'source') continue;
			const namespace = labels.get('destination_service_namespace') ?? '';
			const service = labels.get('destination_service_name') ?? '';
			requests.add(sample, `${namespace}/${service}`, {namespace, name: service});
		} else {
			const cluster = labels.get('envoy_cluster_name') ?? labels.get('cluster_name') ?? '';
			const [, service = '', namespace = ''] = outbound.exec(cluster) ?? [];
			clusters.add(sample, cluster, {namespace, name: service});
		}
	}

	return {uptimeSeconds, clusters: clusters.counters, requests: requests.counters, hasTelemetry};
}

interface GrowingCounter extends Counter {
	sent: number;
	readonly statuses: Map<string, number>;
	readonly buckets: Map<number, number>;
}

/** Counters while they are read. */
class Tallies {
	readonly counters = new Map<string, GrowingCounter>();

	readonly #isWanted: (service: ServiceName) => boolean;

	constructor(isWanted: (service: ServiceName) => boolean) {
		this.#isWanted = isWanted;
	}

	add({name, labels, value}: Sample, key: string, service: ServiceName): void {
		if (!this.#isWanted(service)) return;
		let counter = this.counters.get(key);
		if (!counter) {
			counter = {service, sent: 0, statuses: new Map(), buckets: new Map()};
			this.counters.set(key, counter);
		}

		if (name === metric.known) counter.sent += value;
		const status = labels.get('envoy_response_code') ?? labels.get('response_code');
		const le = labels.get('le');
		if (le !== undefined) {
			const bound = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
			if (!Number.isNaN(bound)) counter.buckets.set(bound, (counter.buckets.get(bound) ?? 0) + value);
		} else if (status !== undefined && /^\d{1,3}$/.test(status)) {
			counter.statuses.set(status, (counter.statuses.get(status) ?? 0) + value);
		}
	}
}
