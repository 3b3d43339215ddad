import type {Compared} from '../../../actions/compare/compare.ts';
import {displayWidth} from '../../../print/width.ts';
import {verdictTone} from '../../../report/text/cells.ts';
import {comparisonText} from '../../../report/text/comparison-text.ts';
import {textOf, type Line} from '../../lines/line.ts';
import {stateGlyph} from '../../theme.ts';
import {columnName} from './column-name.ts';
import {hanging} from './hanging.ts';

const margin = 1;
/** What a table of disagreements takes beside its three wide columns. */
const narrowColumns = 16;
const padding = 3;
const fewest = 12;

/** What came of a comparison, as the verb prints it, in a width. */
export function comparedLines(compared: Compared, width: number): readonly Line[] {
	const [headline = [], ...rest] = comparisonText(compared, {
		width: width - margin,
		columnName: name => columnName(name, width),
		widest: Math.max(fewest, Math.floor((width - margin - narrowColumns) / 3) - padding),
		more: 'n shows the farthest apart; --save-disagreements keeps all',
	});
	const tone = verdictTone[compared.result.verdict] ?? 'waiting';
	return [
		...hanging(` ${stateGlyph[tone]} `, textOf(headline), width, tone),
		...rest.flatMap(line => fitted(line, width)),
	];
}

/** A sentence goes on in further lines; a row of a table is cut when it is drawn. */
function fitted(line: Line, width: number): readonly Line[] {
	const [only, ...others] = line;
	if (only && others.length === 0 && displayWidth(only.text) > width - margin) {
		return hanging('   ', only.text.trimStart(), width, only.tone);
	}

	return [line.length === 0 ? [] : [{text: ' '.repeat(margin)}, ...line]];
}
