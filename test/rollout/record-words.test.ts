import {expect, test} from 'vitest';
import {heldWords} from '../../source/rollout/record-words.ts';
import {parseRecord} from '../../source/rollout/record.ts';

test.each([
	{},
	{type: '__proto__'},
	{type: 'constructor'},
	{type: 'delete-version'},
	{type: 'replace-spec', primary: 7},
	{type: 'of another version of kubectl iter8'},
])('who is at it is told also where a record has the step %j', step => {
	const rollout = {
		id: '1',
		action: 'promote',
		title: `promote ${'x'.repeat(100_000)}`,
		by: 'eve',
		startedAt: '2026-01-01T12:00:00Z',
		phase: 'running',
		steps: Array.from({length: 10_000}, () => step),
		step: 0,
		executor: {name: 'eve', renewedAt: '2026-01-01T12:00:00Z'},
	};
	const record = parseRecord({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'x'},
		data: {rollout: JSON.stringify(rollout)},
	});
	const words = record && heldWords(record);
	expect(words).toMatch(
		/^eve is at it since .* \("promote x+…", step 1 of 200: something that is not known here\): wait until/,
	);
	expect(words?.length).toBeLessThan(600);
});
