import {modelNameFault} from '../../kserve/model-name.ts';
import {loadFailure} from '../../kserve/readiness.ts';
import {defaultHoldMs} from '../../objects/defaults.ts';
import {appVersionLabel, verbFieldManager} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices, resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {deletionFault} from '../../ownership/version-object.ts';
import {versionAvailability} from '../../routemap/assess/availability.ts';
import type {ActionContext} from '../action-context.ts';
import {primaryOf, readApp, type AppState} from '../app-state.ts';
import type {Plan, Step} from '../plan.ts';
import {waitUntil, type Awaited} from '../wait-until.ts';
import {candidateObject, nextVersion} from './candidate.ts';

export interface DeployOptions {
	readonly name: string;
	readonly storageUri: string | undefined;
	/** Name that the model is served under; undefined leaves it as it is. */
	readonly modelName?: string | undefined;
	readonly version: string | undefined;
	/** An InferenceService to deploy in place of one made from the primary. */
	readonly from: KubeObject | undefined;
	/** Whether to wait until the candidate can take requests. */
	readonly isAwaited: boolean;
	/** Server-side dry run. */
	readonly isDryRun: boolean;
}

/** The next candidate of an app, as deploy would create it. Throws an Error when there is no free version, or no version label. */
export async function nextCandidate(context: ActionContext, options: DeployOptions): Promise<KubeObject> {
	const fault = options.modelName === undefined ? undefined : modelNameFault(options.modelName);
	if (fault !== undefined) throw new Error(fault);
	const app = await readApp(context, options.name);
	const name = freeVersion(app);
	const from = options.from ?? primaryOf(app);
	const given = options.from?.metadata.name;
	if (given !== undefined && given !== name) {
		throw new Error(`the routemap of ${app.name} does not name ${given}: its next free version is ${name}`);
	}

	const version =
		options.version ??
		options.from?.metadata.labels?.[appVersionLabel] ??
		nextVersion(app.versions[0]?.object?.metadata.labels?.[appVersionLabel]);
	if (version === undefined) {
		throw new Error(`the primary of ${app.name} has no label ${appVersionLabel} to count on from: give --version`);
	}

	return candidateObject({
		app: app.name,
		name,
		namespace: context.namespace,
		from,
		storageUri: options.storageUri,
		modelName: options.modelName,
		version,
	});
}

/** Plans to create the next candidate. */
export async function planDeploy(context: ActionContext, options: DeployOptions): Promise<Plan> {
	const candidate = await nextCandidate(context, options);
	const steps = [createStep(context, candidate, options)];
	if (options.isAwaited && !options.isDryRun) steps.push(await awaitStep(context, options.name, candidate));
	return {title: `deploy ${candidate.metadata.name} of ${options.name}`, warnings: [], steps};
}

function freeVersion(app: AppState): string {
	const candidates = app.versions.slice(1);
	if (candidates.length === 0)
		throw new Error(`the routemap of ${app.name} names no candidate: its strategy has one version only`);
	const free = candidates.find(({object}) => !object);
	if (free?.reference.namespace === app.claim.namespace) return free.reference.name;
	if (free) throw new Error(`routemap ${app.configMap.metadata.name}: ${app.beyondReach.join('; ')}`);
	const [fault] = candidates.flatMap(({object}) => (object && deletionFault(object, app.claim)) ?? []);
	if (fault !== undefined) throw new Error(fault);
	const present = candidates.map(({reference}) => reference.name).join(', ');
	throw new Error(
		`${present} of ${app.name} exists already: finish it with "kubectl iter8 promote ${app.name}" or drop it with "kubectl iter8 abort ${app.name}"`,
	);
}

function createStep({cluster, signal}: ActionContext, candidate: KubeObject, {isDryRun}: DeployOptions): Step {
	const name = resourceName(inferenceServices, candidate.metadata.name);
	return {
		title: `create ${objectWords(candidate)}`,
		run: async () => {
			await cluster.create(inferenceServices, candidate, {fieldManager: verbFieldManager, dryRun: isDryRun, signal});
			return `${name} created`;
		},
	};
}

async function awaitStep(context: ActionContext, app: string, candidate: KubeObject): Promise<Step> {
	const {routemap} = await readApp(context, app);
	const {name} = candidate.metadata;
	const version = routemap.versions.find(({resources}) => resources.some(resource => resource.name === name));
	return {
		title: `wait until ${name} can take requests`,
		run: async onProgress => {
			const until = (object: KubeObject | undefined): Awaited => {
				if (!object) throw new Error(`${objectWords(candidate)} was deleted meanwhile, not by this command`);
				if (!version) return true;
				const {isAvailable, reason} = versionAvailability(
					{...version, resources: version.resources.filter(resource => resource.name === name)},
					() => object,
					{types: context.types, now: context.now(), holdMs: defaultHoldMs},
				);
				if (!isAvailable && loadFailure(object) !== undefined) {
					throw new Error(`${reason}: drop it with "kubectl iter8 abort ${app}"`);
				}

				return isAvailable || reason;
			};

			await waitUntil(context, {resource: inferenceServices, name, onProgress, until});
			return `${resourceName(inferenceServices, name)} is ready`;
		},
	};
}
