import {setTimeout as delay} from 'node:timers/promises';
import {fieldAt, listAt, numberAt, stringAt, type KubeObject} from '../../../../source/objects/object.ts';
import {startModelServer, type ModelServer} from '../../kserve/model-server.ts';
import {follow} from '../../testbed/follow.ts';
import {addLoopbackAddresses, type LoopbackAddresses} from '../../testbed/loopback-addresses.ts';
import {modelUri, type ModelName} from '../../testbed/models.ts';
import {identityOf, isAlive} from '../../testbed/processes.ts';
import type {Testbed} from '../../testbed/testbed.ts';
import {waitFor} from '../../testbed/wait.ts';
import {startWorkloadControllers} from '../../testbed/workload-controllers.ts';

/** What runs the pods of namespace default. */
export interface Pods {
	/** Ends all pods; their objects stay. */
	stop(): Promise<void>;
}

/** Where each pod's model server listens, at the pod's own address. */
export const podPort = 8080;

/** The image that a pod of a model has: it tells which model the pod is to load. */
export function imageOf(model: ModelName): string {
	return `models/${model}:1`;
}

const most = 12;
const path = '/api/v1/namespaces/default/pods';

/**
 * Runs pods in the testbed's ordinary world: Kubernetes' own controllers make them of Deployments and EndpointSlices of them, and each
 * is MLServer at an address of its own on the loopback device, which is ready when its model is and ends as Kubernetes ends one.
 */
export async function startPods(testbed: Testbed): Promise<Pods> {
	const loopback = await addLoopbackAddresses(most);
	await startWorkloadControllers(testbed);
	return new Kubelet(testbed, loopback);
}

class Kubelet implements Pods {
	readonly #testbed: Testbed;
	readonly #loopback: LoopbackAddresses;
	readonly #free: string[];
	readonly #servers = new Map<string, Promise<ModelServer>>();
	readonly #ending = new Set<string>();
	readonly #end = new AbortController();
	readonly #following: Promise<void>;

	constructor(testbed: Testbed, loopback: LoopbackAddresses) {
		this.#testbed = testbed;
		this.#loopback = loopback;
		this.#free = [...loopback.addresses];
		const see = (pod: KubeObject): void => void this.#see(pod).catch((error: unknown) => this.#complain(pod, error));
		this.#following = follow(testbed.api, path, this.#end.signal, {changed: see, gone: () => undefined});
	}

	async stop(): Promise<void> {
		this.#end.abort();
		await this.#following;
		await Promise.allSettled([...this.#servers.values()].map(async server => (await server).kill()));
		await this.#loopback.remove();
	}

	async #see(pod: KubeObject): Promise<void> {
		const uid = pod.metadata.uid ?? '';
		if (pod.metadata.deletionTimestamp !== undefined) {
			if (this.#ending.has(uid)) return;
			this.#ending.add(uid);
			return this.#terminate(pod, uid);
		}

		if (this.#servers.has(uid)) return;
		const server = this.#start(pod);
		this.#servers.set(uid, server);
		const {host} = (await server).address;
		const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(type => ({
			type,
			status: 'True',
		}));
		const status = {phase: 'Running', podIP: host, podIPs: [{ip: host}], conditions};
		await this.#call(`${path}/${pod.metadata.name}/status`, 'PATCH', {status});
	}

	/** As the scheduler and a kubelet do; resolves when the model is loaded. */
	async #start(pod: KubeObject): Promise<ModelServer> {
		const {name} = pod.metadata;
		const {api, processes, runDir} = this.#testbed;
		const target = {kind: 'Node', name: 'testbed'};
		const body = {apiVersion: 'v1', kind: 'Binding', metadata: {name}, target};
		await api.expect(`${path}/${name}/binding`, {method: 'POST', body});
		const host = this.#free.shift();
		if (host === undefined) throw new Error(`no address is left: ${most} pods have been started`);
		const image = stringAt(listAt(pod, 'spec', 'containers')[0], 'image') ?? '';
		const model = image.replace(/^models\//, '').replace(/:.*$/, '') as ModelName;
		const place = {processes, folder: runDir, revision: name, host, port: podPort};
		return startModelServer({...place, model: 'wisdom', storageUri: modelUri(model)});
	}

	/** The preStop hook, SIGTERM, and the end of the object: a pod serves on until its hook is over. */
	async #terminate(pod: KubeObject, uid: string): Promise<void> {
		const server = await this.#servers.get(uid)?.catch(() => undefined);
		if (server) {
			const [container] = listAt(pod, 'spec', 'containers');
			const seconds = numberAt(container, 'lifecycle', 'preStop', 'sleep', 'seconds') ?? 0;
			await delay(seconds * 1000, undefined, {signal: this.#end.signal});
			const identity = identityOf(server.pid);
			process.kill(server.pid, 'SIGTERM');
			await waitFor(`the end of ${pod.metadata.name}`, async () => !isAlive(identity), 30_000);
			this.#free.push(server.address.host);
		}

		this.#servers.delete(uid);
		await this.#call(`${path}/${pod.metadata.name}`, 'DELETE', {gracePeriodSeconds: 0, preconditions: {uid}});
	}

	/** An object that is gone needs nothing more. */
	async #call(at: string, method: 'PATCH' | 'DELETE', body: unknown): Promise<void> {
		const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
		const answer = await this.#testbed.api.call(at, {method, body, contentType});
		if (answer.code >= 300 && answer.code !== 404) throw new Error(`${method} ${at}: ${JSON.stringify(answer.body)}`);
	}

	#complain({metadata}: KubeObject, error: unknown): void {
		if (!this.#end.signal.aborted) console.error(`pod ${metadata.name}:`, error, fieldAt(metadata, 'uid'));
	}
}
