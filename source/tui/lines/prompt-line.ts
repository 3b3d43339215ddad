import type {Candidates} from '../state/palette.ts';
import {offers, type Prompt} from '../state/prompt.ts';
import type {Line} from './line.ts';

/** A line of input with its cursor, and what Tab offers after it. */
export function promptLine(prompt: Prompt, candidates: Candidates): Line {
	const {kind, edit} = prompt;
	const {lines, taken} = offers(prompt, candidates);
	const input: Line = [
		{text: kind === 'filter' ? ' /' : ' :', isBold: true},
		{text: edit.before},
		{text: '▏', tone: 'good'},
		{text: edit.after},
	];
	if (kind === 'filter') return [...input, {text: '   Enter keeps it, Esc gives it up', tone: 'faint'}];
	return [
		...input,
		{text: ' '},
		...lines.flatMap((line, index) => {
			const text = line.slice(line.indexOf(' ') + 1);
			return [{text: '  '}, index === taken ? {text, isBold: true} : {text, tone: 'faint' as const}];
		}),
	];
}
