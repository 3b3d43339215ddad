import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatFloat} from '../../source/gotemplate/float.ts';

test.each([
	[0.1, 'f', 20, '0.10000000000000000555'],
	[2.5, 'f', 0, '2'],
	[3.5, 'f', 0, '4'],
	[0.25, 'f', 1, '0.2'],
	[0.05, 'f', 0, '0'],
	[0.001, 'f', 1, '0.0'],
	[999.9996, 'f', 3, '1000.000'],
	[1e22, 'f', 1, '10000000000000000000000.0'],
	[-0, 'f', 2, '-0.00'],
	[123_456.789, 'e', 2, '1.23e+05'],
	[9.96, 'e', 1, '1.0e+01'],
	[0, 'e', 3, '0.000e+00'],
	[1e-320, 'E', 4, '9.9999E-321'],
	[123_456.789, 'g', -1, '123456.789'],
	[1e6, 'g', -1, '1e+06'],
	[0.000_01, 'G', -1, '1E-05'],
	[123_456.789, 'g', 3, '1.23e+05'],
	[100_000, 'g', 10, '100000'],
	[0, 'g', 3, '0'],
	[1.5, 'x', -1, '0x1.8p+00'],
	[0, 'x', 2, '0x0.00p+00'],
	[1.9999, 'x', 0, '0x1p+01'],
	[0.1, 'X', 3, '0X1.99AP-04'],
	[1, 'b', -1, '4503599627370496p-52'],
	[1e30, 'b', -1, '7105427357601002p+47'],
	[Number.NaN, 'g', -1, 'NaN'],
	[Infinity, 'g', -1, '+Inf'],
	[-Infinity, 'f', 3, '-Inf'],
] as const)('%s under %s with precision %s is %s', (value, verb, precision, text) => {
	expect(formatFloat(value, verb, precision)).toBe(text);
});

test('the shortest text reads back as the same number, and many digits are exact', () => {
	fc.assert(
		fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), value => {
			expect(Number(formatFloat(value, 'g', -1))).toBe(value);
			expect(Number(formatFloat(value, 'e', 17))).toBe(value);
			expect(Number(formatFloat(value, 'f', 1074))).toBe(value);
		}),
	);
});
