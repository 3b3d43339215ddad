import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ContainerPlace} from './container-process.ts';
import {now} from './container-state.ts';
import {Container, graceOf} from './container.ts';
import type {Node} from './node.ts';
import {makePodSandbox, type PodSandbox} from './pod-sandbox.ts';
import type {PodObject} from './pod-spec.ts';
import {podStatus, type PodCondition} from './pod-status.ts';
import {pause} from './prober.ts';
import {writeServiceAccount} from './service-account.ts';
import {makeVolumes} from './volumes.ts';

/** One pod: its namespaces, its containers in their order, its status in the API, and its end. */
export class Pod {
	readonly #node: Node;
	readonly #object: PodObject;
	readonly #address: string;
	readonly #wire: string;
	readonly #startTime = now();
	readonly #init: Container[] = [];
	readonly #main: Container[] = [];
	#sandbox: PodSandbox | undefined;
	#running: Promise<void> | undefined;
	#isEnding = false;
	#conditions: readonly PodCondition[] = [];
	#written = '';
	#writing: Promise<void> = Promise.resolve();

	/** @param number A number that no other pod of the node has. */
	constructor(node: Node, object: PodObject, address: string, number: number) {
		this.#node = node;
		this.#object = object;
		this.#address = address;
		this.#wire = `pod${number}`;
	}

	/** Starts it, and resolves when all of its containers are started. */
	async start(): Promise<void> {
		this.#running = this.#run();
		await this.#running;
	}

	/** Ends it and takes it out of the API. */
	async end(object: PodObject): Promise<void> {
		if (this.#isEnding) return;
		this.#isEnding = true;
		const deadline = performance.now() + graceOf(object) * 1000;
		const containers = [...this.#init, ...this.#main];
		await Promise.all(containers.map(async container => container.stop(deadline)));
		await this.#running?.catch(() => undefined);
		await this.#writing;
		await this.#sandbox?.remove();
		const body = {gracePeriodSeconds: 0, preconditions: {uid: object.metadata.uid}};
		await this.#node.api.call(this.#path(), {method: 'DELETE', body});
	}

	async #run(): Promise<void> {
		const {metadata, spec} = this.#object;
		const folder = join(this.#node.folder, 'pods', metadata.namespace, metadata.name);
		await mkdir(folder, {recursive: true});
		const mounts = await makeVolumes(this.#object, folder);
		if (spec.serviceAccountName !== undefined) mounts.push(await writeServiceAccount(this.#node, this.#object, folder));
		const sandbox = await makePodSandbox(this.#object.metadata, folder, mounts, this.#address, this.#wire);
		this.#sandbox = sandbox;
		await writeFile(join(folder, 'address'), this.#address);
		const place: ContainerPlace = {
			pod: this.#object,
			sandbox,
			place: {address: this.#address, node: this.#node.name, server: this.#node.server},
			folder,
			changed: () => this.#report(),
		};
		for (const container of spec.initContainers ?? []) this.#init.push(new Container(container, place));
		for (const container of spec.containers) this.#main.push(new Container(container, place));
		this.#report();
		for (const container of this.#init) {
			if (this.#isEnding || !(await container.run(true))) return;
		}

		if (this.#isEnding) return;
		for (const container of this.#main) void container.run(false);
	}

	/** Writes what is true now, unless it has been written; one write at a time. */
	#report(): void {
		this.#writing = this.#writing.then(async () => this.#write()).catch((error: unknown) => console.error(error));
	}

	async #write(): Promise<void> {
		const [init, main] = [this.#init, this.#main].map(list => list.map(container => container.status));
		const facts = {startTime: this.#startTime, address: this.#address, init: init ?? [], main: main ?? []};
		const status = podStatus(facts, this.#conditions);
		this.#conditions = status.conditions;
		const written = JSON.stringify(status);
		if (written === this.#written) return;
		const patch = {method: 'PATCH', contentType: 'application/merge-patch+json', body: {status}} as const;
		const {code, body} = await this.#node.api.call(`${this.#path()}/status`, patch);
		if (code === 404) return;
		if (code >= 300) throw new Error(`status of pod ${this.#path()}: ${JSON.stringify(body)}`);
		this.#written = written;
	}

	#path(): string {
		const {namespace, name} = this.#object.metadata;
		return `/api/v1/namespaces/${namespace}/pods/${name}`;
	}
}

/** Milliseconds between two tries to start a pod that could not be. */
const retry = 1000;

/** Starts a pod, again and again until it can be: its service account may come after it. */
export async function startPod(pod: Pod, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		try {
			return await pod.start();
		} catch (error) {
			console.error(error);
			await pause(retry, signal);
		}
	}
}
