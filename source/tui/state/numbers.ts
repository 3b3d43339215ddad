import {nothingMeasured, type AppNumbers} from '../../metrics/numbers.ts';

/**
 * The numbers of an app's versions: what is measured of all traffic, and errors and latencies of the last test from here where
 * that knows of no requests. Of a version they are of all traffic or of a test, never of both.
 */
export function mergeNumbers(measured: AppNumbers | undefined, tested: AppNumbers | undefined): AppNumbers {
	const merged = new Map(measured ?? []);
	for (const [version, {errorShare, p50Ms, p95Ms, test}] of tested ?? []) {
		const known = merged.get(version) ?? nothingMeasured;
		if (known.errorShare === undefined && known.p95Ms === undefined) {
			merged.set(version, {...known, errorShare, p50Ms, p95Ms, test});
		}
	}

	return merged;
}
