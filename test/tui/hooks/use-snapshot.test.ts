import {expect, test} from 'vitest';
import {learn, type Known} from '../../../source/tui/hooks/use-snapshot.ts';

const nothing: Known = {snapshot: undefined, trouble: undefined};
const first = new Date('2026-01-01T12:00:00Z');
const second = new Date('2026-01-01T12:00:30Z');

test('trouble that changes its words has lasted since it began, and ends', () => {
	const refused = new Error('refused');
	const reset = new Error('reset');
	const troubled = learn(nothing, {error: refused, at: first});
	expect(troubled.trouble).toEqual({error: refused, since: first});
	const still = learn(troubled, {error: reset, at: second});
	expect(still.trouble).toEqual({error: reset, since: first});
	expect(learn(still, {error: undefined, at: second}).trouble).toBeUndefined();
});
