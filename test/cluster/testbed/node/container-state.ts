/** `state` of a container status. */
export type ContainerState =
	| {readonly waiting: {readonly reason: string; readonly message?: string}}
	| {readonly running: {readonly startedAt: string}}
	| {readonly terminated: Terminated};

export interface Terminated {
	readonly exitCode: number;
	readonly reason: 'Completed' | 'Error';
	readonly message?: string;
	readonly startedAt: string;
	readonly finishedAt: string;
}

/** An entry of a pod's `containerStatuses`. */
export interface ContainerStatus {
	readonly name: string;
	readonly image: string;
	readonly imageID: string;
	readonly containerID?: string;
	readonly ready: boolean;
	readonly started: boolean;
	readonly restartCount: number;
	readonly state: ContainerState;
	readonly lastState: {readonly terminated?: Terminated};
}

/** Kubernetes' times have whole seconds. */
export function now(): string {
	return `${new Date().toISOString().slice(0, 19)}Z`;
}

const firstBackOff = 10_000;
const longestBackOff = 300_000;

/** Milliseconds before a container's nth restart: the first is at once, each further one later, as a kubelet's are. */
export function backOffBefore(restart: number): number {
	return restart <= 1 ? 0 : Math.min(longestBackOff, firstBackOff * 2 ** (restart - 2));
}

/** The end of a log as a termination message (policy FallbackToLogsOnError): at most 2048 bytes or 80 lines. */
export function lastWords(log: string): string {
	return log.trimEnd().split('\n').slice(-80).join('\n').slice(-2048);
}
