import {progressWords} from '../../kserve/progress-words.ts';
import {earlierRevision, isUpToDate, loadFailure} from '../../kserve/readiness.ts';
import {isStopped} from '../../kserve/stopped.ts';
import {hasAvailablePods} from '../../kserve/workloads.ts';
import {conditionOf, isTrue, type Condition} from '../../objects/condition.ts';
import {watchLabel} from '../../objects/labels.ts';
import {strangersHolding} from '../../objects/leaving.ts';
import {fieldAt, type KubeObject} from '../../objects/object.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import {deployments, inferenceServices, type Resource} from '../../objects/resource.ts';
import {listed} from '../../print/listed.ts';
import type {ResourceReference, Version} from '../routemap.ts';

/** The objects of the cluster as known now; undefined for one that does not exist. */
export type Lookup = (resource: Resource, namespace: string, name: string) => KubeObject | undefined;

/**
 * Why something is unavailable or out of date: `unknown-type`, its short name stands for no resource type; `absent`, it does not
 * exist; `leaving`, it is being deleted; `unlabelled`, it has no watch label; `failed`, its newest spec does not load; `stopped`, somebody has had KServe take it down; `updating`,
 * its old revision serves while the new one loads; `unreported`, a condition is not told yet; `old-generation`, a condition is told
 * of an older spec; `not-ready`, a condition is not met for another reason.
 */
export type Cause =
	| 'unknown-type'
	| 'absent'
	| 'leaving'
	| 'unlabelled'
	| 'failed'
	| 'stopped'
	| 'updating'
	| 'unreported'
	| 'old-generation'
	| 'not-ready';

/** Whether something can take requests, and, if not, why. */
export interface Availability {
	readonly isAvailable: boolean;
	/** Whether it serves its newest spec, as far as is known. */
	readonly isUpToDate: boolean;
	/** Why it is unavailable or out of date; undefined when neither. */
	readonly cause: Cause | undefined;
	/** The same in words for a person; empty when neither. */
	readonly reason: string;
	/** When it came to be so, where known. */
	readonly since: Date | undefined;
	/** A state that lasts only until this moment: look again then. */
	readonly heldUntil: Date | undefined;
}

/** What an assessment depends on besides objects. */
export interface AssessOptions {
	readonly types: ResourceTypes;
	readonly now: Date;
	/** How long a Ready that turned Unknown counts as good while the old revision serves, in milliseconds. */
	readonly holdMs: number;
}

/**
 * A version is available when each of its resources is (Iter8's rule): it exists, carries the watch label, is not being deleted
 * and meets its type's conditions.
 */
export function versionAvailability(version: Version, lookup: Lookup, options: AssessOptions): Availability {
	const each = version.resources.map(reference => resourceAvailability(reference, lookup, options));
	const held = each.flatMap(({heldUntil}) => (heldUntil ? [heldUntil.getTime()] : []));
	const telling =
		each.find(({isAvailable}) => !isAvailable) ??
		each.find(({cause}) => cause !== undefined) ??
		// What serves became ready; what goes with it, as a Service, was only made some time.
		each.find((_, index) => hasConditions(version.resources[index], options)) ??
		each.find(({since}) => since);
	return {
		isAvailable: each.every(({isAvailable}) => isAvailable),
		isUpToDate: each.every(({isUpToDate}) => isUpToDate),
		cause: telling?.cause,
		reason: telling?.reason ?? '',
		since: telling?.since,
		heldUntil: held.length > 0 ? new Date(Math.min(...held)) : undefined,
	};
}

function hasConditions(reference: ResourceReference | undefined, {types}: AssessOptions): boolean {
	return (types.get(reference?.gvrShort ?? '')?.conditions.length ?? 0) > 0;
}

