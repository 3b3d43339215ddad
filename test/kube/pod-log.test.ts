import {expect, test} from 'vitest';
import {lineReader} from '../../source/kube/pod-log.ts';

test('lines come whole, however they were cut on the way, also within a character', () => {
	const read = lineReader();
	const bytes = Buffer.from('one\ntwo é\nthree');
	expect([bytes.subarray(0, 6), bytes.subarray(6, 9), bytes.subarray(9)].map(chunk => read(chunk))).toEqual([
		['one'],
		[],
		['two é'],
	]);
	expect(read(Buffer.from('\n\n'))).toEqual(['three', '']);
});

test('a line without an end is cut, however long it goes on', () => {
	const read = lineReader();
	for (let index = 0; index < 100; index++) expect(read(Buffer.alloc(10_000, '.'))).toEqual([]);
	expect(read(Buffer.from('\nnext\n')).map(line => line.length)).toEqual([4096, 4]);
});
