import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {fixtures} from './fixtures.ts';
import {modes} from './inference-service.ts';
import {runStory} from './run-story.ts';
import {storiesOf, type Step, type Story} from './stories.ts';
import {Traces} from './trace.ts';

// `npm run record:kserve [-- MODE/STORY...]`: writes each state of the InferenceServices of all or of these stories into
// test/fixtures/kserve, one file a step

/** Seconds without a new state after which a transition is over. */
const quiet = 4;

async function record(cluster: Cluster, traces: Traces, story: Story): Promise<void> {
	const {name} = story;
	const folder = join(fixtures, story.mode.toLowerCase());
	await mkdir(folder, {recursive: true});
	const outcomes = await runStory(cluster, story, async (step: Step) => {
		await waitFor(`the end of the trace ${step.name}`, async () => traces.quiet(name) > quiet, 60_000, 200);
		const lines = traces.take(name).map(line => `${JSON.stringify(line)}\n`);
		await writeFile(join(folder, `${step.name}.jsonl`), lines.join(''));
	});
	console.table(outcomes);
}

const cluster = await Cluster.start();
try {
	const traces = new Traces(cluster);
	const chosen = process.argv.slice(2);
	const stories = modes
		.flatMap(storiesOf)
		.filter(({mode, name}) => chosen.length === 0 || chosen.includes(`${mode}/${name}`));
	for (const story of stories) await record(cluster, traces, story);
	traces.stop();
} finally {
	await cluster.stop();
}
