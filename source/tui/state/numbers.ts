import type {AppNumbers, VersionNumbers} from '../../metrics/numbers.ts';

const unknown: VersionNumbers = {
	requestsPerSecond: undefined,
	errorShare: undefined,
	p50Ms: undefined,
	p95Ms: undefined,
	p95History: [],
};

/** The numbers of an app's versions: what is measured of all traffic, and what tests from here say where that knows nothing. */
export function mergeNumbers(measured: AppNumbers | undefined, tested: AppNumbers | undefined): AppNumbers {
	const merged = new Map<string, VersionNumbers>(tested ?? []);
	for (const [version, numbers] of measured ?? []) {
		const fallback = tested?.get(version) ?? unknown;
		merged.set(version, {
			requestsPerSecond: numbers.requestsPerSecond ?? fallback.requestsPerSecond,
			errorShare: numbers.errorShare ?? fallback.errorShare,
			p50Ms: numbers.p50Ms ?? fallback.p50Ms,
			p95Ms: numbers.p95Ms ?? fallback.p95Ms,
			p95History: numbers.p95History.length > 0 ? numbers.p95History : fallback.p95History,
		});
	}

	return merged;
}
