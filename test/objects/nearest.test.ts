import {expect, test} from 'vitest';
import {nearest} from '../../source/objects/nearest.ts';

const verbs = ['init', 'deploy', 'status', 'send-test', 'promote', 'abort'];

test.each([
	['statsu', 'status'],
	['promot', 'promote'],
	['dep', 'deploy'],
	['inti', 'init'],
	['bort', 'abort'],
	['sendtest', 'send-test'],
])('%s is likely %s', (word, meant) => {
	expect(nearest(word, verbs)).toBe(meant);
});

test.each(['', 'x', 'logs', 'rollback'])('%j is near to nothing', word => {
	expect(nearest(word, verbs)).toBeUndefined();
});
