import {finalizer} from '../../../source/objects/labels.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {inferenceServices} from '../../../source/objects/resource.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {appNames, createApps} from './apps.ts';
import {Changes, type Loop} from './changes.ts';
import {Daemon} from './daemon.ts';
import {Floor} from './floor.ts';
import {pathOf} from './paths.ts';
import {RouteWatch} from './route-watch.ts';
import {median, summarise, type Summary} from './statistics.ts';

export interface MeasureOptions {
	readonly apps: number;
	/** Changes of each loop. */
	readonly changes: number;
	/** Milliseconds between changes. */
	readonly gap: number;
	readonly executable: string;
	/** Options for the daemon's Node, e.g. `--cpu-prof`. */
	readonly nodeOptions: string;
}

export interface LoopResult extends Summary {
	/** CPU of the daemon, in milliseconds. */
	readonly cpuPerChange: number;
	readonly appliesPerChange: number;
}

export interface Result {
	readonly apps: number;
	readonly floor: Summary;
	/** The floor's median in each round: how steady the machine was. */
	readonly floorMedians: readonly number[];
	readonly loops: Readonly<Record<Loop, LoopResult>>;
	/** Milliseconds from the daemon's start until every app had its route, and until every version had our finalizer too. */
	readonly firstSync: {readonly routes: number; readonly finalizers: number};
	readonly memoryMiB: {readonly now: number; readonly peak: number};
	/** What the daemon complained of, lines of its log. */
	readonly warnings: readonly string[];
}

/** Each is one look at the floor, then at both loops, so that a busy spell of the machine meets all three. */
const rounds = 5;

/** Measures the daemon on a cluster of its own. */
export async function measure(options: MeasureOptions): Promise<Result> {
	const testbed = await startTestbed();
	try {
		return await measureOn(testbed, options);
	} finally {
		await testbed.stop();
	}
}

async function measureOn(testbed: Testbed, options: MeasureOptions): Promise<Result> {
	const {api} = testbed;
	const {gap, executable, nodeOptions} = options;
	const apps = appNames(options.apps);
	await createApps(api, apps);
	const floor = await Floor.prepare(api, apps);
	const routes = await RouteWatch.start(api);
	const from = performance.now();
	const daemon = await Daemon.start(testbed, executable, nodeOptions);
	const firstSync = await synced(api, routes, apps.length, from);
	await daemon.rests();

	const changes = new Changes(api, apps, routes, gap);
	const count = Math.ceil(options.changes / rounds);
	const floors: (readonly number[])[] = [];
	const loops = {closed: new LoopTotal(), open: new LoopTotal()};
	for (let round = 0; round < rounds; round++) {
		for (const loop of ['closed', 'open'] as const) {
			floors.push(await floor.measure(Math.ceil(count / 2), gap));
			const before = {cpuMs: daemon.cpuMs, events: routes.events};
			const latencies = await changes.make(count, loop);
			await daemon.rests();
			loops[loop].add(latencies, daemon.cpuMs - before.cpuMs, routes.events - before.events);
		}
	}

	floors.push(await floor.measure(Math.ceil(count / 2), gap));
	const {memoryMiB} = daemon;
	await daemon.stop();
	const {warnings} = daemon;
	routes.stop();
	return {
		apps: apps.length,
		floor: summarise(floors.flat()),
		floorMedians: floors.map(median),
		loops: {closed: loops.closed.result, open: loops.open.result},
		firstSync,
		memoryMiB,
		warnings,
	};
}

async function synced(api: ApiClient, routes: RouteWatch, count: number, from: number): Promise<Result['firstSync']> {
	await waitFor(`a route for each of ${count} apps`, async () => routes.count >= count, 120_000, 10);
	const afterRoutes = performance.now() - from;
	const areGuarded = async (): Promise<boolean> => {
		const {items} = (await api.expect(pathOf(inferenceServices))) as {readonly items: readonly KubeObject[]};
		return items.every(({metadata}) => metadata.finalizers?.includes(finalizer));
	};

	await waitFor('a finalizer on each version', areGuarded, 120_000, 250);
	return {routes: afterRoutes, finalizers: performance.now() - from};
}

/** What the rounds of one loop came to. */
class LoopTotal {
	readonly #latencies: number[] = [];
	#cpuMs = 0;
	#applies = 0;

	add(latencies: readonly number[], cpuMs: number, applies: number): void {
		this.#latencies.push(...latencies);
		this.#cpuMs += cpuMs;
		this.#applies += applies;
	}

	get result(): LoopResult {
		const count = this.#latencies.length;
		return {
			...summarise(this.#latencies),
			cpuPerChange: this.#cpuMs / count,
			appliesPerChange: this.#applies / count,
		};
	}
}
