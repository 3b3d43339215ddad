import {join} from 'node:path';
import {afterAll, beforeAll, test} from 'vitest';
import {startSandbox, type Sandbox} from '../../source/sandbox/sandbox.ts';
import {cleanEnvironment} from '../helpers/built-plugin.ts';
import {present} from '../helpers/present.ts';
import {expectEnds} from '../process/expect-ends.ts';
import {placeNames, places} from '../process/places.ts';

const folder = join(import.meta.dirname, '..', '..', 'dist');

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({apps: 3, loadTimeMs: 0});
});
afterAll(() => sandbox.stop());

// A signal that comes in the millisecond before a kubeconfig's pipe is opened waits for the pipe: the table shows that place.
test.each(placeNames.filter(name => name !== 'kubeconfig FIFO'))(
	'a signal ends every verb that waits: %s',
	async name => {
		const place = present(places(sandbox.kubeconfigPath).find(one => one.name === name));
		await expectEnds(place, join(folder, 'kubectl-iter8'), cleanEnvironment(folder));
	},
);
