import {expect, test} from 'vitest';
import {age, humanDuration} from '../../source/print/age.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

test.each([
	[-2, '<invalid>'],
	[-1.9, '0s'],
	[-1, '0s'],
	[0, '0s'],
	[5.9, '5s'],
	[2 * minute - 1, '119s'],
	[2 * minute, '2m'],
	[3 * minute + 20, '3m20s'],
	[10 * minute - 1, '9m59s'],
	[10 * minute + 59, '10m'],
	[3 * hour - 1, '179m'],
	[3 * hour, '3h'],
	[4 * hour + 5 * minute, '4h5m'],
	[8 * hour - 1, '7h59m'],
	[8 * hour + 59 * minute, '8h'],
	[2 * day - 1, '47h'],
	[2 * day, '2d'],
	[3 * day + hour, '3d1h'],
	[8 * day + hour, '8d'],
	[2 * year - 1, '729d'],
	[2 * year, '2y'],
	[3 * year + 4 * day, '3y4d'],
	[8 * year + 4 * day, '8y'],
])('%d seconds are %s', (seconds, text) => {
	expect(humanDuration(seconds * 1000)).toBe(text);
});

test('an age is counted from the timestamp, and unknown without one', () => {
	const now = new Date('2026-11-24T12:00:00Z');
	expect(age('2026-11-24T11:56:40Z', now)).toBe('3m20s');
	expect(age(undefined, now)).toBe('<unknown>');
	expect(age('yesterday', now)).toBe('<unknown>');
});
