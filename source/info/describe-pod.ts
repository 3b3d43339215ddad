import {conditionOf} from '../objects/condition.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {Tone} from '../print/color.ts';

/** A pod of a version, as kubectl and the kubelet tell of it. */
export interface PodInfo {
	readonly namespace: string;
	readonly name: string;
	/** KServe's component (`predictor`, `transformer`, `explainer`); undefined where there are none. */
	readonly component: string | undefined;
	/** `Running`, `Init:0/1`, `CrashLoopBackOff` …, kubectl's own word. */
	readonly word: string;
	readonly tone: Tone;
	/** Containers that are ready, and how many there are. */
	readonly ready: number;
	readonly containers: number;
	readonly restarts: number;
	/** Why it does not run, in the words of the scheduler, the kubelet or the container; empty when it does. */
	readonly reason: string;
	/** The container whose log tells most: the first one that has trouble, else the one that serves. */
	readonly container: string;
	readonly createdAt: string | undefined;
}

export function describePod(pod: KubeObject): PodInfo {
	const {namespace = '', name, labels, creationTimestamp} = pod.metadata;
	const statuses = listAt(pod, 'status', 'containerStatuses');
	const ready = statuses.filter(status => fieldAt(status, 'ready') === true).length;
	const word = podWord(pod);
	const restarts = [...listAt(pod, 'status', 'initContainerStatuses'), ...statuses].map(
		status => numberAt(status, 'restartCount') ?? 0,
	);
	return {
		namespace,
		name,
		component: labels?.['component'],
		word,
		tone: toneOf(word, ready === statuses.length && ready > 0),
		ready,
		containers: listAt(pod, 'spec', 'containers').length,
		restarts: restarts.reduce((sum, count) => sum + count, 0),
		reason: reasonOf(pod),
		container: containerToRead(pod),
		createdAt: creationTimestamp,
	};
}

/** The column STATUS of `kubectl get pods` (kubectl, `printPod`). */
function podWord(pod: KubeObject): string {
	if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
	const phase = stringAt(pod, 'status', 'reason') ?? stringAt(pod, 'status', 'phase') ?? 'Unknown';
	const inits = listAt(pod, 'spec', 'initContainers');
	const initStatuses = listAt(pod, 'status', 'initContainerStatuses');
	const unfinished = initStatuses.findIndex((status, index) => !isOver(status, inits[index]));
	if (unfinished >= 0) return `Init:${initWord(initStatuses[unfinished], unfinished, inits.length)}`;
	const statuses = listAt(pod, 'status', 'containerStatuses');
	const words = statuses.flatMap(status => stateWord(status) ?? []);
	const [word = phase] = words;
	const hasRunning = statuses.some(
		status => fieldAt(status, 'ready') === true && isRecord(fieldAt(status, 'state', 'running')),
	);
	if (word !== 'Completed' || !hasRunning) return word;
	return conditionOf(pod, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
}

/** Whether an init container lets the next one start: it ended well, or is a sidecar that has started. */
function isOver(status: unknown, container: unknown): boolean {
	if (fieldAt(status, 'state', 'terminated', 'exitCode') === 0) return true;
	return stringAt(container, 'restartPolicy') === 'Always' && fieldAt(status, 'started') === true;
}

function initWord(status: unknown, index: number, total: number): string {
	const word = stateWord(status);
	return word === undefined || word === 'PodInitializing' ? `${index}/${total}` : word;
}

/** Why a container does not run; undefined when it does. */
function stateWord(status: unknown): string | undefined {
	const terminated = fieldAt(status, 'state', 'terminated');
	if (!isRecord(terminated)) return stringAt(status, 'state', 'waiting', 'reason');
	const [signal, exitCode] = [numberAt(terminated, 'signal') ?? 0, numberAt(terminated, 'exitCode') ?? 0];
	return stringAt(terminated, 'reason') ?? (signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`);
}

const onTheWay: ReadonlySet<string> = new Set(['Pending', 'ContainerCreating', 'PodInitializing', 'Terminating']);

function toneOf(word: string, isReady: boolean): Tone {
	if (word === 'Running') return isReady ? 'good' : 'waiting';
	if (word === 'Completed') return 'faint';
	return onTheWay.has(word) || /^Init:\d+\/\d+$/.test(word) ? 'waiting' : 'bad';
}

/** The container's own last words tell more than that the kubelet waits before it tries again. */
function reasonOf(pod: KubeObject): string {
	const trouble = statusesOf(pod).find(status => hasTrouble(status));
	const ended = fieldAt(trouble, 'state', 'terminated') ?? fieldAt(trouble, 'lastState', 'terminated');
	const words = [stringAt(ended, 'message'), stringAt(trouble, 'state', 'waiting', 'message')].find(Boolean);
	if (words !== undefined) return words.trim();
	const exitCode = numberAt(ended, 'exitCode');
	if (exitCode !== undefined && exitCode !== 0) {
		return `container ${stringAt(trouble, 'name') ?? ''} ended with ${stringAt(ended, 'reason') ?? 'Error'}, exit code ${exitCode}`;
	}

	const scheduled = conditionOf(pod, 'PodScheduled');
	return scheduled?.status === 'False' ? (stringAt(scheduled, 'message') ?? '') : '';
}

function statusesOf(pod: KubeObject): readonly unknown[] {
	return [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')];
}

/** A container that ended badly, or waits for something else than its turn. */
function hasTrouble(status: unknown): boolean {
	const exitCode = numberAt(status, 'state', 'terminated', 'exitCode');
	if (exitCode !== undefined) return exitCode !== 0;
	const waiting = stringAt(status, 'state', 'waiting', 'reason');
	return waiting !== undefined && !onTheWay.has(waiting);
}

/** As KServe and Knative name what serves; a proxy beside it has another name. */
const servers: readonly string[] = ['kserve-container', 'user-container'];

function containerToRead(pod: KubeObject): string {
	const names = listAt(pod, 'spec', 'containers').map(container => stringAt(container, 'name') ?? '');
	const inits = listAt(pod, 'spec', 'initContainers');
	const initStatuses = listAt(pod, 'status', 'initContainerStatuses');
	const init = initStatuses.find((status, index) => !isOver(status, inits[index]));
	const trouble = statusesOf(pod).find(status => hasTrouble(status));
	return (
		stringAt(trouble, 'name') ?? stringAt(init, 'name') ?? names.find(name => servers.includes(name)) ?? names[0] ?? ''
	);
}
