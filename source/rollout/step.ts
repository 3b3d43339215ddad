import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';

/** An object that a step is about: the very one that the plan was made of, where it has a uid. */
export interface Target {
	readonly resource: Resource;
	readonly namespace: string;
	readonly name: string;
	readonly uid?: string;
}

/** What happens to an object, as kubectl says it. */
export type Change = 'created' | 'configured' | 'annotated' | 'unchanged';

/** Which specs two objects are to have, by their hashes (`specHash`). */
interface Specs {
	readonly primary: Target;
	readonly candidate: Target;
	/** Of the candidate, when it was judged. */
	readonly candidateSpec: string;
}

/** The steps by their type. All are plain values, which survive JSON. */
interface Steps {
	/** Applies an object of an app's routing. */
	'apply-object': {readonly target: Target; readonly object: KubeObject; readonly change: Change};
	/** Brings the app's routes in force, one of which is the target. */
	'apply-route': {readonly app: string; readonly target: Target; readonly change: Change};
	/** Puts the watch label on what becomes a version. */
	'label-object': {readonly app: string; readonly target: Target};
	/** Writes the weight of a version; null for what its routemap says. */
	'set-weight': {
		readonly app: string;
		readonly version: string;
		readonly target: Target;
		readonly weight: number | null;
		readonly change: Change;
	};
	/** Waits until the app's routes have the weights. */
	'wait-weights': {readonly app: string};
	/** Takes the weight from the candidate, so that all requests are the others', of which the primary is the first. */
	'send-all-to': {readonly app: string; readonly versions: readonly string[]; readonly candidate: string};
	/** Creates a version's object. */
	'create-version': {readonly target: Target; readonly object: KubeObject; readonly isCompanion?: boolean};
	/** Waits until a new version can take requests. */
	'wait-ready': {readonly app: string; readonly target: Target};
	/** Sends an inference to a version. */
	probe: {
		readonly app: string;
		readonly version: string;
		readonly when: 'before-replacing' | 'before-removal' | 'after';
	};
	/** Replaces the primary's spec by the candidate's, guarded by both. */
	'replace-spec': Specs & {
		readonly app: string;
		/** Of the primary, when the plan was made. */
		readonly primarySpec: string;
		/** The version label that it gets. */
		readonly version?: string;
	};
	/** Gives the primary a spec that it had before. */
	'restore-spec': {
		readonly app: string;
		readonly primary: Target;
		/** Of the primary, when the plan was made. */
		readonly primarySpec: string;
		/** The spec to restore, kept in the app's history under this hash. */
		readonly spec: string;
		/** The version label that it gets back. */
		readonly version?: string;
		/** `abort` takes a promotion back, `undo` is a change of its own. */
		readonly as: 'abort' | 'undo';
		/** Of the rollout that wrote it, or for `undo` of this one. */
		readonly rollout: string;
	};
	/** Waits until the primary serves its spec: the one that promote, undo or abort gave it, or the one it has. */
	'wait-serving': {
		readonly primary: Target;
		readonly spec: 'new' | 'restored' | 'old' | 'own';
		/** The rollout that wrote the spec; undefined for its own. */
		readonly rollout?: string;
	};
	/** Gives the primary the candidate's version label, where the specs are the same already. */
	'label-version': {readonly primary: Target; readonly primarySpec: string; readonly version?: string};
	/** Deletes a version; with `primary` only while that has the spec it was given. */
	'delete-version': {
		readonly app: string;
		readonly target: Target;
		/** Objects of the version that go with it, as the Service of a Deployment. */
		readonly companions: readonly Target[];
		readonly spec?: string;
		readonly primary?: Target;
		/** Undefined for what the rollout gave it. */
		readonly primarySpec?: string;
		readonly isAwaited: boolean;
	};
	/** Takes a routemap out of force for every daemon, before its routes go: nobody then restores them. */
	'retire-routemap': {readonly target: Target};
	/** Deletes an object of an app's routing. */
	'delete-object': {readonly target: Target};
	/** Says of an object that it stays. */
	'keep-object': {readonly words: string};
	/** Takes the finalizer from what the app's versions are made of, after the drain. */
	'release-finalizers': {readonly app: string; readonly targets: readonly Target[]};
	/** Waits until an object is gone. */
	'wait-gone': {readonly target: Target};
}

export type StepType = keyof Steps;

/** A step of one type. */
export type StepOf<Type extends StepType> = Steps[Type] & {readonly type: Type};

/** One step of a plan, as a plain value: any process can show it, perform it, and perform it again without harm. */
export type Step = {readonly [Type in StepType]: StepOf<Type>}[StepType];

/** An object as a target. */
export function targetOf(resource: Resource, {metadata}: KubeObject, namespace = ''): Target {
	const {name, uid} = metadata;
	return {resource, namespace: metadata.namespace ?? namespace, name, ...(uid !== undefined && {uid})};
}
