import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {Controller} from '../../daemon/controller.ts';
import {createLog} from '../../daemon/log.ts';
import {createEventRecorder} from '../../kube/event-recorder.ts';
import {runLease} from '../../kube/lease.ts';
import {clusterLeaseNamespace, leaseName} from '../../objects/lease.ts';
import type {Options} from '../../options/options.ts';
import type {watchVerb} from './flags.ts';
import {
	defaultResourceTypes
} from '../../objects/resource-types.ts';
import {gatewaySight} from '../../daemon/gateway-probe.ts';
import {readInput} from '../read-input.ts';
import {keepHeapSmall} from '../../daemon/small-heap.ts';
import { defaultResyncMs, parseControllerConfiguration, type ControllerConfiguration } from "../../routemap/controller-configuration.ts";
import type { Streams } from "../../objects/streams.ts";

export async function run(options: Options<typeof watchVerb.flags>): Promise<number> {
	const {flags, signal, now, streams} = options;
	const configuration = await readConfiguration(flags.config, streams);
	const target = await options.connect();
	const {cluster} = target;
	keepHeapSmall();
	const isClusterWide = flags.allNamespaces || (flags.namespace === undefined && configuration?.clusterScoped === true);
	const namespace = isClusterWide ? undefined : target.namespace;
	const identity = `${hostname()}_${randomUUID()}`;
	const log = createLog(line => streams.stderr.write(line), now);
	const recorder = createEventRecorder({
		cluster,
		component: leaseName,
		instance: identity,
		onError: error => log.warn('event not recorded', {error: error.message}),
		quiet: () => controller.idle(),
	});
	const controller = new Controller({
		cluster,
		namespace,
		types: configuration?.types ?? defaultResourceTypes,
		holdMs: flags.hold,
		drainMs: flags.drain,
		resyncMs: flags.resync ?? configuration?.resyncMs ?? defaultResyncMs,
		concurrency: flags.concurrency,
		now,
		log,
		recorder,
		sight: gatewaySight(target, flags.probeUrl, signal),
		signal,
	});
	log.info('started', {identity, server: cluster.server, namespace: namespace ?? '*'});
	try {
		await controller.start();
		await runLease({
			cluster,
			namespace: flags.leaseNamespace ?? namespace ?? clusterLeaseNamespace,
			name: leaseName,
			identity,
			signal,
			lead: leading => controller.lead(leading),
			onHolder: holder => log.info('lease', {holder, isOurs: holder === identity}),
			onError: error => log.warn('lease not renewed', {error: error.message}),
		});
	} catch (error) {
		if (!signal.aborted) throw error;
	}

	log.info('stopped', {identity});
	return 0;
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
