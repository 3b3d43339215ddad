import {modelNameFault} from '../../kserve/model-name.ts';
import {find} from '../../objects/cluster.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {services} from '../../objects/resource.ts';
import {deletionFault} from '../../ownership/version-object.ts';
import type {Plan} from '../../rollout/plan.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import {contains} from '../../routemap/assess/route-difference.ts';
import type {ResourceReference} from '../../routemap/routemap.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {primaryOf, readApp, type AppState} from '../../runner/app-state.ts';
import {nextVersion} from '../../versions/candidate.ts';
import {versionKindOf} from '../../versions/kinds.ts';
import type {CandidateOptions, VersionKind} from '../../versions/version-kind.ts';

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

/**
 * The objects of an app's next version, as deploy would create them, the main one first: the primary where there is none yet, else
 * the next candidate; or that which this very command has made already, as one that was stopped while it waited. Throws an Error
 * when there is no free version, nothing to start from, or no version label.
 */
export async function nextVersionObjects(
	context: ActionContext,
	options: DeployOptions,
): Promise<readonly KubeObject[]> {
	const fault = options.modelName === undefined ? undefined : modelNameFault(options.modelName);
	if (fault !== undefined) throw new Error(fault);
	const app = await readApp(context, options.name);
	const {name, version} = madeBefore(context, app, options) ?? nextFree(app, options);
	const {kind, wanted} = wish(context, app, options, {name, version});
	const object = kind.candidate(wanted);
	const companion = await companionOf(context, app, kind, name);
	return companion && kind.companion ? [object, kind.companion.make(wanted, companion, object)] : [object];
}

/** A version as it is to be called. */
interface Called {
	readonly name: string;
	readonly version: string | undefined;
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
	throw new Error(`the primary of ${app.name} has no label ${appVersionLabel} to count on from: give --version`);
}

/** What a version of that name is made of, and how. */
function wish(
	context: ActionContext,
	app: AppState,
	{from = primaryOf(app).object, storageUri, modelName, image}: DeployOptions,
	{name, version}: Called,
): {readonly kind: VersionKind; readonly wanted: CandidateOptions} {
	const kind = versionKindOf(from);
	if (!kind) throw new Error(`a ${from.kind} cannot be deployed: only InferenceServices and Deployments can`);
	const {namespace} = context;
	return {kind, wanted: {app: app.name, name, namespace, from, storageUri, modelName, image, version}};
}

/** The last candidate where no version is free, and it is as this command would make it; undefined where there is none. */
function madeBefore(context: ActionContext, app: AppState, options: DeployOptions): Called | undefined {
	const candidates = app.versions.slice(1);
	const live = candidates.at(-1)?.object;
	const given = options.from?.metadata.name;
	if (!live || candidates.some(({object}) => !object) || !app.versions[0]?.object) return undefined;
	const {name, labels} = live.metadata;
	if ((given !== undefined && given !== name) || deletionFault(live, app.claim) !== undefined) return undefined;
	const called = {name, version: options.version ?? labels?.[appVersionLabel]};
	const {kind, wanted} = wish(context, app, options, called);
	const object = kind.candidate(wanted);
	return contains(live['spec'], object['spec']) && contains(labels, object.metadata.labels) ? called : undefined;
}

/** What the primary has beside its main object, to be made for the new version too; undefined where the new version has it. */
async function companionOf(
	{cluster, namespace, signal}: ActionContext,
	app: AppState,
	{companion}: VersionKind,
	name: string,
): Promise<KubeObject | undefined> {
	const primary = app.versions[0]?.reference.name;
	if (!companion || primary === undefined) return undefined;
	if (name === primary || (await find(cluster, companion.resource, namespace, name, signal))) return undefined;
	return find(cluster, companion.resource, namespace, primary, signal);
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
	return {action: 'deploy', app: options.name, title, warnings: [], steps};
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
	const present = candidates.map(({reference}) => reference.name);
	const verb = present.length === 1 ? 'exists' : 'exist';
	const which = present.length === 1 ? '' : ` ${present[0]}`;
	throw new Error(
		`${present.join(', ')} of ${app.name} ${verb} already: finish it with "kubectl iter8 promote ${app.name}${which}" or drop it with "kubectl iter8 abort ${app.name}${which}"`,
	);
}

/** The version after the primary's that no other version has. */
function nextLabel(app: AppState): string | undefined {
	const labels = app.versions.map(({object}) => object?.metadata.labels?.[appVersionLabel]);
	if (app.versions.every(({object}) => !object)) return firstVersion;
	let next = nextVersion(labels[0]);
	while (next !== undefined && labels.includes(next)) next = nextVersion(next);
	return next;
}
