import {expect, test} from 'vitest';
import {isSameSpec} from '../../../source/actions/promote/replace-primary.ts';

test('specs are the same whatever the order of their keys', () => {
	expect(isSameSpec({a: 1, b: {c: [1, 2]}}, {b: {c: [1, 2]}, a: 1})).toBe(true);
	expect(isSameSpec({a: [1, 2]}, {a: [2, 1]})).toBe(false);
});
