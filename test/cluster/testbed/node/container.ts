import {startContainer, type ContainerPlace, type ContainerProcess} from './container-process.ts';
import {backOffBefore, type ContainerState, type ContainerStatus, type Terminated} from './container-state.ts';
import {imageNamed, type Image} from './images.ts';
import type {ContainerSpec, PodObject} from './pod-spec.ts';
import {getSucceeds, keepProbing, pause} from './prober.ts';

/** One container as a process of this machine, started again whenever it ends. */
export class Container {
	readonly #spec: ContainerSpec;
	readonly #place: ContainerPlace;
	readonly #ending = new AbortController();
	#process: ContainerProcess | undefined;
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
		await running?.end(deadline);
	}

	async #once(image: Image): Promise<Terminated> {
		const process = await startContainer(this.#spec, image, this.#place);
		this.#process = process;
		// it was told to end while it was being started
		if (this.#ending.signal.aborted) process.kill();
		this.#become({running: {startedAt: process.startedAt}});
		const probing = new AbortController();
		const probes = this.#probe(probing.signal);
		const terminated = await process.ended;
		this.#process = undefined;
		probing.abort();
		await probes;
		return terminated;
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
		void this.#process?.end(performance.now() + graceOf(pod) * 1000);
	}

	async #preStop(deadline: number): Promise<void> {
		const {preStop} = this.#spec.lifecycle ?? {};
		const left = Math.max(1, Math.round(deadline - performance.now()));
		if (preStop?.sleep) await pause(Math.min(left, preStop.sleep.seconds * 1000), this.#ending.signal);
		if (preStop?.httpGet) await getSucceeds(preStop.httpGet, this.#spec, this.#place.sandbox.address, left);
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
