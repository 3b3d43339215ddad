import {nothingMeasured, type AppNumbers, type Unknown} from '../numbers.ts';
import type {CountedApp} from './version-services.ts';

type Versions = Pick<CountedApp, 'versions'>;

/** Whether counters can say anything of an app. */
export function isCountable({versions}: Versions): boolean {
	return [...versions.values()].some(by => 'services' in by);
}

/** The numbers of an app whose counters cannot be read, or have nothing to say of it. */
export function unreadable({versions}: Versions, error: unknown): AppNumbers {
	const message = error instanceof Error ? error.message : String(error);
	return new Map(
		[...versions].map(([title, by]) => {
			const unknown: Unknown = 'unknown' in by ? by.unknown : {kind: 'unreadable', message};
			return [title, {...nothingMeasured, unknown}];
		}),
	);
}
