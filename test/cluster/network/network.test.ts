import {afterAll, beforeAll, expect, test} from 'vitest';
import {builtPlugin} from '../bench/plugin.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {faults} from './faults.ts';
import {Follower} from './follower.ts';

let testbed: Testbed;
beforeAll(async () => {
	testbed = await startTestbed();
});
afterAll(async () => {
	await testbed?.stop();
});

// How soon, `npm run bench:network` measures.
test('a daemon follows changes again, after whatever happened to its network', async () => {
	const executable = await builtPlugin();
	const through = async ({name, ...fault}: (typeof faults)[number], index: number): Promise<string> => {
		const follower = await Follower.start(testbed, executable, `network-${index}`);
		await follower.followsThrough({name, ...fault});
		await follower.recovers();
		await follower.stop();
		return name;
	};
	expect(await Promise.all(faults.map(through))).toEqual(faults.map(({name}) => name));
}, 400_000);
