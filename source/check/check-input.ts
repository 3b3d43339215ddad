import type {AppInfo} from '../info/app.ts';
import type {DaemonFault} from '../info/daemon-fault.ts';
import type {LostApp} from '../info/lost-app.ts';
import type {Snapshot} from '../info/snapshot.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {NeededAccess} from '../ownership/permissions.ts';
import type {Reach} from '../ownership/reach.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import type {Routemap} from '../routemap/routemap.ts';

/** An app with what belongs to it. */
export interface CheckedApp {
	readonly info: AppInfo;
	readonly configMap: KubeObject;
	/** What its daemon takes short names for. */
	readonly types: ResourceTypes;
	/** Undefined when it does not parse. */
	readonly routemap: Routemap | undefined;
	/** Its live routes; one that does not exist stands as it should be. */
	readonly routes: readonly KubeObject[];
}

/** Something that the user, or a daemon, needs to be allowed and is not. */
export interface Denial {
	readonly who: NeededAccess['who'];
	readonly verb: string;
	/** `virtualservices.networking.istio.io in namespace models`. */
	readonly where: string;
}

/** All that a check looks at, read at one moment. */
export interface CheckInput {
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	/** Whether only one app was asked for. */
	readonly isOfOneApp: boolean;
	readonly now: Date;
	/** How far routemaps may reach. */
	readonly reach: Reach;
	readonly snapshot: Snapshot;
	readonly apps: readonly CheckedApp[];
	/** Apps that have lost their routemap, where more than one app was asked for. */
	readonly lost: readonly LostApp[];
	/** Objects that routemaps name, also those without the watch label. */
	readonly resources: Lookup;
	/** Kinds that the server lacks: InferenceService, VirtualService, HTTPRoute. */
	readonly missingKinds: ReadonlySet<string>;
	readonly inferenceServices: readonly KubeObject[];
	/** Deployments, Services and ConfigMaps with the watch label, where more than one app was asked for. */
	readonly watched: readonly KubeObject[];
	/** All VirtualServices and HTTPRoutes that could be read. */
	readonly allRoutes: readonly KubeObject[];
	/** Gateways that routes name, by `KIND-OF-ROUTE NAMESPACE/NAME`: whether each exists. What could not be read is left out. */
	readonly gateways: ReadonlyMap<string, boolean>;
	/**
	 * Services that routes send requests to, and those of apps' names, by `NAMESPACE/NAME`; undefined for one that does not exist, for
	 * an app's a ServiceEntry in its place. What could not be read is left out.
	 */
	readonly services: ReadonlyMap<string, KubeObject | undefined>;
	/** Deployments and StatefulSets that look like Iter8's own controller. */
	readonly iter8Controllers: readonly KubeObject[];
	readonly denials: readonly Denial[];
	/** What a daemon said last of routes that are not in force. */
	readonly faults: readonly DaemonFault[];
	/** Which of our policies (plugin/manifests) the API server enforces, by name; empty where that is not to be seen. */
	readonly policies: ReadonlyMap<string, boolean>;
	/** What could not be read, in a sentence each. */
	readonly unread: readonly string[];
}
