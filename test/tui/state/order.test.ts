import {expect, test} from 'vitest';
import {nextOrder, sortApps} from '../../../source/tui/state/order.ts';
import {statesWhenLed} from '../../helpers/states.ts';
import {appInfo, versionInfo} from '../apps.ts';

const loading = versionInfo({
	name: 'wisdom-1',
	role: 'candidate',
	phase: 'loading',
	requests: 'none',
	isAvailable: false,
});

const apps = [
	appInfo('ant', {createdAt: '2026-01-01T10:00:00Z'}),
	appInfo('bee', {versions: [versionInfo(), loading], createdAt: '2026-01-01T12:00:00Z'}),
	appInfo('cat', {faults: ['none'], createdAt: '2026-01-01T11:00:00Z'}),
	appInfo('dog', {versions: [{...versionInfo(), phase: 'absent'}]}),
	appInfo('eel', {faults: ['none'], createdAt: '2026-01-01T09:00:00Z'}),
];

test.each([
	['name', 'ant bee cat dog eel'],
	['state', 'cat eel dog ant bee'],
	['age', 'bee cat ant eel dog'],
] as const)('by %s they are %s', (order, names) => {
	expect(
		sortApps(apps, order, statesWhenLed)
			.map(({name}) => name)
			.join(' '),
	).toBe(names);
});

test('the orders go round', () => {
	expect([nextOrder('name'), nextOrder('age'), nextOrder('state')]).toEqual(['age', 'state', 'name']);
});
