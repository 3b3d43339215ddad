import {versionBehind} from '../../info/app-objects.ts';
import {isFailure, type AppNumbers, type VersionNumbers} from '../numbers.ts';
import {quantileOf, type Bucket} from '../quantile.ts';
import type {Series} from './answer.ts';
import {serviceLabel, workloadLabel} from './queries.ts';

/** The answers to `requestsQuery` and to `durationsQuery` over the same time. */
interface Measurements {
	readonly requests: readonly Series[];
	readonly durations: readonly Series[];
	/** When that time ends, in seconds since 1970. */
	readonly until: number;
}

/** What two answers of Prometheus say of an app's versions. A version that neither tells of has no entry. */
export function versionNumbers(versions: readonly string[], {requests, durations, until}: Measurements): AppNumbers {
	const requestsOf = byVersion(requests, versions);
	const durationsOf = byVersion(durations, versions);
	return new Map(
		versions.flatMap((version): readonly (readonly [string, VersionNumbers])[] => {
			const counted = requestsOf.get(version);
			const timed = durationsOf.get(version);
			return counted || timed ? [[version, numbersOf(counted ?? [], timed ?? [], until)]] : [];
		}),
	);
}

/**
 * The series of each version. Those that name its Service count; those that name only its workload do where there are no others,
 * because the same request may have been counted on both ways.
 */
function byVersion(series: readonly Series[], versions: readonly string[]): ReadonlyMap<string, readonly Series[]> {
	const named = (label: string) => Map.groupBy(series, ({labels}) => versionBehind(labels[label] ?? '', versions));
	const [services, workloads] = [named(serviceLabel), named(workloadLabel)];
	return new Map(
		versions.flatMap(version => {
			const found = services.get(version) ?? workloads.get(version);
			return found ? [[version, found] as const] : [];
		}),
	);
}

function numbersOf(requests: readonly Series[], durations: readonly Series[], until: number): VersionNumbers {
	const rates = sumsByTime(requests, ({response_code: status = ''}) => status);
	const buckets = sumsByTime(durations, ({le}) => (le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)));
	const times = [...new Set([...rates.keys(), ...buckets.keys()])].toSorted((one, other) => one - other);
	const now = figuresOf(rates.get(until), buckets.get(until));
	return {
		...now,
		history: times.map(time => {
			const {p50Ms: _, ...figures} = figuresOf(rates.get(time), buckets.get(time));
			return {at: time * 1000, ...figures};
		}),
	};
}

function figuresOf(rates: ReadonlyMap<string, number> | undefined, buckets: ReadonlyMap<number, number> | undefined) {
	const total = rates && sum([...rates.values()]);
	const failed = sum([...(rates ?? [])].flatMap(([status, rate]) => (isFailure(status) ? [rate] : [])));
	const histogram = [...(buckets ?? [])].flatMap(([le, count]): readonly Bucket[] =>
		Number.isNaN(le) ? [] : [{le, count}],
	);
	return {
		requestsPerSecond: total,
		errorShare: total ? failed / total : undefined,
		p50Ms: quantileOf(0.5, histogram),
		p95Ms: quantileOf(0.95, histogram),
	};
}

function sum(values: readonly number[]): number {
	return values.reduce((one, other) => one + other, 0);
}

/** The values at each moment by what a label says, those of several Services and workloads added up. */
function sumsByTime<Key>(series: readonly Series[], keyOf: (labels: Series['labels']) => Key) {
	const sums = new Map<number, Map<Key, number>>();
	for (const {labels, samples} of series) {
		const key = keyOf(labels);
		for (const [time, value] of samples) {
			const ofTime = sums.get(time) ?? new Map<Key, number>();
			ofTime.set(key, (ofTime.get(key) ?? 0) + value);
			sums.set(time, ofTime);
		}
	}

	return sums;
}
