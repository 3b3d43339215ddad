import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import type {Awaited} from './awaited.ts';

/** A version's main object, and the Deployments that tell which spec of it is served: none where it tells itself. */
export interface Served {
	readonly object: KubeObject;
	readonly workloads: readonly KubeObject[];
}

/** What a candidate is made of. */
export interface CandidateOptions {
	readonly app: string;
	readonly name: string;
	readonly namespace: string;
	/** What to start from: the primary, or an object from a file. */
	readonly from: KubeObject;
	/** Where the model lies; undefined keeps what `from` says. */
	readonly storageUri: string | undefined;
	/** Under which name it is served; undefined keeps what `from` says. */
	readonly modelName?: string | undefined;
	/** The image that serves; undefined keeps what `from` says. */
	readonly image?: string | undefined;
	/** Whether it is the primary: then there is none that it is to be told from. */
	readonly isFirst?: boolean;
	/** By which labels the primary's companion selects pods: the candidate's have none of them. */
	readonly podSelector?: unknown;
	/** Version label; undefined leaves the object without one. */
	readonly version: string | undefined;
}

/** What there is to know of a kind that a version's main object can be of, so that it can be deployed, promoted and undone. Pure. */
export interface VersionKind {
	readonly resource: Resource;
	/** Label selector of the Deployments that run the object and tell which spec is served; undefined where there are none. */
	readonly workloadSelector: (object: KubeObject) => string | undefined;
	/** Those of some Deployments that run the object. */
	readonly workloadsOf: (object: KubeObject, deployments: readonly KubeObject[]) => readonly KubeObject[];
	/** The part of the state that a new spec changes: plain JSON, to be compared later. */
	readonly mark: (served: Served) => unknown;
	/** Whether two marks are of one spec. */
	readonly isSameMark: (mark: unknown, other: unknown) => boolean;
	/** Whether the newest spec is served, alone, or what it still waits for. */
	readonly servesNewest: (served: Served) => Awaited;
	/**
	 * Whether a spec that was replaced is served: first the mark must have changed since `before`. Throws an Error when the new spec
	 * did not load.
	 */
	readonly servesReplacement: (served: Served, before: unknown) => Awaited;
	/** The same, for a spec that served before: a failure that is still told is the one that is being undone. */
	readonly awaitsReplacement: (served: Served, before: unknown) => Awaited;
	/** Why an object that is ready is not promoted as it is; undefined when it can be. */
	readonly promotionFault: (candidate: KubeObject) => string | undefined;
	/** Why an object takes up no spec at all, whatever is put into it, and what to do; undefined when it does. */
	readonly standstill: (object: KubeObject) => string | undefined;
	/** The spec that a primary gets when another is put in its place, a candidate's or an earlier one of its own. */
	readonly promotedSpec: (primary: KubeObject, spec: unknown) => unknown;
	/** What counts of a spec when two are compared: not what is changed all the time, as by scaling. */
	readonly comparedSpec: (spec: unknown) => unknown;
	/** What a spec serves, in a word: where its model lies, or its image; undefined where it does not say. */
	readonly serves: (spec: unknown) => string | undefined;
	/** The flag by which `deploy` is told in what a candidate differs: `--image IMAGE`. */
	readonly deployFlag: string;
	/** A candidate, made from something. Throws an Error for what this kind has not. */
	readonly candidate: (options: CandidateOptions) => KubeObject;
	/** What a version needs beside its main object, made from what the primary has: the Service of a Deployment. */
	readonly companion?: {
		readonly resource: Resource;
		readonly make: (options: CandidateOptions, companion: KubeObject, candidate: KubeObject) => KubeObject;
	};
	/** Why the newest spec fails to load, in the controller's words; undefined when it does not. */
	readonly failure: (object: KubeObject) => string | undefined;
}
