import type {EventRecorder} from '../kube/event-recorder.ts';
import type {ProbeResult, RouteProbe} from '../mesh/route-probe.ts';
import type {Cluster} from '../objects/cluster.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {HostIndex} from '../ownership/host-index.ts';
import type {Reach} from '../ownership/reach.ts';
import type {InformerSet} from './informer-set.ts';
import type {Log} from './log.ts';
import type {ReferenceIndex} from './reference-index.ts';
import type {RoutemapCache} from './routemap-cache.ts';
import type {WrittenRoutes} from './written-routes.ts';

/** What a daemon is told to do, and with what. Times are in milliseconds. */
export interface ControllerOptions {
	readonly cluster: Cluster;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	readonly types: ResourceTypes;
	/** How far routemaps may reach. */
	readonly reach: Reach;
	readonly holdMs: number;
	readonly drainMs: number;
	/** After this long from its deletionTimestamp an object is let go, whatever else is broken. */
	readonly deadlineMs: number;
	readonly resyncMs: number;
	readonly concurrency: number;
	readonly now: () => Date;
	readonly log: Log;
	readonly recorder: EventRecorder;
	/** Asks the gateway which route it follows; undefined where it is not to be asked. */
	readonly probeRoute?: (probe: RouteProbe) => Promise<ProbeResult>;
	readonly signal: AbortSignal;
}

/** What the daemon knows of the cluster, whether or not it leads. */
export interface ControllerState {
	readonly options: ControllerOptions;
	readonly routemaps: RoutemapCache;
	readonly references: ReferenceIndex;
	readonly written: WrittenRoutes;
	/** The live routes by their hosts. */
	readonly hosts: HostIndex;
	readonly informers: InformerSet;
}
