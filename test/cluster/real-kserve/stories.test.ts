import {afterAll, beforeAll, expect, test} from 'vitest';
import {Cluster} from './cluster.ts';
import {Fixtures} from './fixtures.ts';
import {inferenceService, modes} from './inference-service.ts';
import {outcomes} from './outcomes.ts';
import {runStory} from './run-story.ts';
import {storiesOf} from './stories.ts';
import {Traces} from './trace.ts';

let cluster: Cluster;
let traces: Traces;
beforeAll(async () => {
	cluster = await Cluster.start();
	traces = new Traces(cluster);
});
afterAll(async () => {
	traces?.stop();
	await cluster?.stop();
});

const stories = modes.flatMap(storiesOf).map(story => [story.mode, story.name, story] as const);

test.each(stories)(
	'in %s mode the story “%s” of the real KServe ends as it should at each step',
	async (mode, name, story) => {
		const fixtures = new Fixtures('kserve', mode);
		const unknown: string[] = [];
		const outcomesNow = await runStory(cluster, story, async () => {
			unknown.push(...(await fixtures.unknown(traces.take(name))));
		});
		expect(outcomesNow.map(({step, status, answer}) => `${step}: ${status}; ${answer}`)).toEqual(outcomes[mode][name]);
		// What is seen on the way differs from run to run: `npm run record:kserve` keeps what is new.
		if (unknown.length > 0) console.log(`states that no recording has:\n${unknown.join('\n')}`);
	},
	600_000,
);

test("KServe's own webhooks are asked: what it does not take is refused, and nothing is written", async () => {
	const canary = {name: 'next', model: 'digits-rf', trafficPercent: 50} as const;
	const refused = cluster.apply(inferenceService('refused', 'Knative', 'digits-lr', {canary}));
	await expect(refused).rejects.toThrow('canary is only supported in Standard deployment mode');
	expect(await cluster.read('refused')).toBeUndefined();
});
