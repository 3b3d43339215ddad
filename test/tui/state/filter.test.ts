import {expect, test} from 'vitest';
import {filterApps, parseFilter, type Labels} from '../../../source/tui/state/filter.ts';
import {appInfo, versionInfo} from '../apps.ts';

const apps = [
	appInfo('fox', {state: {word: 'failed to load', tone: 'bad'}, namespace: 'wild'}),
	appInfo('owl', {strategy: 'blue-green'}),
	appInfo('wisdom', {versions: [versionInfo({name: 'sage-0'})]}),
];
const labels: Readonly<Record<string, Labels>> = {
	fox: {team: 'forest', tier: 'gold'},
	owl: {team: 'forest'},
	wisdom: {team: 'temple'},
};

test.each([
	['', 'fox owl wisdom'],
	['  ', 'fox owl wisdom'],
	['WIS', 'wisdom'],
	['wild/', 'fox'],
	['failed', 'fox'],
	['blue', 'owl'],
	['sage-0', 'wisdom'],
	['!forest', 'fox owl wisdom'],
	['!stable', 'fox'],
	['!', 'fox owl wisdom'],
	['-l', 'fox owl wisdom'],
	['-l team=forest', 'fox owl'],
	['-l team==temple', 'wisdom'],
	['-l team!=forest', 'wisdom'],
	['-l team=forest,tier', 'fox'],
	['-lteam=forest,!tier', 'owl'],
	['-l toString', ''],
])('%j leaves %j', (text, names) => {
	const left = filterApps(apps, parseFilter(text), ({name}) => labels[name] ?? {});
	expect(left.map(({name}) => name).join(' ')).toBe(names);
});
