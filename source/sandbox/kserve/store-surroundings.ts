import {setTimeout as delay} from 'node:timers/promises';
import {namespacedName, type KubeObject} from '../../objects/object.ts';
import {deployments, services, virtualServices} from '../../objects/resource.ts';
import type {Store} from '../api/store.ts';
import {startModelServer, type ModelServer} from '../models/model-server.ts';
import {loadModel} from '../models/model.ts';
import {childrenOf, type ComponentServices, type Revision} from './component-service.ts';
import {serviceName, type Component} from './component.ts';
import {Endpoints} from './endpoints.ts';
import {modeOf, type SandboxMode} from './mode.ts';
import {componentRoute, componentRouteName, namespaceOf, ownEntrance, revisionHost} from './routes.ts';
import {componentDeployment, componentServiceObject, deploymentStatus} from './standard-objects.ts';
import {componentHost} from './standard-status.ts';
import type {StatusWriter} from './status-writer.ts';
import type {Activator, RevisionServer, Surroundings} from './surroundings.ts';

interface StoreSurroundingsOptions {
	readonly store: Store;
	readonly mode: SandboxMode;
	/** How long a model takes to load, in milliseconds. */
	readonly loadTimeMs: number;
	/** Told of what went wrong. */
	readonly complain: (trouble: string) => void;
}

/** Of a pod's load, the share in which its model is fetched; then its server starts. */
const fetching = 0.25;

/** What InferenceServices do in the sandbox: objects in the store, model servers in this process. */
export class StoreSurroundings implements Surroundings<RevisionServer> {
	readonly endpoints = new Endpoints();
	readonly complain: (trouble: string) => void;
	readonly #store: Store;
	readonly #loadTimeMs: number;
	readonly #mode: SandboxMode;
	readonly #writer: StatusWriter;
	readonly #servers = new Map<string, ModelServer>();

	constructor({store, mode, loadTimeMs, complain}: StoreSurroundingsOptions, writer: StatusWriter) {
		this.#store = store;
		this.#mode = mode;
		this.#loadTimeMs = loadTimeMs;
		this.complain = complain;
		this.#writer = writer;
	}

	async reconcileFinalizer(object: KubeObject): Promise<KubeObject> {
		return this.#writer.reconcileFinalizer(object);
	}

	async writeStatus(
		object: KubeObject,
		children: ComponentServices | undefined,
		progressDeadline: number,
	): Promise<KubeObject> {
		const isThere = this.#writer.isThere(object);
		if (children && isThere && this.#isStandard(object)) this.#writeDeployments(object, children);
		return this.#writer.writeStatus(object, children, progressDeadline);
	}

	#isStandard(object: KubeObject): boolean {
		return modeOf(object, this.#mode) === 'Standard';
	}

	#writeDeployments(object: KubeObject, children: ComponentServices): void {
		for (const [component, service] of childrenOf(children)) {
			const wanted = componentDeployment({object, component}, service);
			const live = this.#store.get(deployments, wanted.metadata.namespace, wanted.metadata.name);
			// with the status that it has, or watchers would see it vanish for a moment
			const {metadata} = this.#store.put({...wanted, ...(live && {status: live['status']})}, 'controller');
			const status = deploymentStatus(service, metadata.generation ?? 1);
			this.#store.setStatus(deployments, metadata.namespace, metadata.name, status);
		}
	}

	async startServer({object}: Component, {name, template}: Revision, onFetched: () => void): Promise<RevisionServer> {
		const wait = async (share: number): Promise<void> => {
			if (this.#writer.hasBegun) await delay(this.#loadTimeMs * share, undefined, {ref: false});
		};
		await wait(fetching);
		const model = loadModel(template.storageUri);
		onFetched();
		await wait(1 - fetching);
		const server = await startModelServer({server: name, model, name: object.metadata.name});
		this.#servers.set(namespacedName(namespaceOf(object), name), server);
		if (!this.#isStandard(object)) this.endpoints.serve(revisionHost(namespaceOf(object), name), server.address);
		return {kill: async () => server.close()};
	}

	async route(component: Component, revision: string): Promise<void> {
		const {object} = component;
		const namespace = namespaceOf(object);
		const server = this.#servers.get(namespacedName(namespace, revision));
		if (this.#isStandard(object)) {
			if (server !== undefined) this.endpoints.serve(componentHost(component), server.address);
			this.#store.put(componentServiceObject(component), 'controller');
			return;
		}

		this.#store.put(componentRoute(component, revision), 'controller');
		for (const entrance of ownEntrance(object)) this.#store.put(entrance, 'controller');
	}

	activatorOf(object: KubeObject): Activator | undefined {
		return this.#isStandard(object) ? undefined : this.endpoints;
	}

	/** A revision without traffic runs on for much longer than any answer takes. */
	async drain(): Promise<void> {}

	async removeRoute(component: Component): Promise<void> {
		const {name} = component.object.metadata;
		const namespace = namespaceOf(component.object);
		if (this.#isStandard(component.object)) {
			this.endpoints.remove(componentHost(component));
			this.#store.remove(services, namespace, serviceName(name, component.component));
			this.#store.remove(deployments, namespace, serviceName(name, component.component));
			return;
		}

		this.#store.remove(virtualServices, namespace, componentRouteName(name, component.component));
		this.#store.remove(virtualServices, namespace, name);
		this.#store.remove(services, namespace, name);
	}

	async removeServer({object}: Component, revision: string): Promise<void> {
		const namespace = namespaceOf(object);
		this.endpoints.remove(revisionHost(namespace, revision));
		this.#servers.delete(namespacedName(namespace, revision));
	}
}
