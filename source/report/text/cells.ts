import type {Tone} from '../../print/color.ts';
import type {Cell} from '../../print/table.ts';

/** The primary's name, then the candidate's. */
export type Names = readonly [string, string];

/** How tables are laid out. */
export interface TableLayout {
	/** Whether there is no room for intervals beside verdicts. */
	readonly isNarrow: boolean;
	/** Where the disagreements are that are not shown. */
	readonly more: string;
	/** As the headers of their columns have them. */
	readonly names: Names;
	/** Columns of the screen that a cell with a model's words has at most; undefined for as many as any name has. */
	readonly widest?: number | undefined;
}

/** What the colour of a verdict's word says; none has a colour that says nothing of the candidate. */
export const verdictTone: Readonly<Record<string, Tone | undefined>> = {
	better: 'good',
	'no worse': 'good',
	faster: 'good',
	worse: 'bad',
	slower: 'waiting',
	'not enough data': 'waiting',
};

export function verdictCell(verdict: string): Cell {
	const tone = verdictTone[verdict];
	return tone === undefined ? verdict : {text: verdict, tone};
}

/** A number to three digits: `0.8`, `1.24`. */
export function figure(value: number): string {
	return String(Number(value.toPrecision(3)));
}
