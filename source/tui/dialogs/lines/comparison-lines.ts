import {differingOutputs, type ModelAnswer} from '../../../inference/outputs.ts';
import {formatMs} from '../../../print/figures.ts';
import {fit, startAndEnd} from '../../fit.ts';
import type {Line} from '../../lines/line.ts';
import type {ComparedCounts} from '../../runs/test-counts.ts';
import {hanging} from './hanging.ts';
import {statusWords} from './status-words.ts';

const widestLabel = 16;
const gap = '  ';

/** What the versions answered that were asked the same, each in a column of its own; outputs that differ are marked. */
export function comparisonLines(compared: readonly ComparedCounts[], width: number): readonly Line[] {
	const firsts = compared.map(({first}) => first);
	const differing = new Set(differences(firsts) ?? []);
	const names = [...new Set(firsts.flatMap(first => first?.outputs.map(({name}) => name) ?? []))];
	const label = Math.min(widestLabel, Math.max('OUTPUTS'.length, ...names.map(name => name.length)));
	const column = Math.max(8, Math.floor((width - 2 - label - 1) / compared.length) - gap.length);
	const line = (mark: string, title: string, cells: readonly string[]): string =>
		`${mark} ${fit(title, label)}${cells.map(cell => gap + fit(cell, column)).join('')}`;
	const row = (title: string, cell: (each: ComparedCounts) => string): Line => [
		{text: line(' ', title, compared.map(cell))},
	];
	return [
		[
			{
				text: line(
					' ',
					'',
					compared.map(({version}) => startAndEnd(version, column)),
				),
				isBold: true,
			},
		],
		row('BY', ({by}) => startAndEnd(by, column)),
		compared.some(({failed}) => failed > 0)
			? [{text: line(' ', 'STATUS', compared.map(statusWords)), tone: 'bad'}]
			: row('STATUS', statusWords),
		row('ANSWERS', ({count, failed}) => (failed > 0 ? `${count}, ${failed} failed` : String(count))),
		row('P50', ({p50Ms}) => formatMs(p50Ms)),
		row('P95', ({p95Ms}) => formatMs(p95Ms)),
		row('MODEL', ({first}) => startAndEnd(first?.model ?? '', column)),
		...names.map((name): Line => {
			const isDifferent = differing.has(name);
			const text = line(
				isDifferent ? '≠' : ' ',
				name,
				firsts.map(first => first?.outputs.find(output => output.name === name)?.words ?? ''),
			);
			return [isDifferent ? {text, tone: 'waiting'} : {text}];
		}),
		[],
		...verdictLines(compared, width),
	];
}

function verdictLines(compared: readonly ComparedCounts[], width: number): readonly Line[] {
	const names = differences(compared.map(({first}) => first));
	const verdict =
		names === undefined
			? hanging(' · ', 'no outputs to compare yet', width, 'faint')
			: names.length === 0
				? hanging(' ✔ ', 'the outputs are the same', width, 'good')
				: hanging(' ≠ ', `the outputs differ: ${names.join(', ')}`, width, 'waiting');
	const varying = compared.flatMap(each =>
		each.varying === 0
			? []
			: hanging(
					' ⚠ ',
					`${each.version} gave other outputs than those in ${each.varying} of its answers`,
					width,
					'waiting',
				),
	);
	return [...verdict, ...varying];
}

/** The outputs that differ between two versions; undefined where there are not two answers. */
function differences([one, other]: readonly (ModelAnswer | undefined)[]): readonly string[] | undefined {
	return one && other && differingOutputs(one, other);
}
