import type {Tone} from '../../../print/color.ts';
import {displayWidth} from '../../../print/width.ts';
import {wrapText, type Line} from '../../lines/line.ts';

/** A text of any length behind a mark, its further lines below its first. A line end in it is shown, not made. */
export function hanging(mark: string, text: string, width: number, tone?: Tone): readonly Line[] {
	const indent = displayWidth(mark);
	return wrapText(text, Math.max(8, width - indent)).map((line, index) => [
		{text: `${index === 0 ? mark : ' '.repeat(indent)}${line}`, tone},
	]);
}
