import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {open, readFile} from 'node:fs/promises';
import {constants} from 'node:os';
import {join} from 'node:path';
import {
	backOffBefore,
	lastWords,
	now,
	type ContainerState,
	type ContainerStatus,
	type Terminated,
} from './container-state.ts';
import {environmentOf, type PodPlace} from './environment.ts';
import {imageNamed, type Image} from './images.ts';
import type {PodSandbox} from './pod-sandbox.ts';
import type {ContainerSpec, PodObject} from './pod-spec.ts';
import {getSucceeds, keepProbing, pause} from './prober.ts';

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

/** One container as a process of this machine, started again whenever it ends. */
export class Container {
	readonly #spec: ContainerSpec;
	readonly #place: ContainerPlace;
	readonly #ending = new AbortController();
	#process: ChildProcess | undefined;
	#state: ContainerState = {waiting: {reason: 'PodInitializing'}};
	#last: Terminated | undefined;
	#restarts = 0;
	#started = false;
	#ready = false;

	constructor(spec: ContainerSpec, place: ContainerPlace) {
		this.#spec = spec;
		this.#place = place;
	}

	get status(): ContainerStatus {
		const {name, image} = this.#spec;
		return {
			name,
			image,
			imageID: image,
			ready: this.#ready,
			started: this.#started,
			restartCount: this.#restarts,
			state: this.#state,
			lastState: this.#last ? {terminated: this.#last} : {},
		};
	}

	/** Runs it until `stop`; an init container until it has succeeded, which is the answer. */
	async run(isInit: boolean): Promise<boolean> {
		const image = imageNamed(this.#spec.image);
		if (!image) return this.#neverPulled();
		for (;;) {
			const terminated = await this.#once(image);
			this.#ready = isInit && terminated.exitCode === 0;
			this.#started = false;
			this.#become({terminated});
			if (this.#ending.signal.aborted) return false;
			if (this.#ready) return true;
			const wait = backOffBefore(this.#restarts + 1);
			if (wait > 0) {
				this.#last = terminated;
				const message = `back-off ${wait / 1000}s restarting failed container=${this.#spec.name}`;
				this.#become({waiting: {reason: 'CrashLoopBackOff', message}});
			}

			await pause(wait, this.#ending.signal);
			if (this.#ending.signal.aborted) return false;
			this.#last = terminated;
			this.#restarts++;
		}
	}

	/** Ends it as Kubernetes does: preStop hook, SIGTERM, and SIGKILL at the deadline (of `performance.now`). */
	async stop(deadline: number): Promise<void> {
		const running = this.#process;
		if (running) await this.#preStop(deadline);
		this.#ending.abort();
		if (running) await this.#end(running, deadline);
	}

	async #once({entrypoint, env}: Image): Promise<Terminated> {
		const {pod, sandbox, place, folder} = this.#place;
		const {name, command = entrypoint, args = []} = this.#spec;
		const log = join(folder, `${name}.log`);
		const output = await open(log, 'a');
		const {size} = await output.stat();
		const startedAt = now();
		const [program, ...rest] = sandbox.enter('/', [...command, ...args]);
		const own = {PATH: process.env['PATH'] ?? '', HOME: '/root', TMPDIR: folder};
		const child = spawn(program, rest, {
			cwd: '/',
			env: {...own, ...env, ...environmentOf(pod, this.#spec, place)},
			// leader of its own group, so that it can be ended with all that it started
			detached: true,
			stdio: ['ignore', output.fd, output.fd],
		});
		const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
		this.#process = child;
		// it was told to end while it was being started
		if (this.#ending.signal.aborted) signalGroup(child, 'SIGKILL');
		await output.close();
		this.#become({running: {startedAt}});
		const probing = new AbortController();
		const probes = this.#probe(probing.signal);
		const [code, signal] = await ended;
		this.#process = undefined;
		probing.abort();
		signalGroup(child, 'SIGKILL');
		await probes;
		const exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
		const said = exitCode === 0 ? '' : lastWords((await readFile(log)).subarray(size).toString());
		const tells = this.#spec.terminationMessagePolicy === 'FallbackToLogsOnError' && said !== '';
		const reason = exitCode === 0 ? 'Completed' : 'Error';
		return {exitCode, reason, ...(tells && {message: said}), startedAt, finishedAt: now()};
	}

	/** Liveness and readiness begin when the start-up probe, if there is one, has succeeded. */
	async #probe(signal: AbortSignal): Promise<void> {
		const {startupProbe, livenessProbe, readinessProbe} = this.#spec;
		const {address} = this.#place.sandbox;
		if (startupProbe) {
			const started = new AbortController();
			await keepProbing(startupProbe, this.#spec, address, AbortSignal.any([signal, started.signal]), verdict => {
				if (verdict) started.abort();
				else this.#fail('start-up');
			});
			if (signal.aborted) return;
		}

		this.#started = true;
		if (!readinessProbe) this.#ready = true;
		this.#place.changed();
		await Promise.all([
			readinessProbe &&
				keepProbing(readinessProbe, this.#spec, address, signal, verdict => {
					if (verdict === this.#ready) return;
					this.#ready = verdict;
					this.#place.changed();
				}),
			livenessProbe &&
				keepProbing(livenessProbe, this.#spec, address, signal, verdict => {
					if (!verdict) this.#fail('liveness');
				}),
		]);
	}

	#fail(probe: string): void {
		const {pod} = this.#place;
		console.error(`${pod.metadata.namespace}/${pod.metadata.name}: ${this.#spec.name} failed its ${probe} probe`);
		if (this.#process) void this.#end(this.#process, performance.now() + graceOf(pod) * 1000);
	}

	async #preStop(deadline: number): Promise<void> {
		const {preStop} = this.#spec.lifecycle ?? {};
		const left = Math.max(1, Math.round(deadline - performance.now()));
		if (preStop?.sleep) await pause(Math.min(left, preStop.sleep.seconds * 1000), this.#ending.signal);
		if (preStop?.httpGet) await getSucceeds(preStop.httpGet, this.#spec, this.#place.sandbox.address, left);
	}

	async #end(child: ChildProcess, deadline: number): Promise<void> {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), Math.max(0, deadline - performance.now()));
		await ended;
		clearTimeout(timer);
	}

	async #neverPulled(): Promise<false> {
		const message = `no program of this node stands for image ${this.#spec.image}`;
		this.#become({waiting: {reason: 'ErrImagePull', message}});
		await pause(1000, this.#ending.signal);
		if (!this.#ending.signal.aborted) this.#become({waiting: {reason: 'ImagePullBackOff', message}});
		return false;
	}

	#become(state: ContainerState): void {
		this.#state = state;
		this.#place.changed();
	}
}

/** Seconds that a pod's containers get to end. */
export function graceOf({metadata, spec}: PodObject): number {
	return metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

function signalGroup({pid}: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(-Number(pid), signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
