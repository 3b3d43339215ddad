import {afterAll, afterEach, beforeAll, expect, onTestFinished, test} from 'vitest';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {casesOf, reaches, setups} from './component-cases.ts';
import {ComponentRoutes} from './component-routes.ts';
import {modes} from './inference-service.ts';
import {expectRolledOutWhereThereWasRoom} from './judgement.ts';
import {fiftyASecond, rollOut} from './model-rollout.ts';
import {outcomes} from './outcomes.ts';
import {actsIn, clearApp, rolloutStageOn, type RealStage} from './rollout-stage.ts';
import {runStory} from './run-story.ts';
import {storiesOf} from './stories.ts';
import {applyRoutemap, applyVersions, hasFinalizer, startRouter} from './watched-app.ts';

/** Of what takes a second on a machine without other work, in milliseconds. */
const longest = 300_000;

// What of the real KServe is proven before each change lands: one of each kind, on one cluster. The other files have the rest.

let cluster: Cluster;
let stage: RealStage | undefined;
beforeAll(async () => {
	cluster = await Cluster.start();
}, 900_000);
afterAll(async () => (stage ?? cluster)?.stop());
afterEach(async () => clearApp(cluster));

test("with KServe's own webhooks in front and the policy in force, our finalizer goes on models of both modes and off again", async () => {
	const router = await startRouter(cluster);
	onTestFinished(async () => router.stop());
	const names = await applyVersions(cluster, 'wisdom');
	await applyRoutemap(cluster);
	for (const name of names) await waitFor(`the finalizer of ${name}`, async () => hasFinalizer(cluster, name), longest);
	await cluster.testbed.kubectl(['delete', 'inferenceservices', ...names, '--timeout=300s']);
	for (const name of names) expect(await cluster.read(name)).toBeUndefined();
}, 900_000);

test.each(modes)(
	'in %s mode a rollout through our verbs loses no request',
	async mode => {
		stage ??= await rolloutStageOn(cluster);
		expectRolledOutWhereThereWasRoom(await rollOut(actsIn(stage, mode, fiftyASecond), mode, {}));
	},
	900_000,
);

const stories = modes.flatMap(storiesOf).filter(({name}) => name === 'rollout');

test.each(stories.map(story => [story.mode, story] as const))(
	'in %s mode a model that is created, updated, stopped, resumed and deleted ends as it should at each step',
	async (mode, story) => {
		const ended = await runStory(cluster, story);
		expect(ended.map(({step, status, answer}) => `${step}: ${status}; ${answer}`)).toEqual(outcomes[mode][story.name]);
	},
	900_000,
);

const overIstio = setups.filter(({mesh}) => mesh === 'istio');
const cases = overIstio.flatMap(setup => casesOf(setup, reaches.slice(0, 1)));

test("each request to an app reaches the component of KServe's own that its path is for", async () => {
	const routes = await ComponentRoutes.start(cluster.testbed, cases);
	for (const appCase of cases) await routes.expectReached(appCase);
}, 900_000);
