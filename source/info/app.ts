import type {RolloutRecord} from '../rollout/record.ts';
import type {Cause} from '../routemap/assess/availability.ts';

/** How a version fares, in one word. One that is blocked serves an old spec, as its newest does not load. */
export type Phase = 'ready' | 'updating' | 'blocked' | 'loading' | 'failed' | 'down' | 'leaving' | 'absent';

/** One version of an app. Times are RFC 3339 texts, as in the cluster. */
export interface VersionInfo {
	/** Name of the version's main resource, e.g. of its InferenceService; never that of a ConfigMap with its weight. */
	readonly name: string;
	/** The name, or NAMESPACE/NAME where another version of the app has the same name. */
	readonly title: string;
	/** The name that its predictor has of its own, where it has one. */
	readonly predictor?: string;
	readonly kind: string;
	readonly namespace: string;
	readonly role: 'primary' | 'candidate';
	/** The label `app.kubernetes.io/version`. */
	readonly label: string | undefined;
	readonly phase: Phase;
	readonly isAvailable: boolean;
	readonly isUpToDate: boolean;
	/** Why it is unavailable or out of date; undefined when neither. */
	readonly cause: Cause | undefined;
	/** The same in words; empty when neither. */
	readonly reason: string;
	/** Since when it is as it is, where known. */
	readonly since: string | undefined;
	/** Until when it counts as available although its readiness is unknown. */
	readonly heldUntil: string | undefined;
	/** The weight that it has now: 0 while it is unavailable. */
	readonly weight: number;
	/** The weight that it has whenever it is available. */
	readonly ownWeight: number;
	/** Whether it gets no requests since the ConfigMap does not exist that its weight stands on. */
	readonly isWeightMissing?: true;
	/** Whether it is being deleted and has the finalizer that only a daemon, or a verb, takes away. */
	readonly isHeld: boolean;
	/** Finalizers of others that its deletion waits for. */
	readonly heldBy: readonly string[];
	/** By what the live route sends requests to it: as it takes all that is left, by clauses, by nothing, or by what is not understood. */
	readonly reachedBy: 'rest' | 'clauses' | 'nothing' | 'unknown';
	/** Which requests those are, in words, e.g. `traffic: test`, `everything else`, `none`. */
	readonly requests: string;
	readonly storageUri: string | undefined;
	readonly createdAt: string | undefined;
}

/** One route object that a routemap asks for. */
export interface RouteInfo {
	readonly template: string;
	readonly kind: string;
	readonly name: string;
	readonly exists: boolean;
	/** Whether it is what the routemap renders for the weights of now. */
	readonly isInForce: boolean;
	/** Why it is not in force, though its template renders, in words; empty where it is, or where the template is at fault. */
	readonly lag: string;
	/** Whether the live object of its name is somebody else's. */
	readonly isForeign: boolean;
	/** Why a gateway or Istio does not take the live object, by its status; undefined where they do not say so. */
	readonly refusal: string | undefined;
	/** Why Envoy takes no change of any route because of the live object, by what stands in it; undefined where it does. */
	readonly rejection: string | undefined;
}

/** A rollout whose record does not say that it has ended. */
export interface RolloutInfo extends Pick<
	RolloutRecord,
	'phase' | 'action' | 'title' | 'by' | 'startedAt' | 'executor'
> {
	/** Counts from 1. */
	readonly step: number;
	readonly steps: number;
	/** What that step does, in the imperative. */
	readonly doing: string;
	/** Whether it came to the deletion that it ends with, and that is done: nobody needs to go on with it. */
	readonly isOver?: true;
}

/** What is half done to a primary for a candidate. */
export interface HalfDone {
	/** Title of the candidate. */
	readonly candidate: string;
	/** `promote` has given the primary its spec, or `abort` has given the old one back. */
	readonly action: 'promote' | 'abort';
	/** Whether the candidate has been deleted meanwhile: nobody has seen yet that the primary serves its spec. */
	readonly isGone: boolean;
	/** Whether all is done but the deletion of the candidate, which was asked for. */
	readonly isLeaving?: true;
}

/** An app as its objects tell it; what is so of it then is for `statesOf` to say. */
export interface AppInfo {
	readonly namespace: string;
	readonly name: string;
	/** Name of the ConfigMap. */
	readonly routemap: string;
	/** Whether that is immutable, as ours are, so that it is only changed by another in its place. */
	readonly isImmutable: boolean;
	/** Which routing templates are called as; `custom` when there are none, or several of different names. */
	readonly strategy: string;
	/** The primary first; empty when the routemap cannot be read. */
	readonly versions: readonly VersionInfo[];
	readonly routes: readonly RouteInfo[];
	/** Whether the routemap has any routing template. */
	readonly isRouted: boolean;
	/** What is wrong with the routemap itself. */
	readonly faults: readonly string[];
	readonly halfDone: HalfDone | undefined;
	readonly rollout: RolloutInfo | undefined;
	/** How many earlier specs the primary says that it has had: `undo` goes back to them. */
	readonly pastChanges: number;
	/** Whether the record of its last rollout tells that it has had a version: where none is there, it was deleted since. */
	readonly wasDeployed: boolean;
	readonly createdAt: string | undefined;
}
