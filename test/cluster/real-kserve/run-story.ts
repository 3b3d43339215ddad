import {fieldAt, listAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import {statusOf} from '../../../source/sandbox/kserve/status.ts';
import {waitFor} from '../testbed/wait.ts';
import type {Cluster} from './cluster.ts';
import type {Step, Story} from './stories.ts';

/** How a step ended, in words. */
export interface Outcome {
	readonly step: string;
	/** Ready, and the model's states. */
	readonly status: string;
	/** Who answered, or the code of the answer; undefined where the model is left alone. */
	readonly answer: string;
}

const longest = 120_000;

/** Runs a story's steps, each until it has ended. */
export async function runStory(
	cluster: Cluster,
	story: Story,
	between: (step: Step) => Promise<void> = async () => undefined,
): Promise<readonly Outcome[]> {
	const {name} = story;
	const outcomes: Outcome[] = [];
	for (const step of story.steps) {
		const host = await cluster.expose(step.service, story.mode);
		if (step.object) await cluster.apply(step.object);
		else await cluster.delete(name);
		await ended(cluster, step, name, host);
		// asking would wake it
		const answer = step.ends === 'without pods' ? '-' : await cluster.answer(host, name);
		outcomes.push({
			step: step.name,
			status: await statusLine(cluster, name),
			answer: answer.replace(/^.* answered (\d+).*$/s, '$1'),
		});
		await between(step);
	}

	return outcomes;
}

async function ended(cluster: Cluster, step: Step, name: string, host: string): Promise<void> {
	const {ends} = step;
	await waitFor(
		`the end of step ${step.name}`,
		async () => {
			if (ends === 'without pods') return (await cluster.pods(name)).length === 0;
			if (ends === 'failed') return hasFailed(cluster, name);
			if ('canary' in ends) return isCanaryReady(await cluster.read(name), ends.canary);
			if ((await cluster.answer(host, name)) !== ends.serves) return false;
			return (await statusLine(cluster, name)) === 'Ready True, UpToDate Loaded→Loaded';
		},
		longest,
		100,
	).catch(async (error: unknown) => {
		throw new Error(`its status is ${JSON.stringify((await cluster.read(name))?.['status'])}`, {cause: error});
	});
}

/** A failure is told before Ready is false, which in Knative mode comes with a deadline and in Standard mode perhaps never. */
async function hasFailed(cluster: Cluster, name: string): Promise<boolean> {
	const object = await cluster.read(name);
	if (!object) return false;
	const {modelStatus, deploymentMode} = statusOf(object);
	if (deploymentMode === 'Standard') return modelStatus?.transitionStatus === 'BlockedByFailedLoad';
	return (await statusLine(cluster, name)).startsWith('Ready False');
}

function isCanaryReady(object: KubeObject | undefined, name: string): boolean {
	const statuses = listAt(object, 'status', 'canaryStatuses');
	return statuses.some(status => stringAt(status, 'name') === name && fieldAt(status, 'ready') === true);
}

/** Ready, and the model's states. */
export async function statusLine(cluster: Cluster, name: string): Promise<string> {
	const object = await cluster.read(name);
	if (!object) return 'gone';
	const {conditions, modelStatus} = statusOf(object);
	const ready = conditions?.find(({type}) => type === 'Ready');
	const {transitionStatus = '-', states} = modelStatus ?? {};
	return `Ready ${ready?.status}, ${transitionStatus || '-'} ${states?.activeModelState || '-'}→${states?.targetModelState || '-'}`;
}
