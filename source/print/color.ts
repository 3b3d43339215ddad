import {styleText} from 'node:util';

/** What a colour says. A word's meaning decides it, never its spelling. */
export type Tone = 'good' | 'bad' | 'waiting' | 'faint';

const formats = {good: 'green', bad: 'red', waiting: 'yellow', faint: 'dim'} as const;

type Environment = Readonly<Record<string, string | undefined>>;

interface ColorPolicy {
	readonly noColor: boolean;
	readonly env: Environment;
}

/**
 * Whether to colour a stream: it is a terminal that is not dumb, and neither --no-color, NO_COLOR (no-color.org), CLICOLOR=0
 * (bixense.com/clicolors) nor FORCE_COLOR=0 says no. Nothing colours what is no terminal: others read that, as they do kubectl's.
 */
export function isColored(stream: {readonly isTTY?: boolean}, {noColor, env}: ColorPolicy): boolean {
	const isRefused =
		noColor || env['NO_COLOR'] || env['CLICOLOR'] === '0' || /^(0|false)$/.test(env['FORCE_COLOR'] ?? '');
	return stream.isTTY === true && !isRefused && !isDumb(env);
}

/** Whether the terminal can only write one line after the other, or does not say what it can. That of Windows never does. */
export function isDumb(env: Environment): boolean {
	return env['TERM'] === 'dumb' || (!env['TERM'] && env['OS'] !== 'Windows_NT');
}

export function paint(text: string, tone: Tone | undefined): string {
	return tone === undefined ? text : styleText(formats[tone], text, {validateStream: false});
}
