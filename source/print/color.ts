import {styleText} from 'node:util';

/** What a colour says. A word's meaning decides it, never its spelling. */
export type Tone = 'good' | 'bad' | 'waiting' | 'faint';

const formats = {good: 'green', bad: 'red', waiting: 'yellow', faint: 'dim'} as const;

interface ColorPolicy {
	readonly noColor: boolean;
	readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether to colour a stream: it is a terminal and neither --no-color, NO_COLOR (no-color.org) nor TERM=dumb says no. */
export function isColored(stream: {readonly isTTY?: boolean}, {noColor, env}: ColorPolicy): boolean {
	return stream.isTTY === true && !noColor && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

export function paint(text: string, tone: Tone | undefined): string {
	return tone === undefined ? text : styleText(formats[tone], text, {validateStream: false});
}
