import {expect, test} from 'vitest';
import {canGoBack, firstUi, keyOfName, reduceUi, type Ui, type UiAction} from '../../../source/tui/state/ui.ts';
import {appInfo} from '../apps.ts';

const apps = ['ant', 'bee', 'cat'].map(name => appInfo(name));
const candidates = {apps: [], namespaces: [], contexts: []};
const extent = {apps, lines: 30, height: 10};

function after(...actions: readonly UiAction[]): Ui {
	return actions.reduce(reduceUi, firstUi);
}

test('moving chooses another app, and shows it from its first line', () => {
	const scrolled = {...firstUi, offset: 5};
	expect(reduceUi(scrolled, {type: 'move', move: 'next', extent})).toMatchObject({
		selection: {key: 'models/bee', index: 1},
		offset: 0,
	});
});

test('in the app moving scrolls, and never past the last page', () => {
	const scrolled = (...moves: readonly ('next' | 'last' | 'page-down' | 'previous')[]) =>
		after({type: 'open'}, ...moves.map(move => ({type: 'move', move, extent}) as const)).offset;
	expect(scrolled('next', 'next')).toBe(2);
	expect(scrolled('page-down')).toBe(9);
	expect(scrolled('last')).toBe(20);
	expect(scrolled('last', 'next', 'previous')).toBe(19);
	expect(scrolled('previous')).toBe(0);
});

test('the help scrolls, the log and the lists choose', () => {
	const move = {type: 'move', move: 'last', extent} as const;
	expect(after({type: 'show', overlay: {kind: 'help', offset: 0}}, move).overlay).toEqual({kind: 'help', offset: 20});
	expect(after({type: 'show', overlay: {kind: 'log', index: 0}}, move).overlay).toEqual({kind: 'log', index: 29});
	expect(after({type: 'show', overlay: {kind: 'quit'}}, move).overlay).toEqual({kind: 'quit'});
});

test('back goes one step at a time: what is in front, the view, the app, the filter', () => {
	const back = {type: 'back'} as const;
	const deep = after(
		{type: 'filter', text: 'owl'},
		{type: 'open'},
		{type: 'view', view: 'route'},
		{type: 'show', overlay: {kind: 'help', offset: 0}},
	);
	const steps = [deep];
	while (canGoBack(steps.at(-1) ?? deep)) steps.push(reduceUi(steps.at(-1) ?? deep, back));
	expect(steps.map(({overlay, view, focus, filter}) => [overlay?.kind, view, focus, filter])).toEqual([
		['help', 'route', 'app', 'owl'],
		[undefined, 'route', 'app', 'owl'],
		[undefined, 'overview', 'app', 'owl'],
		[undefined, 'overview', 'apps', 'owl'],
		[undefined, 'overview', 'apps', ''],
	]);
});

test('a view that was opened from the list leads back to the list, also by its own key, also over another view', () => {
	const list = {view: 'overview', focus: 'apps'};
	const route = {type: 'view', view: 'route'} as const;
	expect(after(route)).toMatchObject({view: 'route', focus: 'app'});
	expect(after(route, {type: 'back'})).toMatchObject(list);
	expect(after(route, route)).toMatchObject(list);
	expect(after(route, {type: 'view', view: 'diff'}, {type: 'back'})).toMatchObject(list);
});

test('a filter holds while it is typed, and giving it up brings the one before back', () => {
	const typed = after(
		{type: 'filter', text: 'ow'},
		{type: 'prompt', kind: 'filter'},
		{type: 'prompt-key', key: 'l', candidates},
	);
	expect(typed.filter).toBe('owl');
	expect(reduceUi(typed, {type: 'give-up'})).toMatchObject({filter: 'ow', prompt: undefined});
	expect(reduceUi(typed, {type: 'submit'})).toMatchObject({filter: 'owl', prompt: undefined, history: []});
	expect(reduceUi(typed, {type: 'paste', text: '\n!'}).filter).toBe('owl !');
});

test('a command that is given is in the history', () => {
	const given = after({type: 'prompt', kind: 'command'}, {type: 'paste', text: 'log'}, {type: 'submit'});
	expect(given).toMatchObject({prompt: undefined, history: ['log'], filter: ''});
});

test('without a line of input keys and pastes change nothing', () => {
	expect(after({type: 'prompt-key', key: 'x', candidates})).toEqual(firstUi);
	expect(after({type: 'paste', text: 'x'})).toEqual(firstUi);
});

test('sorting goes round or to the order that is named', () => {
	expect(after({type: 'sort', order: undefined}).order).toBe('name');
	expect(after({type: 'sort', order: 'age'}).order).toBe('age');
});

test('a move elsewhere keeps how one likes it, and nothing of what was there', () => {
	const there = after({type: 'sort', order: 'age'}, {type: 'filter', text: 'owl'}, {type: 'open'}, {type: 'moved'});
	expect(there).toEqual({...firstUi, order: 'age'});
});

test.each([
	['ant', 'models/ant'],
	['models/bee', 'models/bee'],
	['dog', undefined],
	['eel', undefined],
])('the name %s means %s', (name, key) => {
	const twice = [...apps, appInfo('eel'), appInfo('eel', {namespace: 'other'})];
	expect(keyOfName(twice, name)).toBe(key);
});
