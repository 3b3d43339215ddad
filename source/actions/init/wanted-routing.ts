import {chartObjects, inNamespace} from '../../charts/chart-objects.ts';
import {routingActions, type RoutedAppType} from '../../charts/routing-actions/routing-actions.ts';
import {kindLabel, weightAnnotation} from '../../objects/labels.ts';
import {fieldAt, stringAt, type KubeObject} from '../../objects/object.ts';
import {parseYaml} from '../../routemap/yaml.ts';
import {
	appNameOf,
	defaultVersions,
	weightConfigName,
	type AppSpec,
	type AppType,
	type VersionSpec,
	type Mesh,
	type RouteKind,
} from '../../routing/app-spec.ts';
import {routingObjects} from '../../routing/routing-objects.ts';
import type {StrategyName} from '../../routing/strategies/strategies.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {detectApp, type DetectedApp} from './detect-app.ts';
import {refuseTakenName} from './foreign-objects.ts';

/** An app as a command line describes it; what is undefined is found out, or is as usual. */
export interface InitOptions {
	readonly name: string;
	readonly appType?: AppType | 'kserve' | undefined;
	readonly mesh?: Mesh | undefined;
	/** @default 'canary' */
	readonly strategy?: StrategyName | undefined;
	/** @default NAME-0 and NAME-1, for the strategy `none` NAME-0 */
	readonly versions?: readonly VersionSpec[] | undefined;
	/** Whether what serves already under the versions' names is meant, since it was asked for by name. @default false */
	readonly takesOver?: boolean | undefined;
	readonly modelName?: string | undefined;
	readonly port?: number | undefined;
	readonly gateways?: readonly string[] | undefined;
	/** @default 'own' */
	readonly routes?: RouteKind | undefined;
}

/** The objects that an app's routing shall have. */
export interface WantedRouting {
	/** The app's name; undefined for objects without a routemap. */
	readonly app: string | undefined;
	/** Without the routemap; each says its namespace. */
	readonly objects: readonly KubeObject[];
	readonly routemap: KubeObject | undefined;
	/** Whether a routemap that is there and makes other routes is refused, not kept: the routes were described. */
	readonly isExact: boolean;
	/** Whether what is there already may be changed to what is wanted, as `helm upgrade` does. */
	readonly isUpgrade: boolean;
	/** Whether what serves already under the versions' names may be labelled as theirs. */
	readonly takesOver: boolean;
	/** How it was found out what the app is. */
	readonly reasons: readonly string[];
}

/** What `init APP` wants. Throws an Error that says what to do when the app cannot be routed so. */
export async function wantedRouting(context: ActionContext, options: InitOptions): Promise<WantedRouting> {
	const {name, routes = 'own', strategy = 'canary', mesh, modelName, port, gateways} = options;
	const versions = options.versions ?? defaultVersions(name).slice(0, strategy === 'none' ? 1 : undefined);
	const names = versions.map(version => version.name);
	await refuseTakenName(context, name, names);
	const found = await detectApp(context, {...options, versions: names});
	const isDescribed =
		versions.some(({match, weight}) => match !== undefined || weight !== undefined) || modelName !== undefined;
	const wanted = {
		app: name,
		isExact: isDescribed || [mesh, options.routes, port, gateways].some(given => given !== undefined),
		isUpgrade: false,
		takesOver: options.takesOver ?? false,
		reasons: found.reasons,
	};
	if (routes === 'iter8') return {...wanted, ...iter8Objects(context, {...options, strategy, versions}, found)};
	const app: AppSpec = {
		name,
		namespace: context.namespace,
		appType: found.appType,
		mesh: found.mesh,
		strategy,
		versions: versions.map(version => {
			const components = found.components.get(version.name);
			return {...version, ...(components && {components})};
		}),
		...(found.modelName === undefined ? {} : {modelName: found.modelName}),
		...(port === undefined ? {} : {port}),
		...(gateways === undefined ? {} : {gateways}),
	};
	return {...wanted, ...routingObjects(app)};
}

/** What `init -f` wants of a values file of Iter8's charts. Throws an Error that names the faulty key. */
export function valuesRouting(
	text: string,
	options: {readonly release?: string | undefined; readonly namespace: string},
): WantedRouting {
	const parts = splitRoutemap(inNamespace(chartObjects(text, options), options.namespace));
	const {routemap} = parts;
	const app = routemap && appNameOf(routemap.metadata.name);
	return {app, ...parts, isExact: true, isUpgrade: true, takesOver: false, reasons: []};
}

/**
 * The weights that a values file of Iter8's chart `routing-actions` changes, by the names of the versions; undefined where it does
 * not (`action: modify-weights`). Throws an Error that names the faulty key.
 */
export function modifiedWeights(
	text: string,
	options: {readonly release?: string | undefined; readonly namespace: string},
): {readonly name: string; readonly wanted: ReadonlyMap<string, number | undefined>} | undefined {
	const objects = chartObjects(text, options);
	const values = parseYaml(text);
	if (fieldAt(values, 'action') !== 'modify-weights') return undefined;
	const suffix = weightConfigName('');
	const wanted = objects.map(({metadata: {name, annotations}}) => {
		const weight = annotations?.[weightAnnotation];
		return [name.slice(0, -suffix.length), weight === undefined ? undefined : Number(weight)] as const;
	});
	return {name: stringAt(values, 'appName') ?? '', wanted: new Map(wanted)};
}

const iter8AppTypes: Readonly<Partial<Record<AppType, RoutedAppType>>> = {
	'kserve-knative': 'kserve',
	'kserve-modelmesh': 'kserve-modelmesh',
	deployment: 'deployment',
};

/** The objects of Iter8's chart. Throws where it had none for such an app. */
function iter8Objects(
	{namespace}: ActionContext,
	{name, strategy, versions, port, gateways = [], modelName}: InitOptions,
	found: DetectedApp,
): Pick<WantedRouting, 'objects' | 'routemap'> {
	const appType = iter8AppTypes[found.appType];
	const missing = [
		...(appType === undefined ? ['KServe in Standard mode'] : []),
		...(found.mesh === 'istio' ? [] : ['HTTPRoutes']),
		...(strategy === 'canary' || strategy === 'blue-green' ? [] : [`the strategy ${strategy}`]),
		...(gateways.length > 1 ? ['several gateways'] : []),
		...(modelName === undefined ? [] : ['a shared model name']),
	];
	if (missing.length > 0 || appType === undefined || (strategy !== 'canary' && strategy !== 'blue-green')) {
		throw new Error(
			`Iter8's chart routing-actions had no routes for ${missing.join(', nor for ')}: leave --routes iter8 out`,
		);
	}

	const values = {
		appType,
		appName: name,
		action: 'initialize',
		strategy,
		appVersions: versions,
		appPort: port,
		externalGateway: gateways[0],
	} as const;
	return splitRoutemap(inNamespace(routingActions(values, {namespace}), namespace));
}

function splitRoutemap(objects: readonly KubeObject[]): Pick<WantedRouting, 'objects' | 'routemap'> {
	const routemap = objects.find(({metadata}) => metadata.labels?.[kindLabel] === 'routemap');
	return {objects: objects.filter(object => object !== routemap), routemap};
}
