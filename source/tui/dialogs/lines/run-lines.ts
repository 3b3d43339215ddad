import {humanDuration} from '../../../print/age.ts';
import type {Line} from '../../lines/line.ts';
import type {Run, RunStatus} from '../../runs/run.ts';
import {runStyle} from '../../theme.ts';
import {comparedLines} from './compared-lines.ts';
import {disagreementLines} from './disagreement-lines.ts';
import {hanging} from './hanging.ts';
import {logRecordWords} from './log-record.ts';
import {soFarLines} from './so-far-lines.ts';
import {testLines} from './test-lines.ts';

/** An action as it is drawn. */
interface RunView {
	readonly lines: readonly Line[];
	/** Index of the last line of what matters most: why it failed, what it is doing, what it said last. */
	readonly focusLine: number;
}

/**
 * An action as it stands: its steps, what it waits for or what came of it, why it failed, what was measured or said. Of a comparison
 * that has ended, the pages after the first are the disagreements.
 */
export function runView(run: Run, width: number, page = 0): RunView {
	const steps = run.steps.map((_, index) => stepLines(run, index, width));
	const error = run.error === undefined ? [] : hanging(' ✖ ', run.error, width, 'bad');
	const footer = [
		[],
		[{text: ' The same by hand', tone: 'faint' as const}],
		...hanging('   ', run.command, width, 'faint'),
	];
	if (run.test) {
		// Why requests failed is among the counts.
		const head = run.test.failed > 0 || error.length === 0 ? [] : [...error, []];
		return {lines: [...head, ...testLines(run.test, run.lines, width), ...footer], focusLine: 0};
	}

	if (run.comparison) {
		const {comparison} = run;
		if (page > 0 && comparison.kind === 'ended') {
			return {lines: disagreementLines(comparison.compared, page - 1, width), focusLine: 0};
		}

		const head = error.length === 0 ? [] : [...error, []];
		const remarks = run.lines.flatMap(remark => hanging(' ⚠ ', remark, width, 'waiting'));
		const found =
			comparison.kind === 'ended' ? comparedLines(comparison.compared, width) : soFarLines(comparison, width);
		return {lines: [...head, ...found, ...(remarks.length > 0 ? [[]] : []), ...remarks, ...footer], focusLine: 0};
	}

	if (run.action === 'watch') {
		const log = run.lines.flatMap(line => hanging(' ', logRecordWords(line), width));
		const lines = [...log, ...(log.length === 0 || error.length === 0 ? [] : [[]]), ...error];
		return {lines: [...lines, ...footer], focusLine: lines.length - 1};
	}

	const lines = [...steps.flat(), ...(error.length === 0 ? [] : [[], ...error])];
	const current = run.steps.findLastIndex(({status}) => status !== 'waiting');
	const reached = steps.slice(0, current + 1).flat().length - 1;
	return {lines: [...lines, ...footer], focusLine: error.length === 0 ? reached : lines.length - 1};
}

function stepLines({steps}: Run, index: number, width: number): readonly Line[] {
	const step = steps[index];
	if (!step) return [];
	const {glyph, tone} = runStyle[step.status];
	return [
		...hanging(` ${glyph} ${index + 1}. `, step.title, width, tone),
		...(step.words === '' ? [] : hanging('      ', step.words, width, 'faint')),
	];
}

/** How many pages there are of an action: its own, and one for each disagreement of a comparison that has ended. */
export function pagesOf(run: Run | undefined): number {
	return run?.comparison?.kind === 'ended' ? 1 + run.comparison.compared.result.disagreements.length : 1;
}

const endings: Readonly<Record<RunStatus, string>> = {
	running: 'running for',
	done: 'done in',
	failed: 'failed after',
	stopped: 'stopped after',
	left: 'left to the daemon, which goes on with it, after',
};

/** How it goes, in one line; `isStopping` when it has been told to stop. */
export function runStatusLine({status, startedAt, finishedAt}: Run, now: Date, isStopping: boolean): Line {
	const {glyph, tone} = runStyle[status];
	const duration = humanDuration((finishedAt ?? now).getTime() - startedAt.getTime());
	const words = status === 'running' && isStopping ? 'stopping after this step,' : endings[status];
	return [{text: ` ${glyph} ${words} ${duration}`, tone, isBold: true}];
}
