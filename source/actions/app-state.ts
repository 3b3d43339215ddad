import {findRoutemap} from '../kube/find-routemap.ts';
import {defaultHoldMs} from '../objects/defaults.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, deployments, inferenceServices} from '../objects/resource.ts';
import {beyondReach, ownReach} from '../ownership/reach.ts';
import {deletionFault, type Claim} from '../ownership/version-object.ts';
import {versionAvailability, type Availability, type Lookup} from '../routemap/assess/availability.ts';
import {parseRoutemap, type ResourceReference, type Routemap, type Version} from '../routemap/routemap.ts';
import {readResources} from '../snapshot/read-resources.ts';
import type {ActionContext} from './action-context.ts';
import {noSuchApp} from './no-such-app.ts';

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
	readonly lookup: Lookup;
	/** To ask whose an object is. */
	readonly claim: Claim;
	/** What it names in other namespaces and may not; a sentence each. */
	readonly beyondReach: readonly string[];
}

/** Reads an app. Throws an Error that says what to do when there is no routemap of that name. */
export async function readApp(context: ActionContext, name: string): Promise<AppState> {
	const {cluster, namespace, signal} = context;
	const {routemap: configMap, others} = await findRoutemap(cluster, namespace, name, signal);
	if (!configMap) throw await noSuchApp(cluster, namespace, name, signal);
	const routemap = parseRoutemap(configMap);
	const lookup = await readResources(context, routemap);
	return {
		name,
		configMap,
		routemap,
		lookup,
		claim: {app: name, namespace, others},
		beyondReach: beyondReach(routemap, lookup, context.types, ownReach),
		versions: routemap.versions.map(version => readVersion(context, version, lookup)),
	};
}

function readVersion(context: ActionContext, version: Version, lookup: Lookup): VersionState {
	const reference = mainResource(version, context);
	const resource = context.types.get(reference.gvrShort)?.resource;
	return {
		reference,
		object: resource && lookup(resource, reference.namespace, reference.name),
		availability: versionAvailability(version, lookup, {
			types: context.types,
			now: context.now(),
			holdMs: defaultHoldMs,
		}),
	};
}

/** A version's InferenceService, else its Deployment, else the first of its resources that is no ConfigMap. */
function mainResource(version: Version, {types}: ActionContext): ResourceReference {
	const isOf = (plural: string) => (reference: ResourceReference) =>
		types.get(reference.gvrShort)?.resource.plural === plural;
	const found =
		version.resources.find(isOf(inferenceServices.plural)) ??
		version.resources.find(isOf(deployments.plural)) ??
		version.resources.find(reference => !isOf(configMaps.plural)(reference)) ??
		version.resources[0];
	if (!found) throw new Error('the routemap has a version without resources');
	return found;
}

/** The primary's InferenceService. Throws an Error when there is none, or when the app's versions are of another kind. */
export function primaryOf(app: AppState): KubeObject {
	const [primary] = app.versions;
	if (!primary?.object) {
		const [beyond] = primary?.reference.namespace === app.claim.namespace ? [] : app.beyondReach;
		throw new Error(
			beyond === undefined
				? `the primary ${primary?.reference.name ?? ''} of ${app.name} does not exist: apply its InferenceService first`
				: `routemap ${app.configMap.metadata.name}: ${beyond}`,
		);
	}

	return requireInferenceService(app, primary);
}

/**
 * The one candidate that exists; undefined when there is none. Throws an Error when there are several, and when what bears a
 * candidate's name is not the app's.
 */
export function candidateOf(app: AppState): KubeObject | undefined {
	const found = app.versions.slice(1).filter(({object}) => object);
	const faults = found.map(({object}) => object && deletionFault(object, app.claim));
	const present = found.filter((_, index) => faults[index] === undefined);
	if (present.length === 0 && faults[0] !== undefined) throw new Error(faults[0]);
	if (present.length > 1) {
		const names = present.map(({reference}) => reference.name).join(', ');
		throw new Error(`${app.name} has several candidates (${names}): delete all but one first`);
	}

	return present[0] && requireInferenceService(app, present[0]);
}

function requireInferenceService(app: AppState, {object, reference}: VersionState): KubeObject {
	if (object?.kind === inferenceServices.kind) return object;
	throw new Error(
		`${reference.name} of ${app.name} is a ${object?.kind ?? reference.gvrShort}: only InferenceServices can be deployed and promoted`,
	);
}
