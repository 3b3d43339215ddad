import {modelNameFault} from '../../kserve/model-name.ts';
import {storageUriFault} from '../../kserve/storage.ts';
import {find} from '../../objects/cluster.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import {fieldAt, type KubeObject} from '../../objects/object.ts';
import {services, type Resource} from '../../objects/resource.ts';
import {deletionFault} from '../../ownership/version-object.ts';
import type {Plan} from '../../rollout/plan.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import {contains} from '../../routemap/assess/route-difference.ts';
import type {ResourceReference} from '../../routemap/routemap.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {noPrimaryWords, primaryOf, readApp, type AppState} from '../../runner/app-state.ts';
import {nextVersion} from '../../versions/candidate.ts';
import {versionKindOf} from '../../versions/kinds.ts';
import type {CandidateOptions, VersionKind} from '../../versions/version-kind.ts';
import {halfDoneWords} from '../half-done.ts';
import {shareWords} from './share-words.ts';

export interface DeployOptions {
	readonly name: string;
	readonly storageUri: string | undefined;
	/** Name that the model is served under; undefined leaves it as it is. */
	readonly modelName?: string | undefined;
	/** Image of a Deployment; undefined leaves it as it is. */
	readonly image?: string | undefined;
	readonly version: string | undefined;
	/** An object to deploy in place of one made from the primary. */
	readonly from: KubeObject | undefined;
	/** Whether to wait until the version can take requests. */
	readonly isAwaited: boolean;
}

/** The label of an app's very first version. */
const firstVersion = 'v0';

/** One object of a version, and what deploy does to it. */
interface VersionChange {
	readonly object: KubeObject;
	/** `unchanged`: this very command has made it already, as one that was stopped while it waited. */
	readonly change: 'created' | 'unchanged';
}

/** The objects of an app's next version, as `nextVersionChanges` has them. */
export async function nextVersionObjects(
	context: ActionContext,
	options: DeployOptions,
): Promise<readonly KubeObject[]> {
	const changes = await nextVersionChanges(context, options);
	return changes.map(({object}) => object);
}

/**
 * The objects of an app's next version, as deploy would create them, the main one first: the primary where there is none yet, else
 * the next candidate; or that which this very command has made already. Throws an Error when there is no free version, nothing to
 * start from, or no version label.
 */
export async function nextVersionChanges(
	context: ActionContext,
	options: DeployOptions,
): Promise<readonly VersionChange[]> {
	const {modelName, storageUri} = options;
	const fault =
		(modelName === undefined ? undefined : modelNameFault(modelName)) ??
		(storageUri === undefined ? undefined : storageUriFault(storageUri));
	if (fault !== undefined) throw new Error(fault);
	const app = await readApp(context, options.name);
	const companion = await primaryCompanion(context, app, options);
	const made = madeBefore(context, app, options, companion);
	const {name, version} = made ?? nextFree(app, options);
	const {kind, wanted} = wish(context, app, options, {name, version, companion});
	const object = kind.candidate(wanted);
	const main: VersionChange = {object, change: made ? 'unchanged' : 'created'};
	return companion && kind.companion && (await isMissing(context, kind.companion.resource, name))
		? [main, {object: kind.companion.make(wanted, companion, object), change: 'created'}]
		: [main];
}

/** A version as it is to be called. */
interface Called {
	readonly name: string;
	readonly version: string | undefined;
	/** What the primary has beside its main object. */
	readonly companion?: KubeObject | undefined;
}

function nextFree(app: AppState, options: DeployOptions): Called {
	const {name} = freeVersion(app);
	const given = options.from?.metadata.name;
	if (given !== undefined && given !== name) {
		const isNamed = app.versions.some(({reference}) => reference.name === given);
		throw new Error(
			isNamed
				? `${given} of ${app.name} is not its next free version, which is ${name}`
				: `the routemap of ${app.name} does not name ${given}: its next free version is ${name}`,
		);
	}

	const version = options.version ?? options.from?.metadata.labels?.[appVersionLabel] ?? nextLabel(app);
	if (version !== undefined) return {name, version};
	const label = app.versions[0]?.object?.metadata.labels?.[appVersionLabel];
	throw new Error(
		label === undefined
			? `the primary of ${app.name} has no label ${appVersionLabel} to count on from: give --version`
			: `the label ${appVersionLabel}=${label} of the primary of ${app.name} ends in no number to count on from: give --version`,
	);
}

/** What a version of that name is made of, and how. */
function wish(
	context: ActionContext,
	app: AppState,
	{from = primaryOf(app).object, storageUri, modelName, image}: DeployOptions,
	{name, version, companion}: Called,
): {readonly kind: VersionKind; readonly wanted: CandidateOptions} {
	const kind = versionKindOf(from);
	if (!kind) throw new Error(`a ${from.kind} cannot be deployed: only InferenceServices and Deployments can`);
	const {namespace} = context;
	// The first version's pods are those that its Service selects.
	const isFirst = name === app.versions[0]?.reference.name;
	const podSelector = companion && fieldAt(companion, 'spec', 'selector');
	return {
		kind,
		wanted: {app: app.name, name, namespace, from, storageUri, modelName, image, version, isFirst, podSelector},
	};
}

