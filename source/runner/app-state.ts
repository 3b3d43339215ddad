import {findRoutemap} from '../kube/find-routemap.ts';
import {noSuchApp} from '../kube/no-such-app.ts';
import {retiredSelector} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, inferenceServices} from '../objects/resource.ts';
import {beyondReach, ownReach} from '../ownership/reach.ts';
import {routemapOfApp} from '../ownership/routemap-of-app.ts';
import {deletionFault, type Claim} from '../ownership/version-object.ts';
import {targetOf, type Target} from '../rollout/step.ts';
import {assess} from '../routemap/assess/assess.ts';
import type {Availability, Lookup} from '../routemap/assess/availability.ts';
import {parseRoutemap, type ResourceReference, type Routemap, type Version} from '../routemap/routemap.ts';
import {readResources} from '../snapshot/read-resources.ts';
import {versionKindOf} from '../versions/kinds.ts';
import {mainResource} from '../versions/main-resource.ts';
import type {VersionKind} from '../versions/version-kind.ts';
import type {ActionContext} from './action-context.ts';
import {assessOptions} from './live-routes.ts';

/** A version as an action finds it. */
interface VersionState {
	/** The main resource: what deploy makes and promote replaces. */
	readonly reference: ResourceReference;
	/** Undefined when it does not exist. */
	readonly object: KubeObject | undefined;
	readonly availability: Availability;
}

/** An app with everything that its routemap names, read at one moment. */
export interface AppState {
	readonly name: string;
	readonly configMap: KubeObject;
	readonly routemap: Routemap;
	readonly versions: readonly VersionState[];
	/** The weight of each version now, as the daemon finds it. */
	readonly weights: readonly number[];
	readonly lookup: Lookup;
	/** To ask whose an object is. */
	readonly claim: Claim;
	/** What it names in other namespaces and may not; a sentence each. */
	readonly beyondReach: readonly string[];
}

/**
 * Reads an app. Throws an Error that says what to do when there is no routemap of that name.
 * @param isRetiredToo Whether one that a cleanup has retired counts as well.
 */
export async function readApp(
	context: ActionContext,
	name: string,
	{isRetiredToo = false}: {readonly isRetiredToo?: boolean} = {},
): Promise<AppState> {
	const {cluster, namespace, signal} = context;
	const {routemap, others} = await findRoutemap(cluster, namespace, name, signal);
	const configMap = routemap ?? (isRetiredToo ? await retiredRoutemap(context, name) : undefined);
	if (!configMap) throw await noSuchApp(context, name);
	const parsed = parseRoutemap(configMap);
	const lookup = await readResources(context, parsed);
	const {availability, weights} = assess(parsed, lookup, assessOptions(context));
	return {
		name,
		configMap,
		routemap: parsed,
		lookup,
		weights,
		claim: {app: name, namespace, others, types: context.types},
		beyondReach: beyondReach(parsed, lookup, context.types, ownReach),
		versions: availability.map((found, index) => ({
			...mainObject(context, parsed.versions[index], lookup),
			availability: found,
		})),
	};
}

/** The routemap that a cleanup of the app has left, which was stopped. */
async function retiredRoutemap(
	{cluster, namespace, signal}: ActionContext,
	app: string,
): Promise<KubeObject | undefined> {
	const {items} = await cluster.list(configMaps, namespace, {labelSelector: retiredSelector, signal});
	return routemapOfApp(items, app);
}

function mainObject(
	{types}: ActionContext,
	version: Version | undefined,
	lookup: Lookup,
): Pick<VersionState, 'reference' | 'object'> {
	const reference = version && mainResource(version, types);
	if (!reference) throw new Error('the routemap has a version without resources');
	const resource = types.get(reference.gvrShort)?.resource;
	return {reference, object: resource && lookup(resource, reference.namespace, reference.name)};
}

/** A version's main object with its kind. */
export interface Deployed {
	readonly object: KubeObject;
	readonly kind: VersionKind;
}

/** The primary. Throws an Error when there is none, or when the app's versions are of a kind that can only be routed. */
export function primaryOf(app: AppState): Deployed {
	const [primary] = app.versions;
	if (!primary?.object) {
		const [beyond] = primary?.reference.namespace === app.claim.namespace ? [] : app.beyondReach;
		throw new Error(beyond === undefined ? noPrimaryWords(app) : `routemap ${app.configMap.metadata.name}: ${beyond}`);
	}

	return deployed(app, primary);
}

/** What to do about a primary that is not there: deploy makes one only where the app has no version at all. */
export function noPrimaryWords({name, claim: {namespace, types}, versions}: AppState): string {
	const [primary, ...candidates] = versions;
	const isModel = types.get(primary?.reference.gvrShort ?? '')?.resource.kind === inferenceServices.kind;
	const template = isModel ? ' (or with --template NAME in place of -f FILE)' : '';
	const none = `the primary ${primary?.reference.name ?? ''} of ${name} does not exist`;
	return candidates.some(({object}) => object)
		? `${none}, but a candidate does: apply the primary again (kubectl apply -f FILE -n ${namespace})`
		: `${none}: deploy it with "kubectl iter8 deploy ${name} -f FILE -n ${namespace}"${template}, or apply it`;
}

/**
 * The candidate of a name, or without one the only one that exists; undefined when there is none. Throws an Error when there are
 * several, when there is none of that name, and when what bears a candidate's name is not the app's.
 */
export function candidateOf(app: AppState, name?: string): Deployed | undefined {
	const candidates = app.versions.slice(1);
	const asked = name === undefined ? candidates : candidates.filter(({reference}) => reference.name === name);
	if (name !== undefined && asked.length === 0) {
		const names = candidates.map(({reference}) => reference.name).join(', ');
		throw new Error(`${name} is no candidate of ${app.name}${names === '' ? '' : `, which has ${names}`}`);
	}

	const found = asked.filter(({object}) => object);
	const faults = found.map(({object}) => object && deletionFault(object, app.claim));
	const present = found.filter((_, index) => faults[index] === undefined);
	if (present.length === 0 && faults[0] !== undefined) throw new Error(faults[0]);
	if (present.length > 1) {
		const names = present.map(({reference}) => reference.name);
		throw new Error(
			`${app.name} has several candidates (${names.join(', ')}): say which, as in "${app.name} ${names.at(-1)}"`,
		);
	}

	return present[0] && deployed(app, present[0]);
}

function deployed(app: AppState, {object, reference}: VersionState): Deployed {
	const kind = object && versionKindOf(object);
	if (kind) return {object, kind};
	throw new Error(
		`${reference.name} of ${app.name} is a ${object?.kind ?? reference.gvrShort}: only InferenceServices and Deployments can be deployed and promoted`,
	);
}

/** What a version has beside its main object and goes with it, as the Service of a Deployment; not what another app names. */
export function companionsOf(
	app: AppState,
	{object, kind}: Deployed,
	{types}: Pick<ActionContext, 'types'>,
): readonly Target[] {
	const index = app.versions.findIndex(version => version.object?.metadata.uid === object.metadata.uid);
	return (app.routemap.versions[index]?.resources ?? []).flatMap(({gvrShort, namespace, name}) => {
		const resource = types.get(gvrShort)?.resource;
		if (!resource || resource.kind !== kind.companion?.resource.kind) return [];
		const companion = app.lookup(resource, namespace, name);
		return companion && deletionFault(companion, app.claim) === undefined ? [targetOf(resource, companion)] : [];
	});
}
