import {expect, test} from 'vitest';
import type {KeyContext, Place} from '../../../source/tui/keys/keys.ts';
import {hintLine} from '../../../source/tui/lines/hint-line.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import {appInfo, versionInfo} from '../apps.ts';

const context: KeyContext = {
	app: appInfo('wisdom'),
	forbidden: new Map(),
	daemon: undefined,
	logged: undefined,
	canGoBack: false,
};

const absent = versionInfo({name: 'wisdom-1', role: 'candidate', phase: 'absent', isAvailable: false});

test.each<[Place, number, Partial<KeyContext>, string]>([
	['apps', 60, {}, ' d deploy  p promote  a abort  Enter open  ? help  q quit'],
	['apps', 80, {}, ' d deploy  p promote  w weights  a abort  c clean up  Enter open  ? help  q quit'],
	['app', 60, {canGoBack: true}, ' d deploy  p promote  a abort  Esc back  ? help  q quit'],
	[
		'app',
		110,
		{canGoBack: true},
		' d deploy  p promote  w weights  t test  C compare  a abort  u undo  c clean up  Esc back  ? help  q quit',
	],
	[
		'apps',
		80,
		{app: appInfo('wisdom', {versions: [versionInfo(), absent], pastChanges: 1})},
		' d deploy  t test  e explain  u undo  c clean up  Enter open  ? help  q quit',
	],
	['apps', 60, {app: undefined}, ' i initialize  n namespace  x context  ? help  q quit'],
	['log', 80, {canGoBack: true}, ' j k ↑ ↓ move  Esc back  ? help  q quit'],
	[
		'log',
		80,
		{canGoBack: true, logged: {isRunning: true}},
		' C copy command  X stop  j k ↑ ↓ move  Esc back  ? help  q quit',
	],
	['pick', 80, {canGoBack: true}, ' Enter take  j k ↑ ↓ move  Esc back  ? help  q quit'],
	['apps', 10, {}, ' q quit'],
	[
		'apps',
		60,
		{forbidden: new Map((['deploy', 'promote', 'abort', 'cleanup', 'weights'] as const).map(action => [action, 'no']))},
		'(d deploy)(p promote) t test  Enter open  ? help  q quit',
	],
])('in %s on %i columns with %j: %s', (place, width, given, text) => {
	expect(textOf(hintLine(place, {...context, ...given}, width))).toBe(text);
});

test('what is forbidden is there, dim and in brackets', () => {
	const forbidden = new Map([['promote', 'you may not']] as const);
	const line = hintLine('apps', {...context, forbidden}, 80);
	expect(line.find(({text}) => text.includes('promote'))).toEqual({text: '(p promote)', tone: 'faint'});
	expect(line.find(({text}) => text.includes('deploy'))?.tone).toBeUndefined();
});
