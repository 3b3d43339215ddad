import {isDeepStrictEqual} from 'node:util';
import {fieldAt, isRecord, type KubeObject} from '../../../source/objects/object.ts';
import {parseRoutemap, type Routemap} from '../../../source/routemap/routemap.ts';
import type {Step} from './random-cluster.ts';

const finalizer = 'iter8.tools/finalizer';

/** All objects of a cluster at a moment, by uid. */
export type Snapshot = ReadonlyMap<string, KubeObject>;

/** What has come to pass between two snapshots. */
export interface Passage {
	readonly before: Snapshot;
	readonly after: Snapshot;
	readonly step: Step;
	readonly hasDaemon: boolean;
	/** Objects that were there before anything of ours ran. */
	readonly initial: Snapshot;
	/** Every spec that an InferenceService has had until then. */
	readonly specs: readonly unknown[];
}

/**
 * What was done that may not be: the safety rules of this project told anew, of what objects say before and after, and without any
 * code that decides in the daemon or a verb. A sentence each; none is as it should be.
 */
export function violations(passage: Passage): readonly string[] {
	const {before, after} = passage;
	return [
		...[...before.values()].flatMap(object => fateOf(object, after.get(uidOf(object)), passage)),
		...[...after.values()].filter(object => !before.has(uidOf(object))).flatMap(object => birthOf(object, passage)),
		...unserved(passage),
		...unguarded(passage),
		...foreignFields(passage),
	];
}

function fateOf(object: KubeObject, later: KubeObject | undefined, passage: Passage): readonly string[] {
	const name = nameOf(object);
	if (isGone(later) && !isGone(object) && !mayGo(object, passage)) return [`${name} was deleted`];
	if (!later) return [];
	const changes: string[] = [];
	const finalizers = (each: KubeObject): readonly string[] => each.metadata.finalizers ?? [];
	const others = (each: KubeObject): readonly string[] => finalizers(each).filter(entry => entry !== finalizer);
	if (!isGone(later) && !isDeepStrictEqual(others(object), others(later)))
		changes.push(`${name}: finalizers of others`);
	if (
		finalizers(later).includes(finalizer) &&
		!finalizers(object).includes(finalizer) &&
		!mayBeGuarded(later, passage)
	) {
		changes.push(`${name} got our finalizer`);
	}

	if (!isDeepStrictEqual(object.metadata.ownerReferences, later.metadata.ownerReferences) && !isOurs(object, passage)) {
		changes.push(`${name}: owner references`);
	}

	for (const field of ['spec', 'data', 'labels', 'annotations'] as const) {
		const of = (each: KubeObject): unknown =>
			field === 'labels' || field === 'annotations' ? each.metadata[field] : each[field];
		if (!isDeepStrictEqual(of(object), of(later)) && !mayChange(object, later, field, passage)) {
			changes.push(`${name}: ${field} became ${JSON.stringify(of(later))}`);
		}
	}

	return changes;
}

function birthOf(object: KubeObject, {step, after}: Passage): readonly string[] {
	const {kind, metadata} = object;
	if (kind === 'VirtualService' || kind === 'HTTPRoute') {
		const [owner, ...more] = metadata.ownerReferences ?? [];
		const routemap = owner && after.get(owner.uid);
		const hosts = (fieldAt(object, 'spec', 'hosts') ?? fieldAt(object, 'spec', 'hostnames') ?? []) as readonly string[];
		const foreignHost = hosts.find(
			host =>
				host === '*' ||
				!host
					.split('.')
					.slice(1, 2)
					.includes(metadata.namespace ?? ''),
		);
		return [
			...(routemap && more.length === 0 && routemap.metadata.namespace === metadata.namespace
				? []
				: owner && !routemap
					? []
					: [`${nameOf(object)} was made for no routemap of its namespace`]),
			...(foreignHost === undefined ? [] : [`${nameOf(object)} was made for ${foreignHost}`]),
			...(metadata.finalizers ||
			Object.keys({...metadata.labels, ...metadata.annotations}).some(key => key.startsWith('iter8.tools/'))
				? [`${nameOf(object)} was made with marks of ours`]
				: []),
		];
	}

	const isByVerb =
		metadata.namespace === 'models' &&
		((step.verb === 'init' && (kind === 'ConfigMap' || kind === 'Service')) ||
			(step.verb === 'deploy' && kind === 'InferenceService' && metadata.name === 'a-1') ||
			(['deploy', 'promote', 'abort', 'weights'].includes(step.verb) && kind === 'ConfigMap'));
	return isByVerb ? [] : [`${nameOf(object)} was made by ${step.verb}`];
}

