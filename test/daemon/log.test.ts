import {expect, test} from 'vitest';
import {createLog} from '../../source/daemon/log.ts';

test('each fact is one line of JSON', () => {
	const lines: string[] = [];
	const log = createLog(
		line => lines.push(line),
		() => new Date('2026-01-01T12:00:00Z'),
	);
	log.info('route applied', {routemap: 'models/wisdom', weights: [1, 0]});
	log.warn('two\nlines', {error: undefined});
	expect(lines).toEqual([
		'{"time":"2026-01-01T12:00:00.000Z","level":"info","message":"route applied","routemap":"models/wisdom","weights":[1,0]}\n',
		'{"time":"2026-01-01T12:00:00.000Z","level":"warn","message":"two\\nlines"}\n',
	]);
});

test('a line is safe to print, and means the same', () => {
	const lines: string[] = [];
	const log = createLog(
		line => lines.push(line),
		() => new Date('2026-01-01T12:00:00Z'),
	);
	const fault = 'a\u009B31m\u0085\u202E\u061C\u00AD\u180E\u2028\u{E0041}\uD800 模型';
	log.warn('routemap has a fault', {fault});
	const written = String.raw`a\u009b31m\u0085\u202e\u061c\u00ad\u180e\u2028\udb40\udc41\ud800 模型`;
	expect(lines).toEqual([
		`{"time":"2026-01-01T12:00:00.000Z","level":"warn","message":"routemap has a fault","fault":"${written}"}\n`,
	]);
	expect(JSON.parse(lines.join(''))).toMatchObject({fault});
});

test('a fact that a routemap makes long is cut', () => {
	const lines: string[] = [];
	const log = createLog(
		line => lines.push(line),
		() => new Date('2026-01-01T12:00:00Z'),
	);
	log.warn('routemap has a fault', {fault: 'x'.repeat(100_000)});
	expect(lines.join('')).toContain(`"fault":"${'x'.repeat(4096)}…"`);
});

test('lines that cannot be written are counted, and the count is told before the next that can be', () => {
	const lines: string[] = [];
	let isFull = false;
	const log = createLog(
		line => !isFull && lines.push(line) > 0,
		() => new Date('2026-01-01T12:00:00Z'),
	);
	log.info('one');
	isFull = true;
	log.info('two');
	log.warn('three');
	isFull = false;
	log.info('four');
	log.info('five');
	const facts = lines.map(line => JSON.parse(line) as {readonly message: string; readonly lines?: number});
	expect(facts.map(({message, lines: lost}) => [message, lost])).toEqual([
		['one', undefined],
		['lines of this log were lost: it could not be written', 2],
		['four', undefined],
		['five', undefined],
	]);
});
