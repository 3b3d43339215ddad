import type {Tone} from '../print/color.ts';
import type {Cause} from '../routemap/assess/availability.ts';

/**
 * How a version fares, in one word; `describeState` makes the app's word of them. One that is blocked serves an old spec, as its
 * newest does not load.
 */
export type Phase = 'ready' | 'updating' | 'blocked' | 'loading' | 'failed' | 'down' | 'leaving' | 'absent';

export interface StateWord {
	/** At most three words, e.g. `candidate ready`. */
	readonly word: string;
	readonly tone: Tone;
}

/**
 * What the operator of an app should know: requests reach a version that cannot take them, a version's newest spec does not load,
 * a promotion is half done, or a route is not as it should be.
 */
export interface Warning {
	readonly kind: 'misrouted' | 'blocked' | 'half-done' | 'route';
	readonly words: string;
}

/** One version of an app. Times are RFC 3339 texts, as in the cluster. */
export interface VersionInfo {
	/** Name of the version's main resource, e.g. of its InferenceService; never that of a ConfigMap with its weight. */
	readonly name: string;
	/** The name, or NAMESPACE/NAME where another version of the app has the same name. */
	readonly title: string;
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
}

export interface AppInfo {
	readonly namespace: string;
	readonly name: string;
	/** Name of the ConfigMap. */
	readonly routemap: string;
	/** Which routing templates are called as; `custom` when there are none, or several of different names. */
	readonly strategy: string;
	readonly state: StateWord;
	/** The primary first; empty when the routemap cannot be read. */
	readonly versions: readonly VersionInfo[];
	readonly routes: readonly RouteInfo[];
	/** What is wrong with the routemap itself. */
	readonly faults: readonly string[];
	/** What its operator should know besides. */
	readonly warnings: readonly Warning[];
	readonly createdAt: string | undefined;
}
