/** A part of all as a person writes it: `1%`, `1 %`, `0.01`. Undefined unless it is more than nothing and less than all. */
export function readPercent(text: string): number | undefined {
	const [, digits, sign] = /^(\d+(?:\.\d+)?|\.\d+)(\s*%)?$/.exec(text.trim()) ?? [];
	const share = Number(digits) / (sign === undefined ? 1 : 100);
	return share > 0 && share < 1 ? share : undefined;
}
