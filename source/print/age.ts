const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/**
 * Time since an object's `creationTimestamp` (or any RFC 3339 time) as kubectl prints it: two or three significant figures
 * (k8s.io/apimachinery, `duration.HumanDuration`). `<unknown>` without a time.
 */
export function age(timestamp: string | undefined, now: Date): string {
	const since = Date.parse(timestamp ?? '');
	return Number.isNaN(since) ? '<unknown>' : humanDuration(now.getTime() - since);
}

/** A duration of milliseconds in kubectl's short form: `90s`, `3m20s`, `4h`, `3d`. */
export function humanDuration(milliseconds: number): string {
	const seconds = Math.trunc(milliseconds / 1000);
	// Clocks of different machines differ a little.
	if (seconds < -1) return '<invalid>';
	if (seconds < 0) return '0s';
	if (seconds < 2 * minute) return `${seconds}s`;
	if (seconds < 10 * minute) return parts(seconds, minute, 'm', 1, 's');
	if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`;
	if (seconds < 8 * hour) return parts(seconds, hour, 'h', minute, 'm');
	if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`;
	if (seconds < 8 * day) return parts(seconds, day, 'd', hour, 'h');
	if (seconds < 2 * year) return `${Math.floor(seconds / day)}d`;
	if (seconds < 8 * year) return parts(seconds, year, 'y', day, 'd');
	return `${Math.floor(seconds / year)}y`;
}

function parts(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
	const rest = Math.floor((seconds % large) / small);
	return `${Math.floor(seconds / large)}${largeUnit}${rest === 0 ? '' : `${rest}${smallUnit}`}`;
}
