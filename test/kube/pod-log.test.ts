import {expect, test} from 'vitest';
import {LineReader, podLog} from '../../source/kube/pod-log.ts';
import {startServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

test('lines come whole, however they were cut on the way, also within a character', () => {
	const reader = new LineReader();
	const read = (chunk: Buffer) => reader.add(chunk);
	const bytes = Buffer.from('one\ntwo é\nthree');
	expect([bytes.subarray(0, 6), bytes.subarray(6, 9), bytes.subarray(9)].map(chunk => read(chunk))).toEqual([
		['one'],
		[],
		['two é'],
	]);
	expect(reader.rest()).toBe('three');
	expect(read(Buffer.from('\n\n'))).toEqual(['three', '']);
	expect(reader.rest()).toBe('');
});

test('a line without an end is cut, however long it goes on', () => {
	const reader = new LineReader();
	const read = (chunk: Buffer) => reader.add(chunk);
	for (let index = 0; index < 100; index++) expect(read(Buffer.alloc(10_000, '.'))).toEqual([]);
	expect(read(Buffer.from('\nnext\n')).map(line => line.length)).toEqual([4096, 4]);
});

test('the last words of a container are read also without an end of their line', async () => {
	const {url} = await startServer((_, response) => response.end('loading\nKilled'));
	const {signal} = new AbortController();
	const place = {namespace: 'models', pod: 'wisdom', container: 'kserve-container'};
	const log: string[] = [];
	for await (const lines of podLog(connectionTo(url), '0', place, {tailLines: 10, signal})) log.push(...lines);
	expect(log).toEqual(['loading', 'Killed']);
});
