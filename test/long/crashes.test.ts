import {expect, test} from 'vitest';
import {expectSameEnd, expectWayBack, type Setup} from '../runner/crashes/scenarios.ts';

/** A mirror needs versions that Knative does not find by their hosts. */
const strategies = {
	InferenceService: ['canary', 'blue-green'],
	Deployment: ['canary', 'blue-green', 'mirror'],
} as const;

const setups: readonly Setup[] = (['InferenceService', 'Deployment'] as const).flatMap(kind =>
	strategies[kind].flatMap(strategy => [true, false].map(hasDaemon => ({kind, strategy, hasDaemon}))),
);

test.each(setups)(
	'a verb that is killed before or after any of its writes goes on to the same end ($kind, $strategy, daemon: $hasDaemon)',
	async setup => {
		const {kills} = await expectSameEnd(setup, ['before', 'after']);
		console.log(`killed ${kills} times`, setup);
		expect(kills).toBeGreaterThan(80);
	},
	300_000,
);

test.each(setups)(
	'after a verb that was killed before or after any of its writes there is a way back ($kind, $strategy, daemon: $hasDaemon)',
	async setup => {
		const {kills} = await expectWayBack(setup, ['before', 'after']);
		console.log(`killed ${kills} times`, setup);
		expect(kills).toBeGreaterThan(40);
	},
	300_000,
);
