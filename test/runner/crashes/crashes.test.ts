import {expect, test} from 'vitest';
import {expectSameEnd, expectWayBack, type Setup} from './scenarios.ts';

/** All setups, and deaths before each write too, are in `npm run long`. */
const setups: readonly Setup[] = [
	{kind: 'InferenceService', strategy: 'blue-green', hasDaemon: false},
	{kind: 'Deployment', strategy: 'canary', hasDaemon: true},
];

test.each(setups)(
	'a verb that is killed after any of its writes goes on to the same end when it is run again ($kind, $strategy, daemon: $hasDaemon)',
	async setup => {
		const {kills} = await expectSameEnd(setup, ['after']);
		expect(kills).toBeGreaterThan(40);
	},
);

test.each(setups)(
	'after a verb that was killed after any of its writes there is a way back ($kind, $strategy, daemon: $hasDaemon)',
	async setup => {
		const {kills} = await expectWayBack(setup, ['after']);
		expect(kills).toBeGreaterThan(20);
	},
);
