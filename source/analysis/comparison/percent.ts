/** `93.9 %`; all is not said of nearly all, nor nothing of a little. */
export function percent(share: number): string {
	return `${tenths(share)} %`;
}

/** A share in hundredths, to one digit after the point: `93.9`. */
export function tenths(share: number): string {
	const value = share * 100;
	if (value > 0 && value < 0.05) return '<0.1';
	if (value > 99.95 && value < 100) return '>99.9';
	return value.toFixed(1).replace(/\.0$/, '');
}
