import {afterAll, beforeAll, expect, test} from 'vitest';
import {fieldAt, stringAt} from '../../../source/objects/object.ts';
import {leases, virtualServices} from '../../../source/objects/resource.ts';
import {appNames, createApps} from '../bench/apps.ts';
import {Daemon} from '../bench/daemon.ts';
import {pathOf} from '../bench/paths.ts';
import {builtPlugin} from '../bench/plugin.ts';
import {setReady} from '../bench/readiness.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {Recorder} from './recorder.ts';

let testbed: Testbed;
let recorder: Recorder;
beforeAll(async () => {
	testbed = await startTestbed();
	recorder = new Recorder(testbed);
});
afterAll(async () => {
	recorder?.stop();
	await testbed?.stop();
});

test('a daemon that stood still while another took over writes nothing when it goes on', async () => {
	const namespace = 'paused';
	const apps = appNames(10);
	await createApps(testbed.api, apps, namespace);
	const start = async (name: string): Promise<Daemon> => {
		const argv = ['watch', '-n', namespace, '--server', await recorder.addressFor(name)];
		return Daemon.start(testbed, await builtPlugin(), '', {name, argv});
	};
	const rules = async (app: string): Promise<number> => {
		const {body} = await testbed.api.call(pathOf(virtualServices, app, namespace));
		return (fieldAt(body, 'spec', 'http') as unknown[] | undefined)?.length ?? 0;
	};
	const holder = async (): Promise<string> =>
		stringAt(await testbed.api.expect(pathOf(leases, 'kubectl-iter8', namespace)), 'spec', 'holderIdentity') ?? '';
	const flip = async (isReady: boolean): Promise<void> => {
		await Promise.all(apps.map(async app => setReady(testbed.api, `${app}-1`, isReady, namespace)));
		const areRouted = async (): Promise<boolean> =>
			(await Promise.all(apps.map(rules))).every(count => count === (isReady ? 2 : 1));
		await waitFor('the routes to follow', areRouted);
	};

	const first = await start('first');
	await waitFor('the first routes', async () => (await rules('app-00009')) === 1);
	const firstHolder = await holder();
	const second = await start('second');
	await flip(true);
	expect(new Set(recorder.writes.map(({by}) => by))).toEqual(new Set(['first']));

	first.signal('SIGSTOP');
	await waitFor('the second to lead', async () => (await holder()) !== firstHolder);
	await flip(false);
	const before = recorder.writes.length;
	// A change that both see at once: the one that went on still takes itself for the leader.
	const change = Promise.all(apps.map(async app => setReady(testbed.api, `${app}-1`, true, namespace)));
	first.signal('SIGCONT');
	await change;
	await flip(true);
	await flip(false);
	const after = recorder.writes.slice(before);
	expect(after.length).toBeGreaterThan(0);
	expect(after.filter(({by}) => by === 'first')).toEqual([]);
	await first.stop();
	await second.stop();
}, 180_000);