/** The last candidate where no version is free, and it is as this command would make it; undefined where there is none. */
function madeBefore(
	context: ActionContext,
	app: AppState,
	options: DeployOptions,
	companion: KubeObject | undefined,
): Called | undefined {
	const candidates = app.versions.slice(1);
	const live = candidates.at(-1)?.object;
	const given = options.from?.metadata.name;
	if (!live || candidates.some(({object}) => !object) || !app.versions[0]?.object) return undefined;
	const {name, labels} = live.metadata;
	if ((given !== undefined && given !== name) || deletionFault(live, app.claim) !== undefined) return undefined;
	const called = {name, version: options.version ?? labels?.[appVersionLabel], companion};
	const {kind, wanted} = wish(context, app, options, called);
	const object = kind.candidate(wanted);
	return contains(live['spec'], object['spec']) && contains(labels, object.metadata.labels) ? called : undefined;
}

/** What the primary has beside its main object, to be made for a candidate too. */
async function primaryCompanion(
	{cluster, namespace, signal}: ActionContext,
	app: AppState,
	{from}: DeployOptions,
): Promise<KubeObject | undefined> {
	const primary = app.versions[0];
	const main = from ?? primary?.object;
	const companion = main && versionKindOf(main)?.companion;
	return companion && primary && find(cluster, companion.resource, namespace, primary.reference.name, signal);
}

/** Whether a version has not what the primary has beside its main object. */
async function isMissing(
	{cluster, namespace, signal}: ActionContext,
	resource: Resource,
	name: string,
): Promise<boolean> {
	return (await find(cluster, resource, namespace, name, signal)) === undefined;
}

/** Plans to create the next version. */
export async function planDeploy(context: ActionContext, options: DeployOptions): Promise<Plan> {
	const objects = await nextVersionObjects(context, options);
	const targets = objects.map(object =>
		targetOf(versionKindOf(object)?.resource ?? services, object, context.namespace),
	);
	const [main] = targets;
	const steps: Step[] = objects.flatMap((object, index) => {
		const target = targets[index];
		return target ? [{type: 'create-version', target, object}] : [];
	});
	if (options.isAwaited && main) steps.push({type: 'wait-ready', app: options.name, target: main});
	const title = `deploy ${main?.name} of ${options.name}`;
	const share = main && shareWords(context, await readApp(context, options.name), main.name);
	const notes = share === undefined ? [] : [share];
	return {action: 'deploy', app: options.name, title, warnings: [], notes, steps};
}

/** The primary while there is none; an app whose primary others may have taken away for a moment has candidates. */
function freeVersion(app: AppState): ResourceReference {
	const [primary, ...candidates] = app.versions;
	const isFirst = primary && !primary.object && candidates.every(({object}) => !object);
	if (isFirst && primary.reference.namespace === app.claim.namespace) return primary.reference;
	if (candidates.length === 0)
		throw new Error(`the routemap of ${app.name} names no candidate: its strategy has one version only`);
	const free = candidates.find(({object}) => !object);
	if (free?.reference.namespace === app.claim.namespace) return free.reference;
	if (free) throw new Error(`routemap ${app.configMap.metadata.name}: ${app.beyondReach.join('; ')}`);
	const [fault] = candidates.flatMap(({object}) => (object && deletionFault(object, app.claim)) ?? []);
	if (fault !== undefined) throw new Error(fault);
	throw new Error(halfDoneWords(app) ?? noFreeVersionWords(app, candidates));
}

/** What to do where all candidates are there: only what would not be refused. */
function noFreeVersionWords(app: AppState, candidates: AppState['versions']): string {
	const {name, claim, versions} = app;
	const present = candidates.map(({reference}) => reference.name).join(', ');
	const exists = `${present} of ${name} ${candidates.length === 1 ? 'exists' : 'exist'} already`;
	if (!versions[0]?.object) return noPrimaryWords(app);
	const [first] = candidates.toSorted((one, other) => rank(one) - rank(other));
	const which = `${candidates.length === 1 ? '' : ` ${first?.reference.name}`} -n ${claim.namespace}`;
	const drop = `drop it with "kubectl iter8 abort ${name}${which}"`;
	const {isAvailable = false, isUpToDate = false, reason = ''} = first?.availability ?? {};
	if (isAvailable && isUpToDate) return `${exists}: finish it with "kubectl iter8 promote ${name}${which}" or ${drop}`;
	if (first?.object?.metadata.deletionTimestamp !== undefined) {
		return `${exists} and is being deleted: wait until it is gone`;
	}

	const hasFailed = first?.object && versionKindOf(first.object)?.failure(first.object) !== undefined;
	return `${exists} and cannot be promoted${hasFailed === true ? '' : ' yet'} (${reason}): ${hasFailed === true ? '' : 'wait for it or '}${drop}`;
}

function rank({availability: {isAvailable, isUpToDate}}: AppState['versions'][number]): number {
	return isAvailable && isUpToDate ? 0 : 1;
}

/** The version after the primary's that no other version has. */
function nextLabel(app: AppState): string | undefined {
	const labels = app.versions.map(({object}) => object?.metadata.labels?.[appVersionLabel]);
	if (app.versions.every(({object}) => !object)) return firstVersion;
	let next = nextVersion(labels[0]);
	while (next !== undefined && labels.includes(next)) next = nextVersion(next);
	return next;
}
