import type {KubeObject} from '../../objects/object.ts';
import {deployments, pods, services, virtualServices} from '../../objects/resource.ts';
import type {Store} from '../api/store.ts';
import type {Address} from '../gateway/upstream.ts';
import {ComponentServers} from './component-servers.ts';
import {childrenOf, type ComponentService, type ComponentServices} from './component-service.ts';
import {serviceName, type Component} from './component.ts';
import {Endpoints} from './endpoints.ts';
import {modeOf, type SandboxMode} from './mode.ts';
import {componentPods, podName} from './pod-objects.ts';
import type {Revision} from './revision.ts';
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

/** What InferenceServices do in the sandbox: objects in the store, model servers in this process. */
export class StoreSurroundings implements Surroundings<RevisionServer> {
	readonly endpoints = new Endpoints();
	readonly complain: (trouble: string) => void;
	readonly #store: Store;
	readonly #mode: SandboxMode;
	readonly #writer: StatusWriter;
	readonly #servers: ComponentServers;
	/** Where the server of a revision listens, by the revision's host. */
	readonly #started = new Map<string, Address>();
	/** In Knative mode: the hosts of components, and those of the revisions that they lead to. */
	readonly #routed = new Map<string, string>();

	constructor({store, mode, loadTimeMs, complain}: StoreSurroundingsOptions, writer: StatusWriter) {
		this.#store = store;
		this.#mode = mode;
		this.complain = complain;
		this.#writer = writer;
		this.#servers = new ComponentServers({
			// what was there from the start is loaded at once
			loadTimeMs: () => (writer.hasBegun ? loadTimeMs : 0),
			findPredictor: (object, ended) => {
				const host = componentHost({object, component: 'predictor'});
				return this.endpoints.enter(this.#routed.get(host) ?? host, ended);
			},
		});
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
		if (children && isThere) {
			for (const [component, service] of childrenOf(children)) this.#writePods({object, component}, service);
			if (this.#isStandard(object)) this.#writeDeployments(object, children);
			else this.#writeEntrance(object, children);
		}

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

	#writePods(component: Component, service: ComponentService): void {
		const wanted = componentPods(component, service);
		for (const pod of wanted) this.#store.put(pod, 'kubelet');
		const names = new Set(wanted.map(({metadata}) => metadata.name));
		const gone = service.revisions.map(({name}) => podName(name)).filter(name => !names.has(name));
		for (const name of gone) this.#store.remove(pods, service.namespace, name);
	}

	/** The InferenceService's own name leads to the component that requests enter by, once that can be asked. */
	#writeEntrance(object: KubeObject, children: ComponentServices): void {
		if (childrenOf(children).at(-1)?.[1].routed === undefined) return;
		for (const entrance of ownEntrance(object)) this.#store.put(entrance, 'controller');
	}

	async startServer(component: Component, revision: Revision, onFetched: () => void): Promise<RevisionServer> {
		const {object} = component;
		const server = await this.#servers.start(component, revision, onFetched);
		const {address} = server;
		const host = revisionHost(namespaceOf(object), revision.name);
		this.#started.set(host, address);
		if (!this.#isStandard(object)) this.endpoints.serve(host, address);
		return {
			kill: async () => {
				this.endpoints.leave(host, address);
				await server.close();
			},
		};
	}

	async route(component: Component, revision: string): Promise<void> {
		const host = revisionHost(namespaceOf(component.object), revision);
		if (this.#isStandard(component.object)) {
			const address = this.#started.get(host);
			if (address !== undefined) this.endpoints.serve(componentHost(component), address);
			this.#store.put(componentServiceObject(component), 'controller');
			return;
		}

		this.#routed.set(componentHost(component), host);
		this.#store.put(componentRoute(component, revision), 'controller');
	}

	activatorOf(object: KubeObject): Activator | undefined {
		return this.#isStandard(object) ? undefined : this.endpoints;
	}

	/** A revision without traffic runs on for much longer than any answer takes. */
	async drain(): Promise<void> {}

	async removeRoute(component: Component): Promise<void> {
		const {name} = component.object.metadata;
		const namespace = namespaceOf(component.object);
		const own = serviceName(name, component.component);
		if (this.#isStandard(component.object)) {
			this.endpoints.remove(componentHost(component));
			this.#store.remove(services, namespace, own);
			this.#store.remove(deployments, namespace, own);
			return;
		}

		this.#routed.delete(componentHost(component));
		this.#store.remove(virtualServices, namespace, componentRouteName(name, component.component));
		if (component.component !== 'predictor') return;
		// without a predictor there is nothing to enter
		this.#store.remove(virtualServices, namespace, name);
		this.#store.remove(services, namespace, name);
	}

	async removeServer({object}: Component, revision: string): Promise<void> {
		const host = revisionHost(namespaceOf(object), revision);
		this.endpoints.remove(host);
		this.#started.delete(host);
		this.#store.remove(pods, namespaceOf(object), podName(revision));
	}
}
