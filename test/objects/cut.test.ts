import {expect, test} from 'vitest';
import {beginningOf, cut, cutAtDifference} from '../../source/objects/cut.ts';

test('a long text ends in an ellipsis, and no character is halved', () => {
	expect(cut('abcdef', 6)).toBe('abcdef');
	expect(cut('abcdefg', 6)).toBe('abcdef…');
	expect(beginningOf('ab👩cd', 3)).toBe('ab');
	expect(beginningOf('ab👩cd', 4)).toBe('ab👩');
});

test.for<[string, string, string, string]>([
	['short ones as they are', 'predict=[7]', 'predict=[8]', 'predict=[7]'],
	['a beginning that differs', 'text=["seven"]', 'text=["eight"]', 'text=["seven…'],
	['what comes after a common beginning', 'text=["a long answer: yes"]', 'text=["a long answer: no"]', '…r: yes"]'],
	['the middle', `x=[${'0,'.repeat(50)}1,2,3,4,5,6]`, `x=[${'0,'.repeat(50)}2]`, '…,0,1,2,3,4,5…'],
	['no half of a character', `text=["${'🙂'.repeat(9)}a"]`, `text=["${'🙂'.repeat(9)}b"]`, '…🙂a"]'],
	['the beginning of equal ones', 'text=["a long answer"]', 'text=["a long answer"]', 'text=["a lon…'],
	['one that is the beginning of the other', 'text=["a long answer"]', 'text=["a long answer', '…wer"]'],
])('of two texts is shown %s', ([, text, other, shown]) => {
	expect(cutAtDifference(text, other, 12)).toBe(shown);
});
