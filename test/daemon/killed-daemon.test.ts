import {expect, test} from 'vitest';
import {configMaps} from '../../source/objects/resource.ts';
import {parseRecord} from '../../source/rollout/record.ts';
import {startDaemon} from '../helpers/daemon.ts';
import {eventually} from '../helpers/eventually.ts';
import {noon, startExecutor} from '../helpers/executor.ts';
import {killedCluster, type Death} from '../helpers/killed-cluster.ts';
import {playApp, type PlayedApp} from '../helpers/played-app.ts';
import {firstVersion, stateOf} from '../runner/crashes/app.ts';

const promote = 'promote wisdom --yes --skip-test --drain 1ms';
const abort = 'abort wisdom --yes --drain 1ms';
const undo = 'undo wisdom --yes --skip-test';

const split = [
	'init wisdom --strategy blue-green --app-type kserve-knative',
	'deploy wisdom --wait --storage-uri gs://models/two',
	'weights wisdom 70 30',
];

/** An app that is ready for a verb; with a number, a line is killed after that write. */
async function prepared(lines: readonly (string | readonly [string, number])[]): Promise<PlayedApp> {
	const app = await playApp(firstVersion('InferenceService'));
	for (const line of [...split, ...lines]) {
		const [words, write] = typeof line === 'string' ? [line, undefined] : line;
		const {error} = await app.run(words, write === undefined ? undefined : {write, when: 'after'});
		if (error !== undefined && write === undefined) throw new Error(`${words}: ${error}`);
	}

	await app.settled();
	// of one who was killed the record would be held for a while
	app.cluster.remove(configMaps, 'models', 'wisdom-rollout');
	return app;
}

/** A verb leaves its rollout to a daemon and is killed; the daemon is killed too, if it is to be, and another goes on. */
async function performed(app: PlayedApp, line: string, death?: Death): Promise<{writes: number; state: unknown}> {
	const {cluster} = app;
	const routes = await startDaemon(cluster, {now: () => noon, drainMs: 1});
	const killed = killedCluster(cluster, death);
	const first = await startExecutor(cluster, {seen: killed.cluster});
	await app.run(line, {write: 0, when: 'after'});
	const isDone = (): boolean => parseRecord(cluster.peek(configMaps, 'models', 'wisdom-rollout'))?.phase === 'done';
	await eventually(() => expect(isDone() || first.lines.some(text => text.includes('killed'))).toBe(true));
	let later = 0;
	const second = await startExecutor(cluster, {name: 'daemon-2', monotonic: () => (later += 40_000)});
	await eventually(() => expect({death, isDone: isDone(), lines: second.lines}).toMatchObject({isDone: true}));
	await app.settled();
	const state = stateOf(app);
	await Promise.all([routes, first, second].map(daemon => daemon.stop()));
	await app.close();
	return {writes: killed.writes(), state};
}

test.each([
	{verb: 'a promotion', line: promote, before: []},
	{verb: 'an abort', line: abort, before: []},
	{verb: 'an abort of a half promotion', line: abort, before: [[promote, 2]] as const},
	{verb: 'an undo', line: undo, before: [promote]},
	{verb: 'a change of weights', line: 'weights wisdom 20 80', before: []},
])(
	'a daemon that is killed after any of its writes in $verb leaves what the next one ends right',
	async ({line, before}) => {
		const {writes, state} = await performed(await prepared(before), line);
		expect(writes).toBeGreaterThan(3);
		for (let write = 0; write < writes; write++) {
			const killed = await performed(await prepared(before), line, {write, when: 'after'});
			expect({write, state: killed.state}).toEqual({write, state});
		}
	},
);
