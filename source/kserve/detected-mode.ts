import type {GetResult} from '../objects/get-if-allowed.ts';
import {fieldAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {componentsOf, hasRevisions} from './components.ts';
import {deploymentMode, deploymentModeNamed, type DeploymentMode} from './deployment-mode.ts';

/** The ConfigMap in which KServe's installation says what it does by default. */
export const kserveConfig = {namespace: 'kserve', name: 'inferenceservice-config'} as const;

/** What KServe makes of an InferenceService in Knative mode. */
export const knativeServices: Resource = {
	group: 'serving.knative.dev',
	version: 'v1',
	plural: 'services',
	kind: 'Service',
};

/** What tells how KServe runs a model. */
interface KServeSigns {
	/** An InferenceService of the app; undefined when there is none yet. */
	readonly model: KubeObject | undefined;
	readonly config: GetResult;
	readonly knative: GetResult;
}

/** A mode, and in words what it was told by. */
export interface ToldMode {
	readonly mode: DeploymentMode;
	readonly by: string;
}

/**
 * How KServe runs an app's models: what an InferenceService says itself, else what the installation does by default, else
 * whether there is Knative. Rule: KServe, `GetDeploymentMode`; the mode in the status goes before the annotation.
 */
export function kserveMode({model, config, knative}: KServeSigns): ToldMode {
	const own = model && ownMode(model);
	if (own) return own;
	const mode = defaultMode(config.object);
	if (mode) return {mode, by: `ConfigMap ${kserveConfig.namespace}/${kserveConfig.name}`};
	if (knative.kind === 'known') return {mode: 'Knative', by: 'the server has Knative'};
	if (knative.kind === 'missing') return {mode: 'Standard', by: 'the server has no Knative'};
	return {mode: 'Knative', by: 'taken for granted, as you may not look; else say --app-type kserve-standard'};
}

function ownMode(model: KubeObject): ToldMode | undefined {
	const {name} = model.metadata;
	const mode = deploymentMode(model);
	if (mode) {
		const place = stringAt(model, 'status', 'deploymentMode') === undefined ? 'annotation on' : 'status of';
		return {mode, by: `${place} ${name}`};
	}

	const predictor = componentsOf(model).find(component => component.name === 'predictor');
	if (stringAt(predictor?.status, 'latestCreatedRevision') === undefined || !predictor) return undefined;
	return hasRevisions(predictor)
		? {mode: 'Knative', by: `${name} has revisions`}
		: {mode: 'Standard', by: `${name} has a Deployment's revisions`};
}

function defaultMode(config: KubeObject | undefined): DeploymentMode | undefined {
	try {
		const deploy: unknown = JSON.parse(stringAt(config, 'data', 'deploy') ?? '{}');
		const name = fieldAt(deploy, 'defaultDeploymentMode');
		return typeof name === 'string' ? deploymentModeNamed(name) : undefined;
	} catch {
		return undefined;
	}
}
