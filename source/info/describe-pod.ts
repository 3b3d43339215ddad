import {conditionOf} from '../objects/condition.ts';
import {fieldAt, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {Tone} from '../print/color.ts';
import {letsStart, podRow} from './pod-row.ts';

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
	const row = podRow(pod);
	return {
		namespace,
		name,
		component: labels?.['component'],
		...row,
		tone: toneOf(row.word, row.ready === row.containers && row.ready > 0),
		reason: reasonOf(pod),
		container: containerToRead(pod),
		createdAt: creationTimestamp,
	};
}

const onTheWay: ReadonlySet<string> = new Set([
	'Pending',
	'SchedulingGated',
	'ContainerCreating',
	'PodInitializing',
	'Terminating',
]);

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
	const init = listAt(pod, 'status', 'initContainerStatuses').find(status => !letsStart(pod, status));
	const trouble = statusesOf(pod).find(status => hasTrouble(status));
	return (
		stringAt(trouble, 'name') ?? stringAt(init, 'name') ?? names.find(name => servers.includes(name)) ?? names[0] ?? ''
	);
}
