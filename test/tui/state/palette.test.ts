import {expect, test} from 'vitest';
import {completions, parseCommand, remember, type Candidates} from '../../../source/tui/state/palette.ts';

const candidates: Candidates = {
	apps: ['owl', 'wisdom'],
	namespaces: ['default', 'models'],
	contexts: ['prod', 'staging'],
};

test.each([
	['promote', 'promote', ''],
	['  promote   wisdom ', 'promote', 'wisdom'],
	['prom', 'promote', ''],
	['ns models', 'namespace', 'models'],
	['ctx prod', 'context', 'prod'],
	['filter -l team=forest', 'filter', '-l team=forest'],
])('%j is %s with %j', (line, id, argument) => {
	expect(parseCommand(line)).toEqual({binding: expect.objectContaining({id}), argument});
});

test.each([
	['prmote', 'there is no command prmote; Tab completes, ? lists them'],
	['d', 'there is no command d; Tab completes, ? lists them'],
	['quit now', 'quit takes no argument'],
])('%j is refused: %s', (line, error) => {
	expect(parseCommand(line)).toEqual({error});
});

test.each([
	['pr', ['promote']],
	['w', ['watch', 'weights']],
	['promote ', ['promote owl', 'promote wisdom']],
	['promote w', ['promote wisdom']],
	['ns m', ['ns models']],
	['ctx ', ['ctx prod', 'ctx staging']],
	['sort ', ['sort state', 'sort name', 'sort age']],
	['filter ', []],
	['nonsense ', []],
])('%j can become %j', (line, lines) => {
	expect(completions(line, candidates)).toEqual(lines);
});

test('the history has each line once, the newest first, and no empty ones', () => {
	expect(remember(['log', 'promote'], 'promote')).toEqual(['promote', 'log']);
	expect(remember(['log'], '  ')).toEqual(['log']);
	const many = Array.from({length: 60}, (_, index) => `ns n${index}`);
	expect(many.reduce<readonly string[]>(remember, [])).toHaveLength(50);
});
