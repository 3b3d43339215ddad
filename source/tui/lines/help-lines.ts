import {fit} from '../fit.ts';
import {bindings} from '../keys/bindings.ts';
import {disabledReason, type Binding, type Group, type KeyContext} from '../keys/keys.ts';
import {plain, wrapText, type Line} from './line.ts';

const groups: readonly Group[] = ['Act', 'Look', 'Find', 'Move', 'General'];

const signs: Readonly<Record<string, string>> = {
	downArrow: '↓',
	upArrow: '↑',
	leftArrow: '←',
	rightArrow: '→',
	pageDown: 'PgDn',
	pageUp: 'PgUp',
	home: 'Home',
	end: 'End',
	escape: 'Esc',
	return: 'Enter',
	space: 'Space',
	'ctrl+f': 'Ctrl-F',
	'ctrl+b': 'Ctrl-B',
};

/** The whole table of keys by groups, the word of each after `:`, and why those that do nothing now do not. */
export function helpLines(context: KeyContext, width: number): readonly Line[] {
	return groups.flatMap((group, index): readonly Line[] => [
		...(index === 0 ? [] : [[]]),
		[{text: ` ${group}`, isBold: true}],
		...bindings.filter(binding => binding.group === group).flatMap(binding => entry(binding, context, width)),
	]);
}

/** A key as a person calls it. */
function keySign(key: string): string {
	return signs[key] ?? key;
}

const keysWidth = 18;
const wordWidth = 15;
const indent = 3 + keysWidth + wordWidth + 2;

function entry(binding: Binding, context: KeyContext, width: number): readonly Line[] {
	const {places, keys, word, argument, description} = binding;
	const isElsewhere = places.length === 1 && places[0] !== 'apps';
	const where = isElsewhere ? ` (in the ${places[0] === 'pick' ? 'list' : 'log'})` : '';
	// Whether it does anything shows there.
	const reason = isElsewhere ? undefined : disabledReason(binding, context);
	const command = word === undefined ? '' : `:${word}${argument ? ` ${argument}` : ''}`;
	const tone = reason === undefined ? undefined : 'faint';
	const words = wrapText(`${description}${where}${reason ? `: ${reason}` : ''}`, width - indent - 1);
	return words.map((line, index) =>
		index === 0
			? [
					{text: `   ${fit(keys.map(keySign).join(' '), keysWidth)} `, isBold: reason === undefined, tone},
					{text: `${fit(command, wordWidth)} `, tone: 'faint'},
					{text: line, tone},
				]
			: [{text: ' '.repeat(indent)}, {text: line, tone}],
	);
}

/** What stands on the help's last lines. */
export function helpFooter(width: number): readonly Line[] {
	return [
		[],
		...[
			'Status is a glyph and a word: ✔ ready, ◐ updating, ◌ loading, ✖ failed or down, ◷ leaving, · absent.',
			'A figure that nobody measured is –.',
		].flatMap(text => wrapText(text, width - 2).map(line => plain(` ${line}`, 'faint'))),
	];
}
