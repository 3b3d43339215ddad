import {inferenceServices} from '../../objects/resource.ts';
import type {Store} from '../api/store.ts';
import type {FindAddress} from '../gateway/upstream.ts';
import {LiveServices} from './live-services.ts';
import type {SandboxMode} from './mode.ts';
import {StatusWriter} from './status-writer.ts';
import {StoreSurroundings} from './store-surroundings.ts';
import type {KserveTimes} from './surroundings.ts';

interface KserveOptions {
	readonly store: Store;
	readonly mode: SandboxMode;
	/** How long a model takes to load, in milliseconds. */
	readonly loadTimeMs: number;
	/** Told of what went wrong. */
	readonly complain: (trouble: string) => void;
	/** @default those of the mode */
	readonly times?: Partial<KserveTimes>;
}

/** KServe and Knative in the sandbox. */
export interface Kserve {
	/** Serves the in-mesh hosts of revisions, or of components in Standard mode, and no others. */
	readonly addressOf: FindAddress;
	/** Ends the controller and every model server, and leaves objects as they are. */
	stop(): Promise<void>;
}

/**
 * Knative keeps a revision for a minute after its last request, or its last traffic, and gives a failing one up after ten; here it
 * takes long enough for the requests under way, and to be seen.
 */
const knativeTimes: KserveTimes = {
	observeDelay: 20,
	readyDelay: 0,
	scaleDownDelay: 5000,
	idleDelay: 30_000,
	progressDeadline: 30_000,
};

/** A Deployment ends an old pod as soon as the new one is ready; the pod answers what it was asked before. */
const standardTimes: KserveTimes = {...knativeTimes, scaleDownDelay: 500};

/**
 * Serves the InferenceServices of a store from now on, as KServe does. Those that are there already are as in a
 * cluster that has run for a while: resolves when their models are loaded, which takes no time, and their last statuses stored.
 */
export async function startKserve(options: KserveOptions): Promise<Kserve> {
	const {store, mode} = options;
	const times = {...(mode === 'Standard' ? standardTimes : knativeTimes), ...options.times};
	const present = store.list(inferenceServices).items;
	const writer = new StatusWriter(store, mode, present);
	const surroundings = new StoreSurroundings(options, writer);
	const live = new LiveServices(surroundings, times);
	for (const object of present) live.see(object);
	await writer.begin();
	const unsubscribe = store.onChange(({kind, before, after}) => {
		if (kind.plural !== inferenceServices.plural || kind.group !== inferenceServices.group) return;
		if (after !== undefined) live.see(after);
		else if (before !== undefined) live.forget(before);
	});
	live.seeAll(store.list(inferenceServices).items);
	return {
		addressOf: (host, _, ended) => surroundings.endpoints.enter(host, ended),
		async stop() {
			unsubscribe();
			await live.stop();
		},
	};
}
