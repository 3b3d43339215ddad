import {setTimeout as delay} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {appVersionLabel, kindLabel, weightAnnotation} from '../../source/objects/labels.ts';
import {fieldAt, listAt, numberAt, type KubeObject} from '../../source/objects/object.ts';
import {
	configMaps,
	deployments,
	inferenceServices,
	services,
	virtualServices,
	type Resource,
} from '../../source/objects/resource.ts';
import {escapeLine} from '../../source/print/escape.ts';
import {commands} from '../../source/verbs/commands.ts';
import {startDaemon} from './daemon.ts';
import {playDeployments} from './deployments-in-memory.ts';
import {startExecutor} from './executor.ts';
import {killedCluster, type Death} from './killed-cluster.ts';
import {playKserve} from './kserve-in-memory.ts';
import {createMemoryCluster, type MemoryCluster} from './memory-cluster.ts';
import {runCommand} from './run-command.ts';

const stored: readonly Resource[] = [inferenceServices, deployments, configMaps, services, virtualServices];
const noon = new Date('2026-01-01T12:00:00Z');

/** What became of a verb. */
export interface Outcome {
	readonly stdout: string;
	/** Empty when it failed. */
	readonly stderr: string;
	/** The one line that it failed with. */
	readonly error: string | undefined;
}

/** An app `wisdom` in a memory cluster where KServe and the Deployment controller play. */
export interface PlayedApp {
	readonly cluster: MemoryCluster;
	readonly run: (line: string, death?: Death) => Promise<Outcome>;
	/** When nothing moves any more: the app in one line. */
	readonly settled: () => Promise<string>;
	readonly objects: () => readonly KubeObject[];
	readonly close: () => Promise<void>;
}

/** Opens a cluster with some objects; a daemon that performs rollouts leads if asked for. */
export async function playApp(objects: readonly KubeObject[], isLed = false): Promise<PlayedApp> {
	const cluster = createMemoryCluster(objects, {now: () => noon});
	const ending = new AbortController();
	const players = [playKserve(cluster, ending.signal), playDeployments(cluster, ending.signal)];
	const daemons = isLed
		? [await startExecutor(cluster), await startDaemon(cluster, {now: () => noon, drainMs: 1})]
		: [];
	return {
		cluster,
		async run(line, death) {
			const argv = line.split(' ');
			const command = await commands[argv[0] as 'deploy']();
			const seen = killedCluster(cluster, death).cluster;
			let stdout = '';
			try {
				const ran = await runCommand(command, argv, {
					cluster: seen,
					now: () => noon,
					onOutput: text => {
						stdout = text;
					},
				});
				return {stdout, stderr: ran.stderr, error: undefined};
			} catch (error) {
				return {stdout, stderr: '', error: escapeLine(error instanceof Error ? error.message : String(error))};
			}
		},
		async settled() {
			for (let before = stateOf(cluster); ;) {
				await delay(5);
				const now = stateOf(cluster);
				if (isDeepStrictEqual(before, now)) return now;
				before = now;
			}
		},
		objects: () => stored.flatMap(resource => cluster.peekAll(resource)),
		async close() {
			ending.abort(new Error('the test is over'));
			await Promise.all([...daemons.map(daemon => daemon.stop()), ...players]);
		},
	};
}

/** `wisdom-0 v1 two; wisdom-1 v1 two (going); routed: wisdom-0 70, wisdom-1 30; kept: history, rollout`. */
function stateOf(cluster: MemoryCluster): string {
	const versions = [inferenceServices, deployments].flatMap(resource => cluster.peekAll(resource)).map(versionWords);
	const routed = cluster
		.peekAll(virtualServices)
		.flatMap(route => listAt(listAt(route, 'spec', 'http').at(-1), 'route'))
		.map(target => `${/wisdom-\d/.exec(JSON.stringify(target))?.[0]} ${numberAt(target, 'weight') ?? 1}`);
	const named = cluster.peekAll(configMaps).flatMap(({metadata}) => {
		const weight = metadata.annotations?.[weightAnnotation];
		const what = weight === undefined ? metadata.labels?.[kindLabel] : `${metadata.name.slice(0, 8)}=${weight}`;
		return what ?? [];
	});
	return [
		versions.join(', ') || 'no version',
		`routed: ${routed.join(', ') || 'nothing'}`,
		`kept: ${named.join(', ')}`,
	].join('; ');
}

function versionWords(object: KubeObject): string {
	const {name, labels, deletionTimestamp} = object.metadata;
	const model = fieldAt(object, 'spec', 'predictor', 'model', 'storageUri');
	const image = fieldAt(listAt(object, 'spec', 'template', 'spec', 'containers')[0], 'image');
	const words = [name, labels?.[appVersionLabel], String(model ?? image).replace(/^.*[/:]/, '')];
	return [...words, ...(deletionTimestamp === undefined ? [] : ['(going)'])].join(' ');
}
