import {expect, test} from 'vitest';
import {expectSameEnd, expectWayBack} from './scenarios.ts';

// All kinds, strategies and daemons, and kills before each write too, are in `npm run long`.

test('a verb that is killed after any of its writes goes on to the same end when it is run again', async () => {
	const {kills} = await expectSameEnd({kind: 'Deployment', strategy: 'canary', hasDaemon: true}, ['after']);
	expect(kills).toBeGreaterThan(40);
});

test('after a verb that was killed after any of its writes there is a way back', async () => {
	const {kills} = await expectWayBack({kind: 'InferenceService', strategy: 'blue-green', hasDaemon: false}, ['after']);
	expect(kills).toBeGreaterThan(20);
});
