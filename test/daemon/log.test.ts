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

test('a fact that a routemap makes long is cut', () => {
	const lines: string[] = [];
	const log = createLog(
		line => lines.push(line),
		() => new Date('2026-01-01T12:00:00Z'),
	);
	log.warn('routemap has a fault', {fault: 'x'.repeat(100_000)});
	expect(lines.join('')).toContain(`"fault":"${'x'.repeat(4096)}…"`);
});
