import {expect, test} from 'vitest';
import {lineText} from '../../../source/tui/state/line-edit.ts';
import {offers, openPrompt, promptKey, type Prompt} from '../../../source/tui/state/prompt.ts';

const candidates = {apps: ['owl', 'wisdom'], namespaces: ['default', 'models'], contexts: []};
const history = ['log', 'ns models'];

function typed(keys: readonly string[], kind: Prompt['kind'] = 'command'): Prompt {
	return keys.reduce<Prompt>((prompt, key) => promptKey(prompt, key, candidates, history), openPrompt(kind, ''));
}

test.each([
	[['p', 'r', 'tab'], 'promote '],
	[['p', 'r', 'tab', 'tab'], 'promote owl'],
	[['p', 'r', 'tab', 'tab', 'tab'], 'promote wisdom'],
	[['p', 'r', 'tab', 'tab', 'tab', 'tab'], 'promote owl'],
	[['w', 'shift+tab'], 'weights'],
	[['w', 'tab', 'tab', 'shift+tab'], 'watch'],
	[['upArrow'], 'log'],
	[['upArrow', 'upArrow', 'upArrow'], 'ns models'],
	[['upArrow', 'upArrow', 'downArrow'], 'log'],
	[['upArrow', 'downArrow'], ''],
	[['z', 'tab'], 'z'],
])('%j leave %j', (keys, text) => {
	expect(lineText(typed(keys).edit)).toBe(text);
});

test('Tab offers what the typed line can become, also while one of it is taken', () => {
	expect(offers(typed(['w']), candidates)).toEqual({lines: ['watch', 'weights'], taken: -1});
	expect(offers(typed(['w', 'tab', 'tab']), candidates)).toEqual({lines: ['watch', 'weights'], taken: 1});
});

test('a filter has no completion and no history', () => {
	expect(lineText(typed(['w', 'tab', 'upArrow'], 'filter').edit)).toBe('w');
	expect(offers(typed(['w'], 'filter'), candidates).lines).toEqual([]);
});
