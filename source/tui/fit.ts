import {escapeLine} from '../print/escape.ts';
import {displayWidth} from '../print/width.ts';

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** A text from the cluster in exactly `width` columns: escaped, cut with `…` or filled with spaces. */
export function fit(text: string, width: number): string {
	const safe = escapeLine(text);
	const free = width - displayWidth(safe);
	if (free >= 0) return safe + ' '.repeat(free);
	let cut = '';
	let used = 0;
	for (const {segment} of graphemes.segment(safe)) {
		const next = displayWidth(segment);
		if (used + next > width - 1) break;
		cut += segment;
		used += next;
	}

	return width <= 0 ? '' : `${cut}…${' '.repeat(width - 1 - used)}`;
}
