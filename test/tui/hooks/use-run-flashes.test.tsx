import {Text} from 'ink';
import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {useRunFlashes} from '../../../source/tui/hooks/use-run-flashes.ts';
import type {Run} from '../../../source/tui/runs/run.ts';
import type {UiAction} from '../../../source/tui/state/ui.ts';
import {eventually} from '../../helpers/eventually.ts';
import {runOf} from '../screens/model.ts';

function Flashing({runs, dispatch}: {readonly runs: readonly Run[]; readonly dispatch: (action: UiAction) => void}) {
	useRunFlashes(runs, dispatch);
	return <Text>{runs.length}</Text>;
}

test('an action that ends is told once, and one that had ended before is not', async () => {
	const told: UiAction[] = [];
	const dispatch = (action: UiAction) => void told.push(action);
	const finishedAt = new Date('2026-01-01T11:59:30Z');
	const old = runOf({id: 'old', status: 'done', finishedAt});
	const {rerender, unmount} = render(<Flashing runs={[old, runOf()]} dispatch={dispatch} />);
	const ended = [old, runOf({status: 'failed', error: 'no', finishedAt})];
	const flash = {words: '✖ promote wisdom-1 of wisdom: failed: no', tone: 'bad', at: finishedAt};
	await eventually(() => {
		rerender(<Flashing runs={ended} dispatch={dispatch} />);
		expect(told).toEqual([{type: 'flash', flash}]);
	});
	rerender(<Flashing runs={[...ended]} dispatch={dispatch} />);
	expect(told).toHaveLength(1);
	unmount();
});
