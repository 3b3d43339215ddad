import type {DiffLine} from '../../info/spec-diff.ts';
import type {Tone} from '../../print/color.ts';
import {cutTo, displayWidth} from '../../print/width.ts';
import {drawable} from '../fit.ts';
import {wrapText, type Line} from './line.ts';

const marks: Readonly<Record<DiffLine['kind'], {readonly sign: string; readonly tone: Tone}>> = {
	same: {sign: ' ', tone: 'faint'},
	added: {sign: '+', tone: 'good'},
	removed: {sign: '-', tone: 'bad'},
};

/** A value may have a megabyte; it is drawn every second. */
const mostRows = 8;

/**
 * The difference of two specs as lines of YAML with their signs. Two storage URIs often differ in their ends only, so what is longer
 * than `width` goes on below, up to eight rows.
 */
export function specDiffLines(diff: readonly DiffLine[], width: number): readonly Line[] {
	return diff.flatMap(({kind, text}) => {
		const {sign, tone} = marks[kind];
		const indent = /^ */.exec(text)?.[0] ?? '';
		const value = drawable(text.slice(indent.length));
		const room = Math.max(8, width - indent.length - 3);
		const rows = displayWidth(value) <= room ? [value] : wrapText(cutTo(value, (room - 2) * mostRows), room - 2);
		return rows.map((row, index): Line => [{text: ` ${index === 0 ? sign : '   '} ${indent}${row}`, tone}]);
	});
}
