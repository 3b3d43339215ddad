import type {VersionInfo} from '../info/app.ts';
import type {State} from '../info/states/state.ts';
import type {RouteReference} from '../mesh/routing-table.ts';

/** A request as it is asked about. */
export interface ExplainedRequest {
	readonly method: string;
	/** With its query. */
	readonly path: string;
	readonly host: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
}

/** A rule that was tried before the one that took the request, and why each of its clauses did not hold. */
export interface RejectedRule {
	readonly route: RouteReference;
	/** Its name, else its place: `number 1`. */
	readonly rule: string;
	/** The versions that it leads to. */
	readonly versions: readonly string[];
	/** One sentence for each clause: `header traffic is missing, not "test"`. */
	readonly reasons: readonly string[];
	/** Of the clause that is nearest to holding: how many of its conditions are not met, and the sentence that says so. */
	readonly closest: {readonly unmet: number; readonly reason: string};
}

/** A copy of a share of the requests. */
interface ExplainedMirror {
	readonly host: string;
	/** Undefined for a host that is no version's. */
	readonly version: string | undefined;
	/** 0 to 100. */
	readonly percent: number;
}

/** One way through a gateway. */
export interface Pass {
	readonly route: RouteReference;
	/** The rule's name, else its place: `number 1`. */
	readonly rule: string;
	/** Place of the rule among those of its route, from 0, in the order in which they are tried. */
	readonly index: number;
	/** The clause that holds, in words: `traffic: test`; `everything` without one. */
	readonly clause: string;
	/** The chosen destination's part of the rule's requests: `weight` of `totalWeight`. */
	readonly weight: number;
	readonly totalWeight: number;
	readonly received: {readonly host: string; readonly path: string};
	/** What the request is made into. */
	readonly sent: {readonly host: string; readonly path: string};
	/** The Service that it is sent to; undefined where the gateway itself answers. */
	readonly destination: {readonly host: string; readonly port: number | undefined} | undefined;
	/** Request headers that are set or added, and removed. */
	readonly setHeaders: Readonly<Record<string, string>>;
	readonly removedHeaders: readonly string[];
	readonly mirrors: readonly ExplainedMirror[];
	readonly rejected: readonly RejectedRule[];
}

/** One thing that can come of a request. */
export interface Outcome {
	/** Between 0 and 1; those of all outcomes make 1. */
	readonly probability: number;
	/**
	 * `version`: a version answers; `unserved`: it is sent to one that does not serve; `host`: a Service that is no
	 * version's; `answer`: the gateway itself; `failure`: nobody can; `unfollowed`: the route says something that is not followed, so
	 * that nobody here can tell.
	 */
	readonly kind: 'version' | 'unserved' | 'host' | 'answer' | 'failure' | 'unfollowed';
	/** Name of the version that answers, or would. */
	readonly version: string | undefined;
	/** The header `app-version` of the answer; undefined when the route sets none. */
	readonly appVersion: string | undefined;
	/** HTTP status of the gateway's own answer. */
	readonly status: number | undefined;
	/** What happens, in a sentence without a full stop. */
	readonly summary: string;
	/** Where the route says what is not followed, e.g. `spec.http[0].delegate of VirtualService models/wisdom`. */
	readonly unfollowed: readonly string[];
	/** Why it may yet go wrong: the version does not serve, the path is none that a model server has. Sentences without full stops. */
	readonly doubts: readonly string[];
	/** Empty when no route takes the request. */
	readonly passes: readonly Pass[];
	/** What was tried in vain at last where no rule took the request; else each pass has its own. */
	readonly rejected: readonly RejectedRule[];
}

/** A version's part, and why it has that. */
export interface ExplainedVersion {
	readonly name: string;
	readonly role: VersionInfo['role'];
	readonly weight: number;
	/** Its part of requests such as this one, between 0 and 1. */
	readonly probability: number;
	/** A sentence without a full stop: `weight 0 because InferenceService wisdom-1 is not Ready: … since 12:03`. */
	readonly why: string;
}

/** A route of the app, and whether it is what the versions' state asks for. */
export interface ExplainedRoute {
	readonly kind: string;
	readonly name: string;
	readonly isInForce: boolean;
	/** Why not, in a sentence; empty when it is in force. */
	readonly lag: string;
}

/** Where one request goes, and why it does not go elsewhere. Plain values: `-o json` prints it as it is. */
export interface Explanation {
	readonly app: string;
	readonly namespace: string;
	readonly request: ExplainedRequest;
	/** The most probable first. */
	readonly outcomes: readonly Outcome[];
	/** The primary first. */
	readonly versions: readonly ExplainedVersion[];
	readonly routes: readonly ExplainedRoute[];
	/** All that is so of the app, the most severe state first. */
	readonly states: readonly State[];
}
