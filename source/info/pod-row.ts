import {conditionOf} from '../objects/condition.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';

/** What `kubectl get pods` shows of a pod. */
interface PodRow {
	/** Column STATUS: `Running`, `Init:0/1`, `CrashLoopBackOff` …. */
	readonly word: string;
	/** Column READY: containers that are ready, and how many there are, sidecars among them. */
	readonly ready: number;
	readonly containers: number;
	readonly restarts: number;
}

/** The columns of a pod, by kubectl's rules (`pkg/printers/internalversion`, `printPod`). */
export function podRow(pod: KubeObject): PodRow {
	const sidecars = sidecarsOf(pod);
	const inits = listAt(pod, 'status', 'initContainerStatuses');
	const statuses = listAt(pod, 'status', 'containerStatuses');
	const stuck = inits.findIndex(status => !letsStart(pod, status));
	const begun = stuck < 0 ? inits : inits.slice(0, stuck + 1);
	// While the pod initializes nothing else of it counts, unless its condition says that it had done so once.
	const isInitialized = stuck < 0 || conditionOf(pod, 'Initialized')?.status === 'True';
	const before = stuck < 0 ? phaseWord(pod) : initWord(pod, inits[stuck], stuck);
	const running = isInitialized ? statuses.filter(isReadyAndRuns) : [];
	const beside = begun.filter(status => isSidecarUp(status, sidecars) && fieldAt(status, 'ready') === true);
	return {
		word: endingWord(pod) ?? (isInitialized ? containersWord(pod, before, statuses) : before),
		ready: beside.length + running.length,
		containers: listAt(pod, 'spec', 'containers').length + sidecars.size,
		restarts: restartsOf(isInitialized ? [...begun.filter(each => isAmong(each, sidecars)), ...statuses] : begun),
	};
}

/** Whether an init container lets the next one start: it ended well, or is a sidecar that has started. */
export function letsStart(pod: KubeObject, status: unknown): boolean {
	return fieldAt(status, 'state', 'terminated', 'exitCode') === 0 || isSidecarUp(status, sidecarsOf(pod));
}

function sidecarsOf(pod: KubeObject): ReadonlySet<string | undefined> {
	const inits = listAt(pod, 'spec', 'initContainers');
	return new Set(
		inits.filter(each => stringAt(each, 'restartPolicy') === 'Always').map(each => stringAt(each, 'name')),
	);
}

function isAmong(status: unknown, names: ReadonlySet<string | undefined>): boolean {
	return names.has(stringAt(status, 'name'));
}

function isSidecarUp(status: unknown, sidecars: ReadonlySet<string | undefined>): boolean {
	const hasEndedWell = fieldAt(status, 'state', 'terminated', 'exitCode') === 0;
	return !hasEndedWell && isAmong(status, sidecars) && fieldAt(status, 'started') === true;
}

function isReadyAndRuns(status: unknown): boolean {
	return (
		fieldAt(status, 'ready') === true &&
		stateWord(status) === undefined &&
		isRecord(fieldAt(status, 'state', 'running'))
	);
}

function phaseWord(pod: KubeObject): string {
	if (conditionOf(pod, 'PodScheduled')?.reason === 'SchedulingGated') return 'SchedulingGated';
	return stringAt(pod, 'status', 'reason') || stringAt(pod, 'status', 'phase') || 'Unknown';
}

function initWord(pod: KubeObject, status: unknown, index: number): string {
	const word = stateWord(status);
	const isInTurn = word === undefined || word === 'PodInitializing';
	return `Init:${isInTurn ? `${index}/${listAt(pod, 'spec', 'initContainers').length}` : word}`;
}

function containersWord(pod: KubeObject, before: string, statuses: readonly unknown[]): string {
	const [word = before] = statuses.flatMap(status => stateWord(status) ?? []);
	if (word !== 'Completed' || !statuses.some(isReadyAndRuns)) return word;
	return conditionOf(pod, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
}

/** Of a pod that was told to go and has not ended. */
function endingWord(pod: KubeObject): string | undefined {
	if (pod.metadata.deletionTimestamp === undefined) return undefined;
	if (stringAt(pod, 'status', 'reason') === 'NodeLost') return 'Unknown';
	const phase = stringAt(pod, 'status', 'phase');
	return phase === 'Succeeded' || phase === 'Failed' ? undefined : 'Terminating';
}

/** Why a container does not run; undefined when it does. */
function stateWord(status: unknown): string | undefined {
	const terminated = fieldAt(status, 'state', 'terminated');
	if (!isRecord(terminated)) return stringAt(status, 'state', 'waiting', 'reason') || undefined;
	const [signal, exitCode] = [numberAt(terminated, 'signal') ?? 0, numberAt(terminated, 'exitCode') ?? 0];
	return stringAt(terminated, 'reason') || (signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`);
}

function restartsOf(statuses: readonly unknown[]): number {
	return statuses.reduce<number>((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0);
}
