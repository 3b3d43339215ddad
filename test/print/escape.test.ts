import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {escapeJson, escapeLine, escapeYaml, isUnsafe} from '../../source/print/escape.ts';
import {scripts} from '../fixtures/widths.ts';

test.each([
	['controls', 'a\u001B[2J\u0000\u007Fb', 'a\\x1b[2J\\x00\\x7fb'],
	['C1 controls', '\u009B31m\u0085', '\\x9b31m\\x85'],
	['line ends', 'a\rb\nc\td\u2028e\u2029f', 'a\\rb\\nc\\td\\u2028e\\u2029f'],
	['bidirectional controls', '\u202Egnp.\u2066exe\u061C\u200F', '\\u202egnp.\\u2066exe\\u061c\\u200f'],
	['invisible ones', 'so\u00ADft\u180E\u200B\u2060\uFEFF\u034F', 'so\\xadft\\u180e\\u200b\\u2060\\ufeff\\u034f'],
	[
		'letters that are drawn as nothing',
		'\u115F\u1160\u3164\uFFA0\u17B4\u2800\u{13441}\u{13442}\u{16FE4}',
		'\\u115f\\u1160\\u3164\\uffa0\\u17b4\\u2800\\u{13441}\\u{13442}\\u{16fe4}',
	],
	['annotations between lines', '\uFFF9a\uFFFAb\uFFFB', '\\ufff9a\\ufffab\\ufffb'],
	['tags', 'a\u{E0041}\u{E007F}', 'a\\u{e0041}\\u{e007f}'],
	['lone surrogates', '\uD800 \uDC00a', '\\ud800 \\udc00a'],
	['private use', '\uE000\u{F0000}', '\\ue000\\u{f0000}'],
	['what is not assigned', '\u0378\uFFFF\u{1FBFF}', '\\u0378\\uffff\\u{1fbff}'],
	['joiners with nothing to join', 'pay\u200Dpal\u200C', 'pay\\u200dpal\\u200c'],
	['joiners after a mark that shows', 'ᠠ\uFE0E\u17D2\u200D❤', 'ᠠ\\ufe0e\u17D2\\u200d❤'],
	['joiners after part of a Korean syllable', '\u11A8\u094D\u200Dก', '\\u11a8\u094D\\u200dก'],
	['selectors with nothing to select', 'a\uFE0F☺\uFE0F\uFE0E\u{E0100}', 'a\\ufe0f☺\uFE0F\\ufe0e\\u{e0100}'],
	['a skin tone of a rocket', '🚀🏽', '🚀\\u{1f3fd}'],
	['marks without a base', '\u0301a\n\u0301', '\\u0301a\\n\\u0301'],
	['a heap of marks', `Z${'\u0334'.repeat(8)}`, `Z${'\u0334'.repeat(6)}\\u0334\\u0334`],
])('%s show', (_, text, printed) => {
	expect(escapeLine(text)).toBe(printed);
});

test.each([
	['a name', 'wisdom-0'],
	['an emoji of several', 'naïve 模型 👩‍🔬 👨‍👩‍👧 🏳️‍🌈 ❤️‍🔥 👍🏽 1️⃣ 🇩🇪 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
	['Persian', 'می\u200Cخواهم'],
	['Marathi, Bengali, Malayalam', 'दर\u094D\u200Dयाची র\u200D্য ക\u0D4D\u200D'],
	['a variant of a Han character', '葛\u{E0100}'],
	['spaces of other widths', 'a\u00A0b\u202Fc\u3000d'],
	['a Tibetan stack', 'ཧཱུྃ'],
])('%s stays', (_, text) => {
	expect(escapeLine(text)).toBe(text);
});

test('the writing of all scripts stays', () => {
	for (const [text] of Object.values(scripts).flat()) expect(escapeLine(text)).toBe(text);
});

const hostile = fc.string({
	unit: fc.oneof(
		fc.integer({min: 0, max: 0xff_ff}).map(code => String.fromCharCode(code)),
		fc.integer({min: 0, max: 0x10_ff_ff}).map(code => String.fromCodePoint(code)),
		fc.constantFrom(
			'a',
			'\n',
			'"',
			'\\',
			' ',
			'👩',
			'\u200D',
			'\uFE0F',
			'🏽',
			'\u0301',
			'\u202E',
			'ษ',
			'ำ',
			'क',
			'\u094D',
		),
	),
});

/** What no output may have, wherever it stands. */
const dangerous =
	/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u115F\u3164]/u;

test('nothing dangerous gets through, and what is safe stays as it is', () => {
	fc.assert(
		fc.property(hostile, text => {
			const once = escapeLine(text);
			expect(once).not.toMatch(dangerous);
			expect(escapeLine(once)).toBe(once);
		}),
	);
});

test('JSON stays JSON of the same meaning', () => {
	fc.assert(
		fc.property(fc.dictionary(hostile, hostile), value => {
			const json = escapeJson(JSON.stringify(value, undefined, 4));
			expect(JSON.parse(json)).toEqual(value);
			expect(json.replaceAll('\n', '')).not.toMatch(dangerous);
		}),
	);
});

test('YAML escapes are those of YAML', () => {
	expect(escapeYaml('"a\u{E0041}\u009B"\n')).toBe('"a\\U000e0041\\u009b"\n');
	expect(isUnsafe('one\n\ttwo')).toBe(false);
	expect(isUnsafe('one\r\ntwo')).toBe(true);
});
