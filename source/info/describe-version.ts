import {ownPredictorName} from '../kserve/components.ts';
import {loadFailure} from '../kserve/readiness.ts';
import {storageUriIn} from '../kserve/storage.ts';
import {describeClass, percent} from '../mesh/describe.ts';
import type {RequestClass} from '../mesh/request-classes.ts';
import {conditionOf, isTrue} from '../objects/condition.ts';
import {toSeconds} from '../objects/lease.ts';
import {isLeaving, strangersHolding} from '../objects/leaving.ts';
import {fieldAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {ResourceType, ResourceTypes} from '../objects/resource-types.ts';
import {configMaps} from '../objects/resource.ts';
import type {Availability, Lookup} from '../routemap/assess/availability.ts';
import {ownWeight} from '../routemap/assess/weights.ts';
import type {ResourceReference, Version} from '../routemap/routemap.ts';
import {mainResource} from '../versions/main-resource.ts';
import type {Phase, VersionInfo} from './app.ts';
import {versionOf, versionTitle, type VersionName, type VersionPlace} from './version-host.ts';

/** What is known of a version besides its objects. */
interface VersionFacts {
	readonly role: VersionInfo['role'];
	readonly availability: Availability;
	readonly weight: number;
	/** All of the app's, this one among them. */
	readonly versions: readonly VersionName[];
	/** Of the routemap and its routes. */
	readonly namespace: string;
	/** What each of the app's live routes makes of requests; undefined stands for one of a kind that is not understood. */
	readonly routes: readonly (readonly RequestClass[] | undefined)[];
}

export function describeVersion(
	version: Version,
	facts: VersionFacts,
	lookup: Lookup,
	types: ResourceTypes,
): VersionInfo {
	const {role, availability, weight, versions} = facts;
	const {gvrShort, namespace, name} = referenceOf(version, types);
	const type = types.get(gvrShort);
	const object = type && lookup(type.resource, namespace, name);
	const own = object && ownPredictorName(object);
	return {
		name,
		...(own !== undefined && {predictor: own}),
		title: versionTitle({namespace, name}, versions),
		kind: type?.resource.kind || gvrShort,
		namespace,
		role,
		label: object?.metadata.labels?.['app.kubernetes.io/version'],
		phase: phaseOf(object, availability, type),
		isAvailable: availability.isAvailable,
		isUpToDate: availability.isUpToDate,
		cause: availability.cause,
		reason: availability.reason,
		since: timestamp(availability.since),
		heldUntil: timestamp(availability.heldUntil),
		weight,
		ownWeight: ownWeight(version, lookup, types),
		...(object &&
			availability.cause === 'absent' &&
			isWeightMissing(version, lookup, types) && {isWeightMissing: true}),
		isHeld: object !== undefined && isLeaving(object),
		heldBy: object ? strangersHolding(object) : [],
		...requestsTo({namespace, name}, facts),
		storageUri: object && storageUriOf(object),
		createdAt: object?.metadata.creationTimestamp,
	};
}

/** The name of a version, which is that of what serves. */
export function nameOfVersion(version: Version, types: ResourceTypes, lookup: Lookup): VersionName {
	const {gvrShort, namespace, name} = referenceOf(version, types);
	const resource = types.get(gvrShort)?.resource;
	const object = resource && lookup(resource, namespace, name);
	const predictor = object && ownPredictorName(object);
	return {namespace, name, ...(predictor !== undefined && {predictor})};
}

function referenceOf(version: Version, types: ResourceTypes): ResourceReference {
	return mainResource(version, types) ?? {gvrShort: '', namespace: '', name: ''};
}

function isWeightMissing({resources}: Version, lookup: Lookup, types: ResourceTypes): boolean {
	return resources.some(reference => {
		const resource = types.get(reference.gvrShort)?.resource;
		return resource?.plural === configMaps.plural && !lookup(resource, reference.namespace, reference.name);
	});
}

function phaseOf(object: KubeObject | undefined, availability: Availability, type: ResourceType | undefined): Phase {
	if (!object) return 'absent';
	if (object.metadata.deletionTimestamp !== undefined) return 'leaving';
	const isFailed = loadFailure(object) !== undefined;
	if (availability.isAvailable) return availability.isUpToDate ? 'ready' : isFailed ? 'blocked' : 'updating';
	if (availability.cause === 'stopped') return 'down';
	if (isFailed) return 'failed';
	return isLoading(object, type?.conditions ?? []) ? 'loading' : 'down';
}

/**
 * Whether an object is still on its way to its first readiness or to a new one: nothing is said yet of its conditions, KServe has
 * a transition under way (`status.modelStatus`), or a Deployment makes progress (Kubernetes, Deployment status).
 */
function isLoading(object: KubeObject, conditions: readonly string[]): boolean {
	const progressing = conditionOf(object, 'Progressing');
	return (
		conditions.some(name => (conditionOf(object, name)?.status ?? 'Unknown').toLowerCase() === 'unknown') ||
		stringAt(object, 'status', 'modelStatus', 'transitionStatus') === 'InProgress' ||
		(isTrue(progressing) && progressing?.reason !== 'NewReplicaSetAvailable')
	);
}

/** Which requests live routes send to a version. */
function requestsTo(
	version: VersionName,
	{routes, versions, namespace}: VersionFacts,
): Pick<VersionInfo, 'reachedBy' | 'requests'> {
	const isOwn = (place: VersionPlace): boolean => {
		const found = versionOf(place, versions, namespace);
		return found?.name === version.name && found.namespace === version.namespace;
	};
	if (routes.includes(undefined)) return {reachedBy: 'unknown', requests: 'unknown'};
	const clauses = routes.flatMap(classes =>
		(classes ?? []).flatMap((each, index) => {
			const words = describeClass(each, index === 0);
			const own = each.parts.filter(isOwn).reduce((sum, {share}) => sum + share, 0);
			const copies = each.mirrors.filter(isOwn).map(mirror => mirror.percent / 100);
			const isRest = each.matches.length === 0;
			return [
				...(own === 0 ? [] : [{isRest, words: ofShare(words, own)}]),
				...copies.map(share => ({isRest: false, words: ofShare(`copies of ${words}`, share)})),
			];
		}),
	);
	if (clauses.length === 0) return {reachedBy: 'nothing', requests: 'none'};
	return {
		reachedBy: clauses.some(({isRest}) => isRest) ? 'rest' : 'clauses',
		requests: clauses.map(({words}) => words).join('; '),
	};
}

function ofShare(words: string, share: number): string {
	return share === 1 ? words : `${words} (${percent(share)})`;
}

function storageUriOf(object: KubeObject): string | undefined {
	return storageUriIn(fieldAt(object, 'spec', 'predictor'));
}

function timestamp(date: Date | undefined): string | undefined {
	return date === undefined || Number.isNaN(date.getTime()) ? undefined : toSeconds(date);
}
