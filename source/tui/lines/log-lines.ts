import {humanDuration} from '../../print/age.ts';
import type {Run} from '../runs/run.ts';
import {runStyle} from '../theme.ts';
import {clock} from './event-lines.ts';
import type {Line} from './line.ts';

/** Everything that was done in this sitting, the newest first: when, how it went, and the command line that does the same. */
export function logLines(runs: readonly Run[], chosen: Run | undefined, now: Date): readonly Line[] {
	return runs.map(run => {
		const {glyph, tone} = runStyle[run.status];
		const took = humanDuration((run.finishedAt ?? now).getTime() - run.startedAt.getTime());
		return [
			{text: run === chosen ? '▸ ' : '  '},
			{text: `${clock(run.startedAt)} `, tone: 'faint'},
			{text: `${glyph} ${run.status.padEnd(8)} ${took.padEnd(6)} `, tone},
			{text: run.command, isBold: run === chosen},
		];
	});
}
