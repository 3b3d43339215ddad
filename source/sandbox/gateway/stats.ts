import type {Forward, Reply} from '../../mesh/resolve.ts';
import {namespacedName} from '../../objects/object.ts';

/** What one version of an app answered through the gateway. */
export interface VersionStats {
	/** The route object: `NAMESPACE/NAME`. */
	readonly route: string;
	/** What the route's `app-version` says; undefined where it says nothing. */
	readonly version: string | undefined;
	/** Answers by status code. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Copies of its requests that were sent to mirrors. */
	readonly copies: number;
	/** Latencies of its last 1000 answers in milliseconds, from the request's arrival to the end of the answer. */
	readonly p50: number | undefined;
	readonly p95: number | undefined;
	readonly p99: number | undefined;
}

const mostLatencies = 1000;

interface Counts {
	readonly route: string;
	readonly version: string | undefined;
	readonly statuses: Map<number, number>;
	readonly latencies: number[];
	answers: number;
	copies: number;
}

/** Counts what versions answer. */
export class Counter {
	readonly #counts = new Map<string, Counts>();

	/** An answer was given, to its end or to the client's leaving. */
	answered(resolution: Forward | Reply, status: number, latencyMs: number): void {
		const counts = this.#of(resolution);
		if (!counts) return;
		counts.statuses.set(status, (counts.statuses.get(status) ?? 0) + 1);
		counts.latencies[counts.answers % mostLatencies] = latencyMs;
		counts.answers++;
	}

	/** A request was copied. */
	copied(resolution: Forward): void {
		const counts = this.#of(resolution);
		if (counts) counts.copies++;
	}

	stats(): readonly VersionStats[] {
		return [...this.#counts.values()].map(({route, version, statuses, latencies, copies}) => {
			const sorted = latencies.toSorted((one, other) => one - other);
			const quantile = (share: number): number | undefined => sorted[Math.ceil(share * sorted.length) - 1];
			return {
				route,
				version,
				statuses: Object.fromEntries(statuses),
				copies,
				p50: quantile(0.5),
				p95: quantile(0.95),
				p99: quantile(0.99),
			};
		});
	}

	/** Requests that no route takes are counted nowhere. */
	#of(resolution: Forward | Reply): Counts | undefined {
		if (resolution.route === undefined) return undefined;
		const route = namespacedName(resolution.route.namespace, resolution.route.name);
		const version = resolution.kind === 'forward' ? resolution.destination.version : undefined;
		const key = JSON.stringify([resolution.route.kind, route, version]);
		const known = this.#counts.get(key);
		if (known) return known;
		const counts = {route, version, statuses: new Map(), latencies: [], answers: 0, copies: 0};
		this.#counts.set(key, counts);
		return counts;
	}
}
