import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {open, readFile} from 'node:fs/promises';
import {constants} from 'node:os';
import {join} from 'node:path';
import {lastWords, now, type Terminated} from './container-state.ts';
import {environmentOf, type PodPlace} from './environment.ts';
import type {Image} from './images.ts';
import type {PodSandbox} from './pod-sandbox.ts';
import type {ContainerSpec, PodObject} from './pod-spec.ts';

/** Where and for whom a container runs. */
export interface ContainerPlace {
	readonly pod: PodObject;
	readonly sandbox: PodSandbox;
	readonly place: PodPlace;
	/** Folder of the pod, for logs. */
	readonly folder: string;
	/** Called whenever the status has changed. */
	readonly changed: () => void;
}

/** One life of a container: a process in its pod's namespaces. */
export interface ContainerProcess {
	readonly startedAt: string;
	readonly ended: Promise<Terminated>;
	/** Asks it to end (SIGTERM), and ends it and all that it started at the deadline (of `performance.now`). */
	end(deadline: number): Promise<void>;
	/** Ends it and all that it started at once. */
	kill(): void;
}

/** Starts a container's program; what it says is added to its log. */
export async function startContainer(
	spec: ContainerSpec,
	{entrypoint, env}: Image,
	{pod, sandbox, place, folder}: ContainerPlace,
): Promise<ContainerProcess> {
	const {command = entrypoint, args = []} = spec;
	const log = join(folder, `${spec.name}.log`);
	const output = await open(log, 'a');
	const {size} = await output.stat();
	const [program, ...rest] = sandbox.enter('/', [...command, ...args]);
	const own = {PATH: process.env['PATH'] ?? '', HOME: '/root', TMPDIR: folder};
	const startedAt = now();
	const child = spawn(program, rest, {
		cwd: '/',
		env: {...own, ...env, ...environmentOf(pod, spec, place)},
		// leader of its own group, so that it can be ended with all that it started
		detached: true,
		stdio: ['ignore', output.fd, output.fd],
	});
	const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
	await output.close();
	const ended = exited.then(async ([code, signal]): Promise<Terminated> => {
		signalGroup(child, 'SIGKILL');
		const exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
		const hasFailed = exitCode !== 0;
		const said = hasFailed ? lastWords((await readFile(log)).subarray(size).toString()) : '';
		const tells = spec.terminationMessagePolicy === 'FallbackToLogsOnError' && said !== '';
		const reason = hasFailed ? 'Error' : 'Completed';
		return {exitCode, reason, ...(tells && {message: said}), startedAt, finishedAt: now()};
	});
	return {
		startedAt,
		ended,
		async end(deadline) {
			child.kill('SIGTERM');
			const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), Math.max(0, deadline - performance.now()));
			await ended;
			clearTimeout(timer);
		},
		kill: () => signalGroup(child, 'SIGKILL'),
	};
}

function signalGroup({pid}: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(-Number(pid), signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
