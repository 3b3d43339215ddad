import type {KubeObject} from '../../../source/objects/object.ts';
import type {ComponentServices} from '../../../source/sandbox/kserve/component-service.ts';
import type {Component} from '../../../source/sandbox/kserve/component.ts';
import type {Surroundings} from '../../../source/sandbox/kserve/surroundings.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import type {ModelServer} from './model-server.ts';
import {StatusWriter} from './status-writer.ts';

/** KServe on paper: it writes what it would of models that load at once, or when a test lets them, and serves none. */
export class PaperCluster implements Surroundings<ModelServer> {
	readonly #writer: StatusWriter;
	readonly #held = new Map<string, PromiseWithResolvers<void>>();

	constructor(api: ApiClient) {
		this.#writer = new StatusWriter(api);
	}

	/** From now on no new revision of an InferenceService loads. */
	hold(name: string): void {
		if (!this.#held.has(name)) this.#held.set(name, Promise.withResolvers());
	}

	/** Lets it load what was held. */
	release(name: string): void {
		this.#held.get(name)?.resolve();
		this.#held.delete(name);
	}

	async reconcileFinalizer(object: KubeObject): Promise<KubeObject> {
		return this.#writer.reconcileFinalizer(object);
	}

	async writeStatus(object: KubeObject, services: ComponentServices, progressDeadline: number): Promise<KubeObject> {
		return this.#writer.writeStatus(object, services, progressDeadline);
	}

	async startServer({object}: Component): Promise<ModelServer> {
		await this.#held.get(object.metadata.name)?.promise;
		return {address: {host: '127.0.0.1', port: 0}, pid: 0, kill: async () => undefined};
	}

	async route(): Promise<void> {}
	async drain(): Promise<void> {}
	async removeRoute(): Promise<void> {}
	async removeServer(): Promise<void> {}

	complain(trouble: string): void {
		console.error(`kserve on paper: ${trouble}`);
	}
}
