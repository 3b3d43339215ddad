import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatMs, formatRate, formatShare} from '../../../source/print/figures.ts';
import {bar, sparkline} from '../../../source/tui/lines/figures.ts';

test.each([
	[undefined, '–/s'],
	[0, '0/s'],
	[0.04, '0.0/s'],
	[2.14, '2.1/s'],
	[118.4, '118/s'],
])('%s requests a second are %s', (rate, text) => {
	expect(formatRate(rate)).toBe(text);
});

test.each([
	[undefined, '– %'],
	[0, '0 %'],
	[0.0004, '<0.1 %'],
	[0.004, '0.4 %'],
	[0.5, '50 %'],
	[0.996, '99.6 %'],
	[0.9996, '>99.9 %'],
	[1, '100 %'],
])('a share of %s is %s', (share, text) => {
	expect(formatShare(share)).toBe(text);
});

test.each([
	[undefined, '– ms'],
	[0.44, '0.4 ms'],
	[41.2, '41 ms'],
	[999.4, '999 ms'],
	[1000, '1.0 s'],
	[12_345, '12 s'],
])('%s milliseconds are %s', (milliseconds, text) => {
	expect(formatMs(milliseconds)).toBe(text);
});

test.each([
	[0, 4, '░░░░'],
	[0.001, 4, '▏░░░'],
	[0.5, 4, '██░░'],
	[0.98, 10, '█████████▊'],
	[1, 4, '████'],
])('a share of %s in %i columns is %s', (share, width, text) => {
	expect(bar(share, width)).toBe(text);
});

test('a bar is as wide as it is told', () => {
	fc.assert(
		fc.property(fc.double({noNaN: true, min: -1, max: 2}), fc.integer({min: 1, max: 40}), (share, width) => {
			expect(Array.from(bar(share, width))).toHaveLength(width);
		}),
	);
});

test('a line of bars is as high as its values are beside the highest, and has the last ones only', () => {
	expect(sparkline([0, 10, 20, 40], 40, 12)).toBe('▁▂▄█');
	expect(sparkline([10, 40, 40], 40, 2)).toBe('██');
	expect(sparkline([0, 0], 0, 12)).toBe('▁▁');
});
