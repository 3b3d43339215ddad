import {expect, test} from 'vitest';
import {appListLines, wantedListWidth} from '../../../source/tui/lines/app-list.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import {statesWhenLed} from '../../helpers/states.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

const apps = [
	appInfo('sentiment-classifier', {
		createdAt: '2026-01-01T11:59:00Z',
		versions: [versionInfo(), versionInfo({name: 'wisdom-1', role: 'candidate', phase: 'loading'})],
	}),
];

function listed(width: number): string {
	const options = {
		hasNamespace: false,
		selected: apps[0],
		busy: new Map(),
		isFocused: true,
		now: noon,
		statesOf: statesWhenLed,
	};
	return appListLines(apps, {...options, width})
		.map(line => textOf(line).trimEnd())
		.join('\n');
}

test.each([
	[
		98,
		`\
  APP                   STATE                 STRATEGY     VERSIONS                         AGE
▸ sentiment-classifier  ◌ candidate loading   canary       wisdom-0 ✔  wisdom-1 ◌           60s`,
	],
	[
		72,
		`\
  APP                          STATE                 STRATEGY     AGE
▸ sentiment-classifier         ◌ candidate loading   canary       60s`,
	],
	[
		58,
		`\
  APP                         STATE                 AGE
▸ sentiment-classifier        ◌ candidate loading   60s`,
	],
	[45, '▸ sentiment-classifier  ◌ candidate loading'],
	[33, '▸ sen…fier  ◌ candidate loading'],
])('in %i columns a name is the last thing to be cut', (width, text) => {
	expect(listed(width)).toBe(text);
});

test('the width that is wanted cuts no name, and few are longer than it allows', () => {
	expect(wantedListWidth(apps, false)).toBe(45);
	expect(wantedListWidth(apps, true)).toBe(52);
	expect(wantedListWidth([appInfo('x'.repeat(253))], false)).toBe(57);
	expect(wantedListWidth([], false)).toBe(34);
});
