import {expect, test} from 'vitest';
import {formatFault} from '../../../source/mesh/refused/header-format.ts';

test.each([
	['%START_TIME(%Y-%m-%d)%', undefined],
	['%START_TIME(%n)%', '%START_TIME(%n)% is no command that it knows: it has a line break'],
	['%START_TIME(%_010En)%', '%START_TIME(%_010En)% is no command that it knows: it has a line break'],
])('the format %s: %s', (value, fault) => {
	expect(formatFault(value)).toBe(fault);
});

test('a time with very many digits is read once', () => {
	expect(formatFault(`%START_TIME(%${'0'.repeat(300_000)})%`)).toBeUndefined();
});
