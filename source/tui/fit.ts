import {escapeLine} from '../print/escape.ts';
import {cutTo, displayWidth, spelledOut} from '../print/width.ts';

/**
 * A text from the cluster as it is drawn: escaped, and without what makes an emoji wider in one terminal than in another. A family
 * becomes its members, which is how Unicode falls back (UTS 51, 2.3); tones, keycaps and the choice of a colour are left out. So
 * each terminal draws it as wide as Ink thinks, which draws what changes in a row from its column on.
 */
export function drawable(text: string): string {
	// Spelling out may give a base one mark more than it should have.
	return escapeLine(spelledOut(escapeLine(text))).replaceAll(ofEmoji, '');
}

const ofEmoji =
	/[\uFE0E\uFE0F]|(?<=[0-9#*]\uFE0F?)\u20E3|(?<=\p{Emoji_Modifier_Base})\p{Emoji_Modifier}|\u200D(?=\p{Extended_Pictographic})/gu;

/** A text from the cluster in exactly `width` columns: as it is drawn, cut with `…` or filled with spaces. */
export function fit(text: string, width: number): string {
	const cut = cutTo(drawable(text), width);
	return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)));
}

/** A name in at most `room` columns, without its middle: versions of an app, and their pods, differ in their ends. */
export function startAndEnd(name: string, room: number): string {
	if (name.length <= room) return name;
	const end = Math.min(12, Math.max(0, Math.floor(room / 2)));
	return `${name.slice(0, Math.max(0, room - end - 1))}…${name.slice(name.length - end)}`;
}
