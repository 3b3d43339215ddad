import fc from 'fast-check';
import {expect, test} from 'vitest';
import {byteLength, canonical, compareText, fromBytes, runeCount, toBytes} from '../../source/gotemplate/utf8.ts';
import {anyText} from './any-text.ts';

test('any bytes survive being a string', () => {
	fc.assert(
		fc.property(fc.uint8Array(), bytes => {
			expect(toBytes(fromBytes(bytes))).toEqual(bytes);
		}),
	);
});

test('strings are ordered by their bytes', () => {
	fc.assert(
		fc.property(anyText, anyText, (one, other) => {
			expect(Math.sign(compareText(one, other))).toBe(Math.sign(Buffer.compare(toBytes(one), toBytes(other))));
		}),
	);
	expect(compareText('\uffff', '👋')).toBeLessThan(0);
	expect(compareText('👋', '👋a')).toBeLessThan(0);
});

test.each([
	['no UTF-8', [0xff], '\udcff'],
	['a start without its end', [0xe4, 0xb8, 0x41], '\udce4\udcb8A'],
	['a longer form than needed', [0xc0, 0x80], '\udcc0\udc80'],
	['a longer form of three bytes', [0xe0, 0x9f, 0xbf], '\udce0\udc9f\udcbf'],
	['a longer form of four bytes', [0xf0, 0x8f, 0xbf, 0xbf], '\udcf0\udc8f\udcbf\udcbf'],
	['a surrogate', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
	['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
	['a character of four bytes', [0xf0, 0x9f, 0x91, 0x8b], '👋'],
])('bytes that are %s', (_, bytes, text) => {
	expect(fromBytes(Uint8Array.from(bytes))).toBe(text);
});

test('stray bytes that come together to a character are that character', () => {
	expect(canonical('\udce4\udcb8\udc96')).toBe('世');
	expect(canonical('\ud800')).toBe('\ufffd');
});

test('lengths are counted in bytes and in code points', () => {
	expect([byteLength('a世👋\udcff'), runeCount('a世👋\udcff')]).toEqual([9, 4]);
});
