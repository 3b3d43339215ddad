import {expect, test} from 'vitest';
import {SteadyLog} from '../../source/daemon/steady-log.ts';

test('what fails each second is told when it is new, when it is another failure, and once a minute', () => {
	let seconds = 0;
	const lines: unknown[] = [];
	const warn = (message: string, fields: object = {}) => lines.push({seconds, message, ...fields});
	const log = new SteadyLog({info: warn, warn}, () => seconds * 1000);
	for (; seconds < 130; seconds++) {
		log.failed('watch failed', 'inferenceservices', new Error(seconds < 125 ? 'refused' : 'forbidden'));
		if (seconds === 7) log.failed('watch failed', 'routemaps', new Error('refused'));
	}

	const failed = {message: 'watch failed', what: 'inferenceservices', error: 'refused'};
	expect(lines).toEqual([
		{seconds: 0, ...failed},
		{seconds: 7, ...failed, what: 'routemaps'},
		{seconds: 60, ...failed, times: 60},
		{seconds: 120, ...failed, times: 60},
		{seconds: 125, ...failed, error: 'forbidden'},
	]);
});

test('failures that alternate are each told once a minute, and none of them is forgotten', () => {
	let seconds = 0;
	const lines: unknown[] = [];
	const warn = (_: string, fields: object = {}) => lines.push({seconds, ...fields});
	const log = new SteadyLog({info: warn, warn}, () => seconds * 1000);
	for (; seconds < 62; seconds++)
		log.failed('watch failed', 'routemaps', new Error(seconds % 2 === 0 ? 'refused' : 'busy'));

	expect(lines).toEqual([
		{seconds: 0, what: 'routemaps', error: 'refused'},
		{seconds: 1, what: 'routemaps', error: 'busy'},
		{seconds: 60, what: 'routemaps', error: 'refused', times: 30},
		{seconds: 61, what: 'routemaps', error: 'busy', times: 30},
	]);
});

test('failures that are different each time are told each time, and only the last of them are kept', () => {
	const lines: unknown[] = [];
	const warn = (_: string, {error, times}: {error?: unknown; times?: unknown} = {}) => lines.push([error, times]);
	const log = new SteadyLog({info: warn, warn}, () => 0);
	const fail = (error: string) => log.failed('watch failed', 'routemaps', new Error(error));
	for (const error of ['1', '1', '1', '2', '3', '4', '5', '6', '7', '8']) fail(error);
	for (const error of ['2', '9', '1']) fail(error);

	expect(lines).toEqual([
		...['1', '2', '3', '4', '5', '6', '7', '8'].map(error => [error, undefined]),
		['1', 2], // what was not said of it yet, as it makes room for the next
		['9', undefined],
		['2', undefined],
		['1', undefined],
	]);
});
