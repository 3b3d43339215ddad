import {readFile} from 'node:fs/promises';
import {expect, inject, test} from 'vitest';
import {playScene, size} from './scene.ts';
import {stable, timeless} from './stable.ts';
import {textOfSvg, toSvg} from './svg.ts';

test('the picture in the documentation is what the TUI draws now', {timeout: 90_000}, async () => {
	const {folder} = inject('plugin');
	const svg = await readFile(new URL('../../docs/tui.svg', import.meta.url), 'utf8');
	const drawn = toSvg(stable(await playScene(folder)), size.columns, '');
	expect(timeless(textOfSvg(svg)), 'draw it anew with: npm run picture').toBe(timeless(textOfSvg(drawn)));
});

test('the text of a picture is the text that was drawn', () => {
	const style = {color: undefined, background: undefined, isBold: false, isDim: false};
	const svg = toSvg(
		[
			[
				{...style, column: 0, width: 3, text: 'a<b'},
				{...style, column: 3, width: 2, text: '  '},
				{...style, column: 5, width: 3, text: '&c;', isBold: true, color: '#3fb950'},
			],
			[],
			[{...style, column: 2, width: 1, text: '✔', background: '#ff7b72'}],
		],
		10,
		'title',
	);
	expect(textOfSvg(svg)).toBe('a<b  &c;\n\n  ✔');
	expect(svg).toContain(
		'<text x="56" y="27.5" textLength="25.2" lengthAdjust="spacingAndGlyphs" fill="#3fb950" font-weight="bold">&amp;c;</text>',
	);
});
