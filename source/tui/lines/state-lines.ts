import {isWrong, severityTone, type State} from '../../info/states/state.ts';
import {adviceWords} from './advice-words.ts';
import {firstLines, plain, wrapText, type Line} from './line.ts';

const marks = {broken: '✖', warning: '⚠', waiting: '◌', good: '✔', note: '·'} as const;

/** So little of each sentence is shown at least, however many there are. */
const fewestRows = 2;

/** What is told above all else: what is wrong, what is under way in the app, what is good to know; of a version alone its own line tells. */
export function toldStates(states: readonly State[]): readonly State[] {
	return states.filter(state => isWrong(state) || state.severity === 'note' || state.kind === 'rollout-under-way');
}

/**
 * Each state's sentence, and below it the ways on, which are always whole. Sentences quote what clusters say, which may be long:
 * together they get about `rows` lines, and what is cut ends in `…`.
 */
export function stateLines(states: readonly State[], width: number, rows: number): readonly Line[] {
	const ways = states.map(({advised}) => (advised.length === 0 ? [] : wrapText(adviceWords(advised), width - 4)));
	const free = rows - ways.reduce((sum, lines) => sum + lines.length, 0);
	const most = Math.max(fewestRows, Math.floor(free / Math.max(1, states.length)));
	return states.flatMap(({severity, sentence}, index) => {
		const tone = severityTone[severity];
		const told = firstLines(wrapText(sentence, width - 4), most).map((line, at): Line => [
			{text: at === 0 ? ` ${marks[severity]} ` : '   ', tone},
			{text: line},
		]);
		return [...told, ...(ways[index] ?? []).map(line => plain(`   ${line}`, 'faint'))];
	});
}
