import {useEffect, useRef} from 'react';
import {ending, endingStyle} from '../lines/event-lines.ts';
import type {Run} from '../runs/run.ts';
import type {UiAction} from '../state/ui.ts';

/** Says of each action when it has ended, wherever the user is by then. */
export function useRunFlashes(runs: readonly Run[], dispatch: (action: UiAction) => void): void {
	const running = useRef<ReadonlySet<string>>(new Set());
	useEffect(() => {
		for (const run of runs) {
			if (run.finishedAt === undefined || !running.current.has(run.id)) continue;
			const {glyph, tone} = endingStyle(run);
			dispatch({
				type: 'flash',
				flash: {words: `${glyph} ${ending(run)}`, tone, at: run.finishedAt},
			});
		}

		running.current = new Set(runs.filter(({status}) => status === 'running').map(({id}) => id));
	}, [runs, dispatch]);
}
