import {expect, test} from 'vitest';
import {editLine, emptyLine, insertText, lineOf, type LineEdit} from '../../../source/tui/state/line-edit.ts';

/** A line with its cursor at `|`. */
function edit(text: string): LineEdit {
	const [before = '', after = ''] = text.split('|');
	return {before, after};
}

test.each([
	['wis|', 'd', 'wisd|'],
	['w|s', 'i', 'wi|s'],
	['a|', 'space', 'a |'],
	['wisd|', 'backspace', 'wis|'],
	['|wis', 'backspace', '|wis'],
	['👩‍🔬|', 'backspace', '|'],
	['w|is', 'delete', 'w|s'],
	['wi|s', 'leftArrow', 'w|is'],
	['|wis', 'leftArrow', '|wis'],
	['模|型', 'rightArrow', '模型|'],
	['wis|', 'rightArrow', 'wis|'],
	['wi|s', 'home', '|wis'],
	['wi|s', 'ctrl+e', 'wis|'],
	['wi|s', 'ctrl+u', '|s'],
	['wi|s', 'ctrl+k', 'wi|'],
	['promote wisdom |x', 'ctrl+w', 'promote |x'],
])('%s after %s is %s', (before, key, after) => {
	expect(editLine(edit(before), key)).toEqual(edit(after));
});

test('a key that no line has changes none', () => {
	expect(editLine(lineOf('wisdom'), 'pageUp')).toBeUndefined();
});

test('what is pasted becomes one line without what could drive a terminal', () => {
	expect(insertText(emptyLine, 'wis\r\ndom\u001B[2J')).toEqual(lineOf('wis dom[2J'));
});
