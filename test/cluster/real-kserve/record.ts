import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {fixturesOf} from './fixtures.ts';
import {modes} from './inference-service.ts';
import {runStory} from './run-story.ts';
import {storiesOf, type Step, type Story} from './stories.ts';
import {Traces} from './trace.ts';

// `npm run record:kserve [-- --old] [MODE/STORY...]`: writes each state of the InferenceServices of all or of these stories
// into test/fixtures/kserve, one file a step. --old: of the oldest KServe that we look at, which `build.ts kserve-old` makes

/** Seconds without a new state after which a transition is over. */
const quiet = 4;

async function record(cluster: Cluster, traces: Traces, story: Story): Promise<void> {
	const {name} = story;
	const folder = join(fixturesOf(release), story.mode.toLowerCase());
	await mkdir(folder, {recursive: true});
	const outcomes = await runStory(cluster, story, async (step: Step) => {
		await waitFor(`the end of the trace ${step.name}`, async () => traces.quiet(name) > quiet, 60_000, 200);
		const lines = traces.take(name).map(line => `${JSON.stringify(line)}\n`);
		await writeFile(join(folder, `${step.name}.jsonl`), lines.join(''));
	});
	console.table(outcomes);
}

const {values, positionals} = parseArgs({options: {old: {type: 'boolean', default: false}}, allowPositionals: true});
const release = values.old ? 'kserve-old' : 'kserve';
// spec.canary came later
const all = modes.flatMap(storiesOf).filter(({name}) => !values.old || name !== 'variants');
const chosen = all.filter(({mode, name}) => positionals.length === 0 || positionals.includes(`${mode}/${name}`));

const cluster = await Cluster.start(release);
try {
	const traces = new Traces(cluster);
	for (const story of chosen) await record(cluster, traces, story);
	traces.stop();
} finally {
	await cluster.stop();
}
