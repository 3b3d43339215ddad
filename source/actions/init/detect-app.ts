import {componentsBeside, ownPredictorName} from '../../kserve/components.ts';
import {knativeServices, kserveConfig, kserveMode, type ToldMode} from '../../kserve/detected-mode.ts';
import {servedName} from '../../kserve/served-name.ts';
import {getIfAllowed, type GetResult} from '../../objects/get-if-allowed.ts';
import type {KubeObject} from '../../objects/object.ts';
import {
	configMaps,
	deployments,
	httpRoutes,
	inferenceServices,
	resourceName,
	services,
	virtualServices,
} from '../../objects/resource.ts';
import type {AppType, Components, Mesh} from '../../routing/app-spec.ts';
import {hasPredictors} from '../../routing/reach.ts';
import type {ActionContext} from '../../runner/action-context.ts';

export interface DetectOptions {
	readonly name: string;
	/** Names of the versions, the primary first. */
	readonly versions: readonly string[];
	/** `kserve` leaves the mode to be found out; undefined everything. */
	readonly appType?: AppType | 'kserve' | undefined;
	readonly mesh?: Mesh | undefined;
	readonly modelName?: string | undefined;
}

/** What an app is. */
export interface DetectedApp {
	readonly appType: AppType;
	readonly mesh: Mesh;
	/** The one model name of the versions; undefined when each serves under its own. */
	readonly modelName: string | undefined;
	/** The components of each version, by its name; a version that is not there yet is taken to have the primary's. */
	readonly components: ReadonlyMap<string, Components>;
	/** What tells each of that, where it was found out: `kserve in Standard mode: annotation on wisdom-0`. */
	readonly reasons: readonly string[];
}

/** What the cluster shows of an app. */
interface Signs {
	readonly models: readonly GetResult[];
	readonly deployment: GetResult;
	readonly service: GetResult;
	readonly config: GetResult;
	readonly knative: GetResult;
	readonly virtualService: GetResult;
	readonly httpRoute: GetResult;
}

/**
 * Asks the cluster what an app is: what serves its versions, which kind of route there is, and whether its versions share a model
 * name. What is given is taken for granted. Throws an Error that says what is missing where it cannot be told, the server's
 * where something may not be seen.
 */
export async function detectApp(context: ActionContext, options: DetectOptions): Promise<DetectedApp> {
	const signs = await readSigns(context, options);
	const type = appTypeOf(context, options, signs);
	const mesh = meshOf(options, signs);
	const model = modelNameOf(options, type.appType, signs);
	const components = hasPredictors(type) ? componentsOf(options.versions, signs) : new Map<string, Components>();
	return {
		appType: type.appType,
		mesh: mesh.mesh,
		modelName: model.modelName,
		components,
		reasons: [type.reason, mesh.reason, model.reason, reasonOf(components)].filter(reason => reason !== undefined),
	};
}

async function readSigns(context: ActionContext, {name, versions}: DetectOptions): Promise<Signs> {
	const {namespace} = context;
	const primary = versions[0] ?? name;
	const [models, deployment, service, config, knative, virtualService, httpRoute] = await Promise.all([
		Promise.all(versions.map(version => getIfAllowed(context, inferenceServices, namespace, version))),
		getIfAllowed(context, deployments, namespace, primary),
		getIfAllowed(context, services, namespace, primary),
		getIfAllowed(context, configMaps, kserveConfig.namespace, kserveConfig.name),
		getIfAllowed(context, knativeServices, namespace, `${primary}-predictor`),
		getIfAllowed(context, virtualServices, namespace, name),
		getIfAllowed(context, httpRoutes, namespace, name),
	]);
	return {models, deployment, service, config, knative, virtualService, httpRoute};
}

