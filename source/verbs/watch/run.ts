import {defaultSettings, runDaemon, type DaemonSettings} from '../../daemon/run-daemon.ts';
import {refuseMissingNamespace} from '../../kube/missing-namespace.ts';
import type {Streams} from '../../objects/streams.ts';
import type {FlagValues} from '../../options/flag.ts';
import type {OptionsOf} from '../../options/options.ts';
import {streamWriter} from '../../process/line-writer.ts';
import {parseControllerConfiguration, type ControllerConfiguration} from '../../routemap/controller-configuration.ts';
import {reachOf} from '../reach-of.ts';
import {readInput} from '../read-input.ts';
import type {watchVerb} from './flags.ts';

/** Within a second of its signal it is gone, its last words included. */
const longestEndMs = 600;

/** Runs the daemon until a signal ends it, which is what it is for: exit code 0. */
export async function run({flags, signal, now, streams, connect}: OptionsOf<typeof watchVerb>): Promise<number> {
	const configuration = await readConfiguration(flags.config, streams);
	// Nobody sits before a daemon, and stderr is its log.
	const target = await connect('none');
	const isClusterWide = flags.allNamespaces || (flags.namespace === undefined && configuration?.clusterScoped === true);
	if (!isClusterWide) await refuseMissingNamespace(target.cluster, target.namespace, signal);
	await runDaemon({
		target,
		namespace: isClusterWide ? undefined : target.namespace,
		settings: settingsOf(flags, configuration),
		writeLog: streamWriter(streams.stderr),
		longestEndMs,
		now,
		signal,
	});
	return 0;
}

/** What the flags say, else Iter8's configuration file, else what holds by default. */
export function settingsOf(
	flags: FlagValues<typeof watchVerb.flags>,
	configuration: ControllerConfiguration | undefined,
): DaemonSettings {
	return {
		types: configuration?.types ?? defaultSettings.types,
		holdMs: flags.hold,
		drainMs: flags.drain,
		deadlineMs: flags.deadline,
		reach: reachOf(flags),
		resyncMs: flags.resync ?? configuration?.resyncMs ?? defaultSettings.resyncMs,
		concurrency: flags.concurrency,
		leaseNamespace: flags.leaseNamespace,
		probeUrl: flags.probeUrl,
		executesRollouts: flags.rollouts,
	};
}

async function readConfiguration(
	file: string | undefined,
	streams: Streams,
): Promise<ControllerConfiguration | undefined> {
	if (file === undefined) return undefined;
	const content = await readInput(file, streams);
	try {
		return parseControllerConfiguration(content);
	} catch (error) {
		throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	}
}
