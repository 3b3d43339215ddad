import type {VersionCounts} from '../../runs/test-counts.ts';

/** HTTP statuses, each with its number of answers where there are several: `200`, `200×18 503×2`. */
export function statusWords({statuses}: Pick<VersionCounts, 'statuses'>): string {
	return statuses
		.map(([status, times]) => (statuses.length === 1 ? statusWord(status) : `${statusWord(status)}×${times}`))
		.join(' ');
}

function statusWord(status: number | undefined): string {
	return status === undefined ? 'none' : String(status);
}
