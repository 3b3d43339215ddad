import {expect, test} from 'vitest';
import {advance, type Run, type RunEvent} from '../../../source/tui/runs/run.ts';

const noon = new Date('2026-01-01T12:00:00Z');

const started: Run = {
	id: '1',
	action: 'promote',
	app: {namespace: 'models', name: 'wisdom'},
	context: 'prod',
	title: 'promote wisdom-1 of wisdom',
	command: 'kubectl iter8 promote wisdom -n models',
	steps: [
		{title: 'replace', status: 'waiting', words: ''},
		{title: 'delete', status: 'waiting', words: ''},
	],
	status: 'running',
	startedAt: noon,
	finishedAt: undefined,
	error: undefined,
	test: undefined,
	comparison: undefined,
	lines: [],
};

function after(...events: readonly RunEvent[]): Run {
	return events.reduce(advance, started);
}

test('a step begins, tells what it waits for and ends with its result', () => {
	expect(after({type: 'step-began', step: 0}).steps[0]).toEqual({title: 'replace', status: 'running', words: ''});
	const waiting = after({type: 'step-began', step: 0}, {type: 'step-progressed', step: 0, words: 'loading'});
	expect(waiting.steps[0]).toEqual({title: 'replace', status: 'running', words: 'loading'});
	const done = advance(waiting, {type: 'step-done', step: 0, words: 'replaced'});
	expect(done.steps).toEqual([
		{title: 'replace', status: 'done', words: 'replaced'},
		{title: 'delete', status: 'waiting', words: ''},
	]);
});

test('a step that fails keeps what it waited for, and the run its whole message', () => {
	const failed = after(
		{type: 'step-began', step: 1},
		{type: 'step-progressed', step: 1, words: 'loading'},
		{type: 'step-failed', step: 1, message: 'failed to load\ngo back with abort'},
		{type: 'ended', status: 'failed', at: noon},
	);
	expect(failed.steps[1]).toEqual({title: 'delete', status: 'failed', words: 'loading'});
	expect(failed).toMatchObject({status: 'failed', finishedAt: noon, error: 'failed to load\ngo back with abort'});
});

test('a step that is stopped waits for nothing any more', () => {
	const stopped = after({type: 'step-progressed', step: 0, words: 'loading'}, {type: 'step-stopped', step: 0});
	expect(stopped.steps[0]).toEqual({title: 'replace', status: 'stopped', words: ''});
});

test('of a log the last 500 lines are kept', () => {
	const lines = Array.from({length: 501}, (_, index) => `line ${index}`);
	const run = after({type: 'said', lines: lines.slice(0, 300)}, {type: 'said', lines: lines.slice(300)});
	expect(run.lines).toEqual(lines.slice(1));
});