/** Who may be deleted by what was done: what is ours, what a verb is for, and what its owner takes along. */
function mayGo(object: KubeObject, passage: Passage): boolean {
	const {step, after} = passage;
	const owners = object.metadata.ownerReferences ?? [];
	if (owners.length > 0 && owners.every(({uid}) => isGone(after.get(uid)) && passage.before.has(uid))) return true;
	if (!passage.initial.has(uidOf(object)) && object.kind !== 'InferenceService') return step.verb !== 'nothing';
	const version = versionOf(object, passage);
	if (version === undefined || !isByLabel(object)) return false;
	if (step.verb === 'cleanup') return step.argv.includes('--all');
	return (step.verb === 'promote' || step.verb === 'abort') && version > 0;
}

/** Made by something of ours since the case began. */
function isOurs(object: KubeObject, {initial}: Passage): boolean {
	return !initial.has(uidOf(object));
}

function isByLabel({metadata}: KubeObject): boolean {
	const app = metadata.labels?.['app.kubernetes.io/name'];
	return app === undefined || app === 'a';
}

function mayChange(object: KubeObject, later: KubeObject, field: string, passage: Passage): boolean {
	const {step} = passage;
	if (isOurs(object, passage) && object.kind !== 'InferenceService') return true;
	const version = versionOf(object, passage);
	const isModel = object.kind === 'InferenceService' && version !== undefined;
	if (field === 'spec') {
		const isOfHistory = passage.specs.some(spec => isDeepStrictEqual(spec, later['spec']));
		return isModel && version === 0 && isOfHistory && (step.verb === 'promote' || step.verb === 'abort');
	}

	if (field === 'labels') {
		const changed = changedKeys(object.metadata.labels, later.metadata.labels);
		if (step.verb === 'init') return isNamedByInit(object) && changed.join() === 'iter8.tools/watch';
		return (
			isModel && changed.join() === 'app.kubernetes.io/version' && (step.verb === 'promote' || step.verb === 'abort')
		);
	}

	if (field === 'annotations') {
		const changed = changedKeys(object.metadata.annotations, later.metadata.annotations);
		if (isModel && (step.verb === 'promote' || step.verb === 'abort')) return true;
		return version !== undefined && changed.join() === 'iter8.tools/weight';
	}

	return false;
}

/** An operator who names a model as a version of his app has it watched. */
function isNamedByInit({kind, metadata}: KubeObject): boolean {
	const hasController = metadata.ownerReferences?.some(({controller}) => controller) ?? false;
	return (
		kind === 'InferenceService' && metadata.namespace === 'models' && /^a-[01]$/.test(metadata.name) && !hasController
	);
}

function changedKeys(
	one: Readonly<Record<string, string>> = {},
	other: Readonly<Record<string, string>> = {},
): readonly string[] {
	return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(key => one[key] !== other[key]);
}

/** Which version of app `a` an object is: it says that it is watched, is nobody else's, and only routemaps of `a` name it. */
function versionOf(object: KubeObject, passage: Passage): number | undefined {
	const {metadata} = object;
	const hasController = metadata.ownerReferences?.some(({controller}) => controller) ?? false;
	if (metadata.namespace !== 'models' || metadata.labels?.['iter8.tools/watch'] !== 'true' || hasController)
		return undefined;
	// A routemap of another namespace may name what it likes; nobody heeds it.
	const naming = routemapsOf(passage.before).filter(
		({routemap}) => routemap.namespace === metadata.namespace && names(routemap, object),
	);
	if (naming.length === 0 || naming.some(({routemap}) => routemap.name.replace(/-routemap$/, '') !== 'a'))
		return undefined;
	const index = naming[0]?.routemap.versions.findIndex(version =>
		version.resources.some(resource => isReferred(resource, object)),
	);
	return index === -1 ? undefined : index;
}