function resourceAvailability(reference: ResourceReference, lookup: Lookup, options: AssessOptions): Availability {
	const type = options.types.get(reference.gvrShort);
	if (!type) return unavailable('unknown-type', `resource type ${reference.gvrShort} is not configured`);
	const label = `${type.resource.kind || type.resource.plural} ${reference.name}`;
	const object = lookup(type.resource, reference.namespace, reference.name);
	if (!object) return unavailable('absent', `${label} does not exist`);
	const {metadata} = object;
	if (metadata.deletionTimestamp !== undefined) {
		const strangers = strangersHolding(object);
		const hold =
			strangers.length === 0
				? ''
				: ` and waits for ${listed(strangers)}, which ${strangers.length === 1 ? 'is' : 'are'} not ours`;
		return unavailable('leaving', `${label} is being deleted${hold}`, new Date(metadata.deletionTimestamp));
	}

	if (metadata.labels?.[watchLabel] !== 'true') {
		return unavailable('unlabelled', `${label} has no label ${watchLabel}: "true"`);
	}

	const isKServe = type.resource.group === inferenceServices.group;
	const servesOn = isDeployment(type.resource) && hasAvailablePods(object);
	const speaks = (condition: Condition | undefined): boolean => isKServe || isOfCurrentSpec(object, condition);
	for (const name of type.conditions) {
		const condition = conditionOf(object, name);
		const isMet = isTrue(condition) && (speaks(condition) || servesOn);
		if (!isMet) return unmet(object, condition, name, label, isKServe, options);
	}

	const isCurrent = isKServe
		? type.conditions.length === 0 || isUpToDate(object)
		: type.conditions.every(name => speaks(conditionOf(object, name)));
	const old = isKServe ? 'revision while the new one loads' : 'pods until its controller has seen its new spec';
	return {
		isAvailable: true,
		isUpToDate: isCurrent,
		cause: isCurrent ? undefined : 'updating',
		reason: isCurrent ? '' : `${label} serves its old ${old}`,
		since: conditionOf(object, type.conditions[0] ?? '')?.lastTransitionTime ?? createdAt(object),
		heldUntil: undefined,
	};
}

/**
 * Whether a condition speaks for the current spec: its own, else the status', observedGeneration is not behind (Iter8's rule, one
 * difference). KServe's is a child's counter. A Deployment with pods that are available serves on with these until its controller
 * has seen its new spec, and while it rolls out: Iter8 takes the requests from it for that moment.
 */
function isOfCurrentSpec(object: KubeObject, condition: Condition | undefined): boolean {
	const observed = condition?.observedGeneration ?? fieldAt(object, 'status', 'observedGeneration');
	return typeof observed !== 'number' || observed >= (object.metadata.generation ?? 0);
}

function isDeployment({group, plural}: Resource): boolean {
	return group === deployments.group && plural === deployments.plural;
}

function unmet(
	object: KubeObject,
	condition: Condition | undefined,
	name: string,
	label: string,
	isKServe: boolean,
	options: AssessOptions,
): Availability {
	const since = condition?.lastTransitionTime;
	if (isKServe && isStopped(object)) return unavailable('stopped', `${label} is stopped`, since);
	const failure = isKServe ? loadFailure(object) : undefined;
	const earlier = isKServe && name.toLowerCase() === 'ready' ? earlierRevision(object) : undefined;
	if (earlier && since) {
		const heldUntil = earlier === 'assumed' ? new Date(since.getTime() + options.holdMs) : undefined;
		const why = failure ? `: the new one failed to load: ${failure}` : ' while the new one loads';
		const reason = `${label} serves its old revision${why}`;
		const cause = failure ? 'failed' : 'updating';
		if (!heldUntil || options.now < heldUntil)
			return {isAvailable: true, isUpToDate: false, cause, reason, since, heldUntil};
	}

	if (failure) return unavailable('failed', `${label} failed to load: ${failure}`, since);
	if (!condition) return unavailable('unreported', `${label} has no condition ${name} yet`, createdAt(object));
	if (isTrue(condition)) {
		return unavailable('old-generation', `${label}: condition ${name} is of an older generation`, since);
	}

	const progress = isKServe ? progressWords(object, condition.reason) : undefined;
	if (progress !== undefined) return unavailable('not-ready', `${label} is not ${name} yet: ${progress}`, since);
	const words = [condition.reason, condition.message].filter(part => part !== undefined).join(': ');
	const why = words === '' ? ` (${condition.status})` : `: ${words}`;
	return unavailable('not-ready', `${label} is not ${name}${why}`, since);
}

function unavailable(cause: Cause, reason: string, since?: Date): Availability {
	return {isAvailable: false, isUpToDate: false, cause, reason, since, heldUntil: undefined};
}

function createdAt(object: KubeObject): Date | undefined {
	return object.metadata.creationTimestamp === undefined ? undefined : new Date(object.metadata.creationTimestamp);
}
