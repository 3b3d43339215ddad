import {versionBehind} from '../../info/app-objects.ts';
import type {AppNumbers, VersionNumbers} from '../numbers.ts';
import type {Series} from './answer.ts';
import {quantileOf} from './quantile.ts';
import {serviceLabel, workloadLabel} from './queries.ts';

/** The answers to `requestsQuery`, at one moment, and to `durationsQuery`, over a time. */
interface Measurements {
	readonly requests: readonly Series[];
	readonly durations: readonly Series[];
}

/** What two answers of Prometheus say of an app's versions. A version that neither tells of has no entry. */
export function versionNumbers(versions: readonly string[], {requests, durations}: Measurements): AppNumbers {
	const requestsOf = byVersion(requests, versions);
	const durationsOf = byVersion(durations, versions);
	return new Map(
		versions.flatMap((version): readonly (readonly [string, VersionNumbers])[] => {
			const counted = requestsOf.get(version);
			const timed = durationsOf.get(version);
			return counted || timed ? [[version, numbersOf(counted ?? [], timed ?? [])]] : [];
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

function numbersOf(requests: readonly Series[], durations: readonly Series[]): VersionNumbers {
	const total = sum(requests);
	const failed = sum(requests.filter(({labels}) => isFailure(labels['response_code'])));
	const steps = [...bucketsByTime(durations)].toSorted(([one], [other]) => one - other).map(([, buckets]) => buckets);
	const last = steps.at(-1) ?? [];
	return {
		requestsPerSecond: total,
		errorShare: total === undefined || total === 0 ? undefined : (failed ?? 0) / total,
		p50Ms: quantileOf(0.5, last),
		p95Ms: quantileOf(0.95, last),
		p95History: steps.flatMap(buckets => quantileOf(0.95, buckets) ?? []),
	};
}

/** As Istio's own dashboards count, and 0, which stands for no answer at all. */
function isFailure(responseCode: string | undefined): boolean {
	return responseCode === '0' || responseCode?.startsWith('5') === true;
}

function sum(series: readonly Series[]): number | undefined {
	const values = series.flatMap(({samples}) => samples.at(-1)?.[1] ?? []);
	return values.length === 0 ? undefined : values.reduce((one, other) => one + other, 0);
}

/** The buckets at each moment, those of several Services and workloads added up. */
function bucketsByTime(series: readonly Series[]) {
	const counts = new Map<number, Map<number, number>>();
	for (const {labels, samples} of series) {
		const le = labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']);
		if (Number.isNaN(le)) continue;
		for (const [time, value] of samples) {
			const buckets = counts.get(time) ?? new Map<number, number>();
			buckets.set(le, (buckets.get(le) ?? 0) + value);
			counts.set(time, buckets);
		}
	}

	return [...counts].map(([time, buckets]) => [time, [...buckets].map(([le, count]) => ({le, count}))] as const);
}
