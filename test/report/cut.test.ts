import {expect, test} from 'vitest';
import {counted, cutList, cutText, shortened} from '../../source/report/cut.ts';

test('a long text says how much of it was cut, and no character is halved', () => {
	expect(cutText('abcdef', 6)).toBe('abcdef');
	expect(cutText(`abc${'x'.repeat(1234)}`, 3)).toBe('abc … 1,234 more characters');
	expect(cutText('ab👩cd', 3)).toBe('ab … 4 more characters');
});

test('a long name ends in an ellipsis', () => {
	expect(shortened('wisdom-1', 8)).toBe('wisdom-1');
	expect(shortened('wisdom-10', 8)).toBe('wisdom-…');
});

test('a long list says how many of it are shown', () => {
	expect(cutList([1, 2], 2)).toEqual({shown: [1, 2], cut: undefined});
	expect(cutList([1, 2, 3], 2)).toEqual({shown: [1, 2], cut: '2 of 3 are shown'});
});

test('counts have their thousands apart', () => {
	expect([0, 999, 1000, 1_234_567].map(counted)).toEqual(['0', '999', '1,000', '1,234,567']);
});
