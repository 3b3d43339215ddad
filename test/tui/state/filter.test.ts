import {expect, test} from 'vitest';
import {filterApps, parseFilter, type Labels} from '../../../source/tui/state/filter.ts';
import {statesWhenLed} from '../../helpers/states.ts';
import {appInfo, versionInfo} from '../apps.ts';

const apps = [
	appInfo('fox', {faults: ['none'], namespace: 'wild'}),
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
	['invalid', 'fox'],
	['state:failed', 'fox'],
	['state:wrong', 'fox'],
	['State: WRONG', 'fox'],
	['!state:wrong', 'owl wisdom'],
	['state:stable', 'owl wisdom'],
	['state:good', 'owl wisdom'],
	['state:warning', ''],
	['state:', 'fox owl wisdom'],
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
	const left = filterApps(apps, parseFilter(text), {
		labelsOf: ({name}) => labels[name] ?? {},
		statesOf: statesWhenLed,
	});
	expect(left.map(({name}) => name).join(' ')).toBe(names);
});
