import {setTimeout as delay} from 'node:timers/promises';
import {fieldAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import {configMaps, leases} from '../../../source/objects/resource.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {startTestbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {appNames, createApps, createNamespace} from './apps.ts';
import {Changes} from './changes.ts';
import {Daemon} from './daemon.ts';
import {inParallel} from './in-parallel.ts';
import {pathOf} from './paths.ts';
import {RouteWatch} from './route-watch.ts';
import {summarise, type Summary} from './statistics.ts';

export interface NeighbourOptions {
	readonly apps: number;
	readonly neighbours: number;
	readonly seconds: number;
	/** Milliseconds between changes of the honest apps. */
	readonly gap: number;
	readonly executable: string;
	/** What the neighbours write each second. */
	readonly routemap: (index: number, turn: number, namespace: string) => KubeObject;
}

export interface NeighbourResult {
	readonly reaction: Summary;
	readonly leader: ProcessResult;
	readonly standby: ProcessResult;
	/** How often the lease changed hands after the first time. */
	readonly handovers: number;
	/** How often the neighbours' routemaps were written. */
	readonly rewrites: number;
	/** Events about the neighbours' routemaps. */
	readonly events: number;
}

interface ProcessResult {
	readonly peakMiB: number;
	readonly cpuSeconds: number;
	readonly isAlive: boolean;
}

const others = 'others';

/** Measures how fast the routes of honest apps follow while the routemaps of another namespace are rewritten every second. */
export async function measureBeside(options: NeighbourOptions): Promise<NeighbourResult> {
	const testbed = await startTestbed();
	try {
		const {api} = testbed;
		const apps = appNames(options.apps);
		await createApps(api, apps);
		await createNamespace(api, others);
		const routes = await RouteWatch.start(api);
		const leader = await Daemon.start(testbed, options.executable, '', {name: 'daemon', argv: ['watch', '-A']});
		await waitFor('a route for each app', async () => routes.count >= apps.length, 120_000, 10);
		const standby = await Daemon.start(testbed, options.executable, '', {name: 'standby', argv: ['watch', '-A']});
		await leader.rests();
		const before = await transitionsOf(api);
		const ending = new AbortController();
		const writing = rewrite(api, options, ending.signal);
		const changes = new Changes(api, apps, routes, options.gap);
		const latencies = await changes.make(Math.round((options.seconds * 1000) / options.gap), 'open');
		ending.abort();
		const rewrites = await writing;
		const result = {
			reaction: summarise(latencies),
			leader: resultOf(leader),
			standby: resultOf(standby),
			handovers: (await transitionsOf(api)) - before,
			rewrites,
			events: await eventsOf(api),
		};
		await leader.stop();
		await standby.stop();
		routes.stop();
		return result;
	} finally {
		await testbed.stop();
	}
}

/** Writes all neighbours' routemaps anew each second until the signal aborts; how often it did. */
async function rewrite(api: ApiClient, {neighbours, routemap}: NeighbourOptions, signal: AbortSignal): Promise<number> {
	const indices = Array.from({length: neighbours}, (_, index) => index);
	let rewrites = 0;
	for (let turn = 0; !signal.aborted; turn++) {
		const pause = delay(1000);
		await inParallel(indices, async index => {
			const body = routemap(index, turn, others);
			const {name} = body.metadata;
			await (turn === 0
				? api.expect(pathOf(configMaps, '', others), {method: 'POST', body})
				: api.expect(pathOf(configMaps, name, others), {method: 'PUT', body}));
			rewrites++;
		});
		await pause;
	}

	return rewrites;
}

function resultOf(daemon: Daemon): ProcessResult {
	const {isAlive} = daemon;
	if (!isAlive) return {peakMiB: Number.NaN, cpuSeconds: Number.NaN, isAlive};
	return {peakMiB: daemon.memoryMiB.peak, cpuSeconds: daemon.cpuMs / 1000, isAlive};
}

async function transitionsOf(api: ApiClient): Promise<number> {
	const lease = await api.expect(pathOf(leases, 'kubectl-iter8', 'kube-system'));
	return Number(fieldAt(lease, 'spec', 'leaseTransitions'));
}

async function eventsOf(api: ApiClient): Promise<number> {
	const {items} = (await api.expect(`/api/v1/namespaces/${others}/events`)) as {readonly items: readonly KubeObject[]};
	return items.filter(event => stringAt(event, 'involvedObject', 'kind') === 'ConfigMap').length;
}