function mayBeGuarded(object: KubeObject, {before, after}: Passage): boolean {
	return (
		object.metadata.labels?.['iter8.tools/watch'] === 'true' &&
		[...routemapsOf(before), ...routemapsOf(after)].some(
			({routemap}) => routemap.namespace === object.metadata.namespace && names(routemap, object),
		)
	);
}

function routemapsOf(snapshot: Snapshot): readonly {readonly routemap: Routemap; readonly object: KubeObject}[] {
	return [...snapshot.values()].flatMap(object => {
		if (object.kind !== 'ConfigMap' || object.metadata.labels?.['iter8.tools/kind'] !== 'routemap') return [];
		try {
			return [{routemap: parseRoutemap(object), object}];
		} catch {
			return [];
		}
	});
}

function names({versions}: Routemap, object: KubeObject): boolean {
	return versions.some(({resources}) => resources.some(resource => isReferred(resource, object)));
}

const kinds: Readonly<Record<string, string>> = {
	isvc: 'InferenceService',
	deploy: 'Deployment',
	svc: 'Service',
	cm: 'ConfigMap',
};

function isReferred(
	{gvrShort, namespace, name}: {readonly gvrShort: string; readonly namespace: string; readonly name: string},
	{kind, metadata}: KubeObject,
): boolean {
	return kinds[gvrShort] === kind && metadata.name === name && metadata.namespace === namespace;
}

/** Safety rule 1: no verb but `cleanup --all` takes away the last version that serves. */
function unserved({before, after, step}: Passage): readonly string[] {
	if (step.argv.includes('--all')) return [];
	return servingOf(before) > 0 && servingOf(after) === 0 ? [`after ${step.verb} nothing serves app a`] : [];
}

function servingOf(snapshot: Snapshot): number {
	return [...snapshot.values()].filter(
		object =>
			object.kind === 'InferenceService' &&
			object.metadata.namespace === 'models' &&
			/^a-[01]$/.test(object.metadata.name) &&
			!isGone(object) &&
			JSON.stringify(fieldAt(object, 'status', 'conditions')).includes('"Ready","status":"True"'),
	).length;
}

/** Safety rule 2: what a route names has our finalizer. */
function unguarded({after, hasDaemon}: Passage): readonly string[] {
	if (!hasDaemon) return [];
	return routemapsOf(after).flatMap(({routemap, object}) => {
		const routes = [...after.values()].filter(({metadata}) =>
			metadata.ownerReferences?.some(({uid}) => uid === uidOf(object)),
		);
		const text = JSON.stringify(routes.map(route => route['spec']));
		return [...after.values()].flatMap(version =>
			names(routemap, version) &&
			version.kind === 'InferenceService' &&
			version.metadata.namespace === routemap.namespace &&
			version.metadata.labels?.['iter8.tools/watch'] === 'true' &&
			!isGone(version) &&
			text.includes(`${version.metadata.name}-predictor`) &&
			version.metadata.finalizers?.includes(finalizer) !== true
				? [`${nameOf(version)} is named by a route and has no finalizer`]
				: [],
		);
	});
}

/** Safety rule 6: routes have one field manager. */
function foreignFields({after, initial}: Passage): readonly string[] {
	return [...after.values()].flatMap(object => {
		if (initial.has(uidOf(object)) || (object.kind !== 'VirtualService' && object.kind !== 'HTTPRoute')) return [];
		const managers = (object.metadata.managedFields ?? []).map(({manager, operation}) => `${manager} ${operation}`);
		return managers.join() === 'iter8-controller Apply'
			? []
			: [`${nameOf(object)} has the managers ${managers.join(', ')}`];
	});
}

function isGone(object: KubeObject | undefined): boolean {
	return object?.metadata.deletionTimestamp !== undefined || !object;
}

export function uidOf({metadata}: KubeObject): string {
	return metadata.uid ?? '';
}

function nameOf({kind, metadata}: KubeObject): string {
	return `${kind} ${metadata.namespace}/${metadata.name}`;
}

/** The specs of a snapshot's models. */
export function specsOf(snapshot: Snapshot): readonly unknown[] {
	return [...snapshot.values()]
		.filter(({kind}) => kind === 'InferenceService')
		.map(object => object['spec'])
		.filter(isRecord);
}