function appTypeOf(
	{namespace}: ActionContext,
	{name, versions, appType}: DetectOptions,
	signs: Signs,
): {readonly appType: AppType; readonly reason?: string} {
	if (appType !== undefined && appType !== 'kserve') return {appType};
	const primary = versions[0] ?? name;
	const [model] = modelsOf(signs);
	const isServed = appType === 'kserve' || model !== undefined;
	if (!isServed && signs.deployment.object) {
		const reason = `deployment: ${resourceName(deployments, primary)} is there`;
		const isReached = signs.service.object !== undefined || signs.service.kind === 'forbidden';
		return {
			appType: 'deployment',
			reason: isReached ? reason : `${reason}, though not yet ${resourceName(services, primary)}, which leads to it`,
		};
	}

	if (isServed || signs.models.some(({kind}) => kind === 'known')) {
		const told = kserveMode({...signs, model});
		const reason = `kserve in ${told.mode} mode: ${told.by}`;
		return {appType: kserveTypes[told.mode], reason: isServed ? reason : `${reason}; there is no ${primary} yet`};
	}

	const forbidden = [...signs.models, signs.deployment].find(({kind}) => kind === 'forbidden')?.refusal;
	throw (
		forbidden ??
		new Error(
			`cannot tell what serves ${name}: in namespace ${namespace} is no deployment ${primary}, and the server has no InferenceServices (is KServe installed?): apply its first version, or say --app-type`,
		)
	);
}

const kserveTypes: Readonly<Record<ToldMode['mode'], AppType>> = {
	Knative: 'kserve-knative',
	Standard: 'kserve-standard',
	ModelMesh: 'kserve-modelmesh',
};

function meshOf(
	{mesh}: DetectOptions,
	{virtualService, httpRoute}: Signs,
): {readonly mesh: Mesh; readonly reason?: string} {
	if (mesh !== undefined) return {mesh};
	if (virtualService.kind === 'known') return {mesh: 'istio', reason: 'istio: the server has VirtualServices'};
	if (httpRoute.kind === 'known') {
		const instead = virtualService.kind === 'missing' ? 'the server has' : 'you may see';
		return {mesh: 'gateway-api', reason: `gateway-api: ${instead} HTTPRoutes, and no VirtualServices`};
	}

	const forbidden = [virtualService, httpRoute].find(({kind}) => kind === 'forbidden')?.refusal;
	throw (
		forbidden ??
		new Error(
			'the server has neither VirtualServices nor HTTPRoutes (gateway.networking.k8s.io/v1): install Istio, or the Gateway API with something that serves it',
		)
	);
}

function modelNameOf(
	{modelName}: DetectOptions,
	appType: AppType,
	signs: Signs,
): {readonly modelName: string | undefined; readonly reason?: string} {
	if (modelName !== undefined || !hasPredictors({appType})) return {modelName};
	const models = modelsOf(signs);
	const served = models.map(model => servedName(model));
	const [first, ...others] = served;
	if (!first?.isExplicit || !others.every(({name, isExplicit}) => isExplicit && name === first.name)) {
		return {modelName: undefined};
	}

	const [one] = models;
	const who = others.length === 0 ? `${one?.metadata.name} sets it` : 'all versions set it';
	return {modelName: first.name, reason: `model name ${first.name}: ${who}`};
}

/** Only versions that have more than a nameless predictor are told of. */
function componentsOf(versions: readonly string[], signs: Signs): ReadonlyMap<string, Components> {
	const models = new Map(modelsOf(signs).map(model => [model.metadata.name, model]));
	const [first] = models.values();
	return new Map(
		versions.flatMap(version => {
			const model = models.get(version) ?? first;
			if (!model) return [];
			const predictor = ownPredictorName(model);
			const components = {...componentsBeside(model), ...(predictor !== undefined && {predictor})};
			const isPlain = !components.transformer && !components.explainer && predictor === undefined;
			return isPlain ? [] : [[version, components] as const];
		}),
	);
}

function reasonOf(components: ReadonlyMap<string, Components>): string | undefined {
	const [first] = components;
	if (!first) return undefined;
	const [version, {transformer, explainer, predictor}] = first;
	const parts = [
		...(transformer ? ['a transformer'] : []),
		...(explainer ? ['an explainer'] : []),
		...(predictor === undefined ? [] : [`a predictor called ${predictor}`]),
	];
	return `requests go through ${parts.join(' and ')}: ${version} has ${parts.length === 1 ? 'one' : 'them'}`;
}

function modelsOf({models}: Signs): readonly KubeObject[] {
	return models.flatMap(({object}) => object ?? []);
}
