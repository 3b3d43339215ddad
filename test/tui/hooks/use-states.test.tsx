import {Text} from 'ink';
import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import type {AppInfo} from '../../../source/info/app.ts';
import {useStates} from '../../../source/tui/hooks/use-states.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {appInfo, versionInfo} from '../apps.ts';
import {noon} from '../session.ts';

const leases = fixtures('apps/lease');
let asked = 0;

/** An app whose deletion waits, which counts how often it is looked at for its states. */
const held: AppInfo = {
	...appInfo('wisdom', {versions: [versionInfo({isHeld: true, phase: 'leaving'})]}),
	get faults() {
		asked++;
		return [];
	},
};

function States({apps, now = noon}: {readonly apps: readonly AppInfo[]; readonly now?: Date}) {
	const {statesOf, wrong} = useStates(apps, {leases, hiddenLeases: []}, now);
	return <Text>{`${wrong} ${apps.map(app => statesOf(app)[0].word).join()}`}</Text>;
}

test('the states of an app are found once, until who leads is another', () => {
	const {rerender, lastFrame, unmount} = render(<States apps={[held]} />);
	expect(lastFrame()).toBe('1 primary leaving');
	const once = asked;
	rerender(<States apps={[held, appInfo('owl', {versions: [versionInfo()]})]} />);
	expect(lastFrame()).toBe('1 primary leaving,stable');
	expect(asked).toBe(once);
	const later = new Date(noon.getTime() + 60_000);
	rerender(<States apps={[held]} now={later} />);
	expect(asked).toBe(2 * once);
	unmount();
});
