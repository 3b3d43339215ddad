import type {Compared} from '../../../actions/compare/compare.ts';
import type {OutputTensor} from '../../../analysis/answers/output.ts';
import type {Disagreement} from '../../../analysis/comparison/result.ts';
import {figure} from '../../../report/text/cells.ts';
import {fit, startAndEnd} from '../../fit.ts';
import {firstLines, plain, wrapText, type Line} from '../../lines/line.ts';
import {hanging} from './hanging.ts';

const widestLabel = 16;
const gap = '  ';
const fewest = 8;
/** Of each answer's output, and of the request. */
const mostCellLines = 6;
const mostRequestLines = 8;

/** One input that is answered differently, by its place among those that were kept: where it stands, both answers, the request. */
export function disagreementLines({asked, result}: Compared, index: number, width: number): readonly Line[] {
	const {disagreements, agreement} = result;
	const found = disagreements[index];
	if (!found) return [];
	const all = agreement.agreeing.trials - agreement.agreeing.count;
	const kept = disagreements.length < all ? `, of all ${all} the farthest apart` : ', the farthest apart first';
	const label = found.label === undefined ? [] : hanging('   label ', found.label, width);
	return [
		...hanging(' ≠ ', `Disagreement ${index + 1} of ${disagreements.length}${kept}`, width, 'waiting'),
		[],
		...hanging('   ', `${found.where}, distance ${figure(found.distance)}`, width),
		...label,
		[],
		...answerLines(found, [asked[0].version, asked[1].version], width),
		[],
		plain(' Request', 'faint'),
		...firstLines(wrapText(found.body, Math.max(fewest, width - 4)), mostRequestLines).map(text => plain(`   ${text}`)),
	];
}

/** The outputs of both versions side by side, those that differ first and marked. */
function answerLines(found: Disagreement, versions: readonly [string, string], width: number): readonly Line[] {
	const answers = [found.primary, found.candidate];
	const all = [...new Set(answers.flatMap(outputs => outputs.map(({name}) => name)))];
	const isDifferent = (name: string): boolean => found.outputs.includes(name);
	const names = [...all.filter(isDifferent), ...all.filter(name => !isDifferent(name))];
	const label = Math.min(widestLabel, Math.max('OUTPUT'.length, ...names.map(name => name.length)));
	const column = Math.max(fewest, Math.floor((width - 3 - label) / 2) - gap.length);
	const line = (mark: string, title: string, cells: readonly string[]): string =>
		`${mark} ${fit(title, label)}${cells.map(cell => gap + fit(cell, column)).join('')}`;
	return [
		[
			{
				text: line(
					'  ',
					'OUTPUT',
					versions.map(name => startAndEnd(name, column)),
				),
				isBold: true,
			},
		],
		...names.flatMap(name => {
			const cells = answers.map(outputs => firstLines(wrapText(valueOf(outputs, name), column), mostCellLines));
			const tone = isDifferent(name) ? 'waiting' : undefined;
			return Array.from({length: Math.max(...cells.map(({length}) => length))}, (_, row) => {
				const mark = tone !== undefined && row === 0 ? ' ≠' : '  ';
				return plain(
					line(
						mark,
						row === 0 ? startAndEnd(name, label) : '',
						cells.map(lines => lines[row] ?? ''),
					),
					tone,
				);
			});
		}),
	];
}

/** `[7]`; `–` of what was not answered. */
function valueOf(outputs: readonly OutputTensor[], name: string): string {
	const found = outputs.find(output => output.name === name);
	return found ? JSON.stringify(found.data) : '–';
}
