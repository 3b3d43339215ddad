import {beforeAll, expect, test, vi} from 'vitest';
import {logRecordWords} from '../../../../source/tui/dialogs/lines/log-record.ts';

beforeAll(() => {
	return () => vi.unstubAllEnvs();
});

test.each([
	[
		'{"time":"2026-01-01T12:00:00.123Z","level":"info","message":"route applied","routemap":"models/wisdom-routemap","tries":2}',
		'12:00:00 route applied · routemap models/wisdom-routemap · tries 2',
	],
	['{"time":"2026-01-01T12:00:00Z","level":"warn","message":"cannot write"}', '12:00:00 warn cannot write'],
	['{"level":{"toString":1},"message":"hello"}', 'hello'],
	['{"level":"info"}', '{"level":"info"}'],
	['Debugger attached.', 'Debugger attached.'],
	['"text"', '"text"'],
])('the log line %s reads %s', (line, words) => {
	expect(logRecordWords(line)).toBe(words);
});
