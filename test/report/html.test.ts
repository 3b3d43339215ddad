import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {html} from '../../source/report/html.ts';
import {randomCases} from '../helpers/random-cases.ts';

test('texts are escaped, parts stand as they are, lists one after the other', () => {
	const items = ['a<b', '"&\''].map(text => html`<li>${text}</li>`);
	expect(html`<b>${items}${undefined}${3}</b>`.text).toBe('<b><li>a&lt;b</li><li>&quot;&amp;&#39;</li>3</b>');
	expect(html`<b class="${'x" onload="y'}"></b>`.text).toBe('<b class="x&quot; onload=&quot;y"></b>');
});

test('what would turn the direction of writing or hide shows', () => {
	expect(html`<b>${'a\u202Eb\u0000\nc'}</b>`.text).toBe('<b>a\\u202eb\\x00\nc</b>');
});

test('no text is endless', () => {
	expect(html`${'x'.repeat(5000)}`.text).toBe(`${'x'.repeat(2000)} … 3,000 more characters`);
});

test('no text opens a tag, ends an attribute or begins an entity of its own', () => {
	const hostile = fc.string({
		unit: fc.oneof(fc.constantFrom('<', '>', '"', "'", '&', '`', '=', '/', '-', 'x'), fc.string()),
	});
	fc.assert(
		fc.property(hostile, text => {
			const {text: written} = html`${text}`;
			expect(written).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
		}),
		{numRuns: randomCases(300)},
	);
});
