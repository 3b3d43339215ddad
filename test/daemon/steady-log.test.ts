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
