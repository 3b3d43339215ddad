import type {Compared} from '../actions/compare/compare.ts';
import type {ComparisonPlan} from '../actions/compare/comparison-plan.ts';
import type {Question} from '../analysis/verdict.ts';
import type {ModelAnswer} from '../inference/outputs.ts';
import type {LostApp} from '../info/lost-app.ts';
import type {Follow, Snapshot} from '../info/snapshot.ts';
import type {AppNumbers} from '../metrics/numbers.ts';
import type {LogPlace} from '../objects/log-place.ts';
import type {KubeObject} from '../objects/object.ts';
import type {AppKinds, Forbidden} from '../ownership/permissions.ts';
import type {ConnectionWords} from '../print/command-line.ts';
import type {VersionTest} from '../rollout/version-test.ts';
import type {ActionContext} from '../runner/action-context.ts';
import type {NamesBelow} from '../snapshot/follow-events.ts';
import type {OnPods, PodsOf} from '../snapshot/follow-pods.ts';

/** Where the terminal UI looks. */
export interface Place {
	/** Name of the kubeconfig's context; undefined inside a cluster. */
	readonly context: string | undefined;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
}

/** An app by its name. */
export interface AppReference {
	readonly namespace: string;
	readonly name: string;
}

/** What one answer of a test said. */
export interface TestOutcome {
	/** The `app-version` header; undefined when there was none. */
	readonly version: string | undefined;
	/** HTTP status; undefined when there was no answer. */
	readonly status: number | undefined;
	readonly latencyMs: number;
	/** Why it counts as failed; undefined when it does not. */
	readonly failure: string | undefined;
	/** Which version was asked, and by what; undefined where the app was. */
	readonly asked?: {readonly version: string; readonly by: string};
	/** What a version that was asked said; undefined where that is no inference. */
	readonly answer?: ModelAnswer | undefined;
}

export interface TestOptions {
	/** A candidate that is asked the same as the primary, so often each; undefined asks the app. */
	readonly version: string | undefined;
	readonly headers: Readonly<Record<string, string>>;
	readonly path: string | undefined;
	/** File with the request (V2, JSON); undefined makes one from the model's metadata. */
	readonly filename?: string | undefined;
	readonly requests: number;
	readonly concurrency: number;
	readonly onOutcome: (outcome: TestOutcome) => void;
	/** Told what a person should know of the answers. */
	readonly onRemark: (words: string) => void;
	readonly signal: AbortSignal;
}

/** What is asked of an app's candidate; all else is as the verb has it by default. */
export interface CompareOptions
	extends Pick<Question, 'margin' | 'looks'>, Pick<ComparisonPlan, 'requests' | 'onPair' | 'onRemark'> {
	/** The candidate. */
	readonly version: string;
	/** File or folder with the requests. */
	readonly filename: string;
	readonly signal: AbortSignal;
}

/** Everything that the terminal UI gets from outside, for one place. Functions that start something return what ends it. */
export interface Session extends Place {
	/** What a command line has to say to reach this cluster, a token excepted; undefined where kubectl's own choice does. */
	readonly connection?: ConnectionWords | undefined;
	readonly isReadOnly: boolean;
	readonly now: () => Date;
	readonly follow: Follow;
	/** The cluster's Events about an app's objects, newest first, whenever there are new ones. */
	readonly followEvents: (
		app: AppReference,
		onEvents: (events: readonly KubeObject[]) => void,
		onError?: (error: Error) => void,
	) => () => void;
	/** The Events about objects and what belongs to them, newest first, whenever there are new ones. */
	readonly followEventsBelow: (
		names: NamesBelow,
		onEvents: (events: readonly KubeObject[]) => void,
		onError?: (error: Error) => void,
	) => () => void;
	/** What was tested of an app, whenever there is a new test. */
	readonly followTests: (app: AppReference, onTests: (tests: readonly VersionTest[]) => void) => () => void;
	/** The pods of versions, whenever something about them changes. */
	readonly followPods: (versions: readonly PodsOf[], onPods: OnPods) => () => void;
	/** The last lines of a container's log, whenever there are more. */
	readonly followLog: (
		place: LogPlace,
		onLines: (lines: readonly string[]) => void,
		onError?: (error: Error) => void,
	) => () => void;
	/**
	 * The numbers of an app's versions, from the Prometheus that is named, else from the counters of its gateways. After an error
	 * nothing is known.
	 */
	readonly followNumbers: (
		app: AppReference,
		onNumbers: (numbers: AppNumbers) => void,
		onError?: (error: Error) => void,
	) => () => void;
	readonly actionContext: (namespace: string, signal: AbortSignal) => ActionContext;
	/** What the user may not do in a namespace to an app of these kinds (SelfSubjectAccessReview), read-only mode included. */
	readonly forbidden: (namespace: string, kinds: AppKinds, signal: AbortSignal) => Promise<Forbidden>;
	/**
	 * Sends requests to an app through its gateway, or to two of its versions; resolves when all are answered or the signal aborts. What
	 * they show of a candidate is kept, unless this session changes nothing.
	 */
	readonly sendTest: (app: AppReference, options: TestOptions) => Promise<void>;
	/**
	 * Sends the same requests to an app's primary and a candidate; resolves with what came of them, also when the signal aborts after the
	 * first pair. The verdict is kept, unless this session changes nothing. Rejects when they cannot be compared.
	 */
	readonly compare: (app: AppReference, options: CompareOptions) => Promise<Compared>;
	/**
	 * Asks one version of an app what promote asks it; resolves with what it answered, in words, and rejects unless it answers well.
	 */
	readonly infer: (
		app: AppReference,
		version: string,
		options: {readonly onProgress: (words: string) => void; readonly signal: AbortSignal},
	) => Promise<string>;
	/** Runs the daemon for this place until the signal aborts. */
	readonly runDaemon: (onLine: (line: string) => void, signal: AbortSignal) => Promise<void>;
	/** Names and texts of the candidate templates. */
	readonly templateNames: () => Promise<readonly string[]>;
	readonly readTemplate: (name: string) => Promise<string>;
	readonly contexts: () => Promise<readonly string[]>;
	readonly namespaces: (signal: AbortSignal) => Promise<readonly string[]>;
	/** Apps whose routemap is gone, beside those of a snapshot. */
	readonly lostApps: (snapshot: Snapshot, signal: AbortSignal) => Promise<readonly LostApp[]>;
	/** The session of another place; rejects when its kubeconfig cannot be used. */
	readonly move: (place: Place) => Promise<Session>;
}
