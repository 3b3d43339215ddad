import type {Tone} from '../../../info/app.ts';
import {displayWidth} from '../../../print/width.ts';
import {wrapText, type Line} from '../../lines/line.ts';

/** A text of any length behind a mark, its further lines below its first. Line ends in the text are kept. */
export function hanging(mark: string, text: string, width: number, tone?: Tone): readonly Line[] {
	const indent = displayWidth(mark);
	return text
		.split(/\r?\n/)
		.flatMap(line => wrapText(line, Math.max(8, width - indent)))
		.map((line, index) => [{text: `${index === 0 ? mark : ' '.repeat(indent)}${line}`, tone}]);
}
