import {expect, test} from 'vitest';
import {nextOrder, sortApps} from '../../../source/tui/state/order.ts';
import {appInfo} from '../apps.ts';

const apps = [
	appInfo('ant', {createdAt: '2026-01-01T10:00:00Z'}),
	appInfo('bee', {state: {word: 'candidate loading', tone: 'waiting'}, createdAt: '2026-01-01T12:00:00Z'}),
	appInfo('cat', {state: {word: 'failed to load', tone: 'bad'}, createdAt: '2026-01-01T11:00:00Z'}),
	appInfo('dog', {state: {word: 'not deployed', tone: 'faint'}}),
	appInfo('eel', {state: {word: 'failed to load', tone: 'bad'}, createdAt: '2026-01-01T09:00:00Z'}),
];

test.each([
	['name', 'ant bee cat dog eel'],
	['state', 'cat eel bee ant dog'],
	['age', 'bee cat ant eel dog'],
] as const)('by %s they are %s', (order, names) => {
	expect(
		sortApps(apps, order)
			.map(({name}) => name)
			.join(' '),
	).toBe(names);
});

test('the orders go round', () => {
	expect([nextOrder('name'), nextOrder('state'), nextOrder('age')]).toEqual(['state', 'age', 'name']);
});
