import type {Options} from '../options/options.ts';

/** Throws where no full screen can be drawn: without a terminal on both sides, or on one that cannot move its cursor. */
export function requireScreen({streams: {stdin, stdout}, isDumb}: Options, what: string, otherwise: string): void {
	if (stdin.isTTY !== true || stdout.isTTY !== true) throw new Error(`${what} needs a terminal; ${otherwise}`);
	if (!isDumb) return;
	throw new Error(
		`${what} needs a terminal that can move its cursor, and TERM is dumb or not set; set TERM to the terminal's type, or ${otherwise}`,
	);
}
