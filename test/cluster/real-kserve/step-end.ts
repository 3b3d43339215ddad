import {fieldAt, listAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import {statusOf} from '../../../source/sandbox/kserve/status.ts';
import {waitFor} from '../testbed/wait.ts';
import type {Ground} from './ground.ts';
import type {End, Step} from './stories.ts';

const longest = 400_000;
/** Milliseconds until a manager is asked once more. */
const patience = 60_000;
const loaded = 'Ready True, UpToDate Loaded→Loaded';
const asleep = 'Ready True, InProgress Loaded→Pending';

/** Waits until a step has ended. Rejects with the last status when it does not. */
export async function stepEnd(ground: Ground, {name: step, ends}: Step, name: string, host: string): Promise<void> {
	let lookedAt = performance.now();
	const question = async (): Promise<boolean> => {
		if (await hasEnded(ground, ends, name, host)) return true;
		// A manager that looked while the last pod was on its way out looks no more by itself.
		if (ends === 'asleep' && performance.now() - lookedAt > patience) {
			await ground.lookAgain(name);
			lookedAt = performance.now();
		}

		return false;
	};
	try {
		await waitFor(`the end of step ${step}`, question, longest, 100);
	} catch (error) {
		throw new Error(`its status is ${JSON.stringify((await ground.read(name))?.['status'])}`, {cause: error});
	}
}

async function hasEnded(ground: Ground, ends: End, name: string, host: string): Promise<boolean> {
	if (ends === 'without pods') return (await ground.pods(name)).length === 0;
	if (ends === 'stuck') return (await ground.pods(name)).some(isStuck);
	const object = await ground.read(name);
	if (!object) return false;
	if (ends === 'asleep') return lineOf(object) === asleep;
	if (ends === 'failed') return hasFailed(object);
	if ('canary' in ends) return isCanaryReady(object, ends.canary);
	// right after a change the status is still that of before: the answer tells
	if ('serves' in ends && (await ground.answer(host, name)) !== ends.serves) return false;
	if ('split' in ends && percentages(object).join(' ') !== ends.split.join(' ')) return false;
	return lineOf(object) === loaded;
}

/** A failure is told before Ready is false, which in Knative mode comes with a deadline and in Standard mode perhaps never. */
function hasFailed(object: KubeObject): boolean {
	const {modelStatus, deploymentMode, conditions = []} = statusOf(object);
	if (deploymentMode === 'Standard' || deploymentMode === 'RawDeployment')
		return modelStatus?.transitionStatus === 'BlockedByFailedLoad';
	// of a transformer Ready says nothing
	return conditions.some(({type, status, reason}) => {
		return status === 'False' && (type === 'Ready' || (type === 'TransformerReady' && reason === 'RevisionFailed'));
	});
}

function isStuck(pod: KubeObject): boolean {
	const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap(kind => listAt(pod, 'status', kind));
	const reasons = statuses.map(status => stringAt(status, 'state', 'waiting', 'reason') ?? '');
	return reasons.some(reason => ['ImagePullBackOff', 'CrashLoopBackOff'].includes(reason));
}

function isCanaryReady(object: KubeObject, name: string): boolean {
	const statuses = listAt(object, 'status', 'canaryStatuses');
	return statuses.some(status => stringAt(status, 'name') === name && fieldAt(status, 'ready') === true);
}

function percentages(object: KubeObject): readonly unknown[] {
	const traffic = listAt(object, 'status', 'components', 'predictor', 'traffic');
	return traffic.map(target => fieldAt(target, 'percent'));
}

/** Ready, and the states of the model that serves and of the one that is wanted. */
export async function statusLine(ground: Ground, name: string): Promise<string> {
	const object = await ground.read(name);
	return object ? lineOf(object) : 'gone';
}

function lineOf(object: KubeObject): string {
	const {conditions, modelStatus} = statusOf(object);
	const ready = conditions?.find(({type}) => type === 'Ready')?.status ?? '-';
	const {transitionStatus, states} = modelStatus ?? {};
	const model = `${states?.activeModelState || '-'}→${states?.targetModelState || '-'}`;
	return `Ready ${ready}, ${transitionStatus || '-'} ${model}`;
}
