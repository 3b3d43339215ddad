import {expect, test} from 'vitest';
import {withTimes} from '../../../source/sandbox/api/times.ts';

const lease = (renewTime: string) => ({apiVersion: 'v1', kind: 'Lease', metadata: {name: 'l'}, spec: {renewTime}});
const event = (lastTimestamp: string) => ({apiVersion: 'v1', kind: 'Event', metadata: {name: 'e'}, lastTimestamp});

test.each([
	[lease('2024-02-03T04:05:06.789000Z'), lease('2024-02-03T04:05:06.789000Z')],
	[lease('2024-02-03T04:05:06.789012+02:00'), lease('2024-02-03T02:05:06.789012Z')],
	[event('2024-02-03T04:05:06.789Z'), event('2024-02-03T04:05:06Z')],
	[event('2024-02-03T04:05:06+02:00'), event('2024-02-03T02:05:06Z')],
])('%j becomes %j', (object, expected) => {
	expect(withTimes(object)).toEqual(expected);
});

const micro = '2006-01-02T15:04:05.000000Z07:00';
test.each([
	[lease('2024-02-03T04:05:06Z'), `parsing time "2024-02-03T04:05:06Z" as "${micro}": cannot parse "Z" as ".000000"`],
	[lease('nope'), `parsing time "nope" as "${micro}": cannot parse "nope" as "2006"`],
	[
		lease('2024-02-03T04:05:06.7890001Z'),
		`parsing time "2024-02-03T04:05:06.7890001Z" as "${micro}": cannot parse "1Z" as "Z07:00"`,
	],
	[event(''), 'parsing time "" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006"'],
])('%j is refused in the words of Go', (object, message) => {
	expect(() => withTimes(object)).toThrow(message);
});
