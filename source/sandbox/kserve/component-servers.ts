import {setTimeout as delay} from 'node:timers/promises';
import {servedName} from '../../kserve/served-name.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Sought} from '../gateway/upstream.ts';
import type {LoopbackServer} from '../models/loopback.ts';
import {startModelServer} from '../models/model-server.ts';
import {loadModel} from '../models/model.ts';
import {findTextModel} from '../models/text-model.ts';
import {startTransformer} from '../models/transformer.ts';
import type {Component} from './component.ts';
import type {Revision} from './revision.ts';

interface ComponentServersOptions {
	/** How long a model takes to load at present, in milliseconds. */
	readonly loadTimeMs: () => number;
	/** Where the predictor of an InferenceService is served, for one request until `ended`. */
	readonly findPredictor: (object: KubeObject, ended: Promise<unknown>) => Sought;
}

/** Of a model's time to load, the share in which it is fetched; then its server starts. */
const fetching = 0.25;
/** And the share that a transformer takes, which fetches nothing. */
const transformerShare = 0.5;

/** Starts the servers of components, in this process. */
export class ComponentServers {
	readonly #options: ComponentServersOptions;

	constructor(options: ComponentServersOptions) {
		this.#options = options;
	}

	/** Resolves when the server answers; `onFetched` is told once the model is there. Rejects with a LoadError when it does not load. */
	async start({object, component}: Component, revision: Revision, onFetched: () => void): Promise<LoopbackServer> {
		const {name} = object.metadata;
		if (component === 'transformer') {
			await this.#load(transformerShare);
			return startTransformer({name, predictor: ended => this.#options.findPredictor(object, ended)});
		}

		await this.#load(fetching);
		const {storageUri} = revision.template;
		const text = findTextModel(storageUri);
		const loaded = text ? {text} : {model: loadModel(storageUri)};
		onFetched();
		await this.#load(1 - fetching);
		return startModelServer({server: revision.name, name: servedName(object).name, ...loaded});
	}

	async #load(share: number): Promise<void> {
		const time = this.#options.loadTimeMs();
		if (time > 0) await delay(time * share, undefined, {ref: false});
	}
}
