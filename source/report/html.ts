import {escapeLine} from '../print/escape.ts';
import {cutText} from './cut.ts';

/** Text that is HTML already, made by `html` or by who vouches for it. */
export class Html {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

type Part = string | number | Html | undefined | readonly Part[];

/** No text of a page is longer, wherever it comes from; who wants less of it cuts it before. */
const mostCharacters = 2000;

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
	'`': '&#96;',
};

/**
 * A template whose values are text, between tags or in an attribute's double quotes: they are cut to 2,000 characters, escaped as on
 * a terminal, and then for HTML, so that nothing in them is read as a tag, an attribute or a direction of writing. Html stands as it
 * is, lists one part after the other, undefined as nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(strings.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join(''));
}

function written(part: Part): string {
	if (part === undefined) return '';
	if (part instanceof Html) return part.text;
	if (typeof part === 'object') return part.map(written).join('');
	return escapeHtml(cutText(String(part), mostCharacters));
}

/** Safe between tags and in quotes. Line ends stay. */
export function escapeHtml(text: string): string {
	return text
		.split('\n')
		.map(line => escapeLine(line).replaceAll(/[&<>"'`]/g, character => entities[character] ?? ''))
		.join('\n');
}
