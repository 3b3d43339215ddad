import {expect, test} from 'vitest';
import {style} from '../../source/report/style.ts';

/** The colours of each scheme, in the order in which the style has them. */
const [light, dark, paper] = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, declarations = '']) =>
	Object.fromEntries(
		[...declarations.matchAll(/--(\w+): #(\w{6})/g)].map(([, name = '', hex = '']) => [name, hex] as const),
	),
);

/** WCAG 2's relative luminance. */
function luminance(hex: string): number {
	const [red = 0, green = 0, blue = 0] = [0, 2, 4]
		.map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
		.map(part => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
	return (lighter + 0.05) / (darker + 0.05);
}

test.each([
	['light', light],
	['dark', dark],
	['on paper', paper],
])('texts can be read and plots be seen: %s', (_, colors = {}) => {
	const {page = '', panel = ''} = colors;
	for (const name of ['text', 'muted', 'good', 'bad', 'unsure', 'primary', 'candidate', 'third', 'fourth']) {
		for (const ground of [page, panel]) {
			expect(contrast(colors[name] ?? '', ground), `${name} on ${ground}`).toBeGreaterThan(name === 'text' ? 7 : 3.9);
		}
	}
});
