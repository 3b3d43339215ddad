import {parseArgs} from 'node:util';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {Fixtures} from './fixtures.ts';
import {modes} from './inference-service.ts';
import {runStory} from './run-story.ts';
import {storiesOf, type Step, type Story} from './stories.ts';
import {Traces} from './trace.ts';

// `npm run record:kserve [-- --old] [MODE/STORY...]`: writes each state of the InferenceServices of all or of these stories
// into test/fixtures/kserve, as far as it is new. --old: of the oldest KServe that we look at, which `build.ts kserve-old` makes

/** Seconds without a new state after which a transition is over. */
const quiet = 4;

async function record(cluster: Cluster, traces: Traces, story: Story): Promise<void> {
	const {name, mode} = story;
	const fixtures = new Fixtures(release, mode);
	const outcomes = await runStory(cluster, story, async (step: Step) => {
		await waitFor(`the end of the trace ${step.name}`, async () => traces.quiet(name) > quiet, 60_000, 200);
		await fixtures.add(step.name, traces.take(name));
	});
	console.table(outcomes);
}

/** A story for 0.15, which does not know `spec.canary`, and in Standard mode neither to stop nor that a load has failed. */
function asOfOld(story: Story): Story | undefined {
	if (story.name === 'variants') return undefined;
	if (story.mode === 'Knative') return story;
	const steps = story.steps.filter(({name}) => name !== 'stop' && name !== 'resume');
	return {...story, steps: steps.map(step => (step.ends === 'failed' ? {...step, ends: 'stuck'} : step))};
}

const {values, positionals} = parseArgs({options: {old: {type: 'boolean', default: false}}, allowPositionals: true});
const release = values.old ? 'kserve-old' : 'kserve';
const all = modes.flatMap(storiesOf).flatMap(story => (values.old ? (asOfOld(story) ?? []) : story));
const chosen = all.filter(({mode, name}) => positionals.length === 0 || positionals.includes(`${mode}/${name}`));

const cluster = await Cluster.start(release);
try {
	const traces = new Traces(cluster);
	for (const story of chosen) await record(cluster, traces, story);
	traces.stop();
} finally {
	await cluster.stop();
}
