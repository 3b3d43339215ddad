import {readPercent} from '../objects/percent.ts';
import {UsageError} from '../objects/usage-error.ts';

/** The value of a flag that takes a part of all: `1%`, `1 %`, `0.01`. More than nothing and less than all. */
export function parsePercent(flag: string, text: string): number {
	const share = readPercent(text);
	if (share !== undefined) return share;
	throw new UsageError(`invalid --${flag} ${JSON.stringify(text)}: write a percentage, as in 1%, between 0% and 100%`);
}

/** The same where 0 is an answer, too. */
export function parsePercentOrNone(flag: string, text: string): number {
	return /^(?:0+(?:\.0+)?|\.0+)(?:\s*%)?$/.test(text.trim()) ? 0 : parsePercent(flag, text);
}

/** The value of a flag that takes a number from 0 on: `0.01`, `1e-6`. */
export function parseNumber(flag: string, text: string): number {
	const number = /^\d*\.?\d+(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
	if (Number.isFinite(number)) return number;
	throw new UsageError(`invalid --${flag} ${JSON.stringify(text)}: write a number from 0 on, as in 0.01 or 1e-6`);
}
