import {afterAll, beforeAll, expect, test} from 'vitest';
import {Cluster} from './cluster.ts';
import {modes} from './inference-service.ts';
import {outcomes} from './outcomes.ts';
import {runStory, type Outcome} from './run-story.ts';
import {storiesOf} from './stories.ts';

let cluster: Cluster;
beforeAll(async () => {
	cluster = await Cluster.start();
});
afterAll(async () => cluster?.stop());

const stories = modes.flatMap(storiesOf);

test.each(stories.map(story => [story.mode, story.name, story] as const))(
	'the real KServe in %s mode: %s',
	async (mode, name, story) => {
		const lines = (await runStory(cluster, story)).map(lineOf);
		expect(lines).toEqual(outcomes[mode][name]);
	},
	600_000,
);

function lineOf({step, status, answer}: Outcome): string {
	return `${step}: ${status}; ${answer}`;
}
