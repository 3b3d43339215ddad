import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {versions} from '../testbed/versions.ts';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {modes} from './inference-service.ts';
import {runStory} from './run-story.ts';
import {storiesOf, type Step, type Story} from './stories.ts';
import {Traces} from './trace.ts';

// `npm run record:kserve`: writes each state of the InferenceServices of all stories into test/fixtures/kserve, one file a step

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'kserve', `v${versions.realKserve}`);

/** Seconds without a new state after which a transition is over. */
const quiet = 4;

async function record(cluster: Cluster, traces: Traces, story: Story): Promise<void> {
	const name = story.steps[0]?.object?.metadata.name ?? '';
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
	for (const mode of modes) for (const story of storiesOf(mode)) await record(cluster, traces, story);
	traces.stop();
} finally {
	await cluster.stop();
}
