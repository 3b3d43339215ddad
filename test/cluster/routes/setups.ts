import type {AppSpec} from '../../../source/routing/app-spec.ts';
import {sharedGateway} from '../testbed/gateway-api.ts';

/** A way to run an app: what its versions are, and what carries its routes. Each has a namespace of its own. */
export interface Setup extends Pick<AppSpec, 'appType' | 'mesh' | 'namespace'> {
	/** In words, for the names of tests. */
	readonly title: string;
	/** The model name that all versions share; `app` for the app's own name. Undefined when each has its own. */
	readonly shared?: 'oracle' | 'app';
}

const kinds = [
	{appType: 'kserve-knative', place: 'knative', words: 'KServe in Knative mode'},
	{appType: 'kserve-standard', place: 'standard', words: 'KServe in Standard mode'},
] as const;
const carriers = [
	{mesh: 'istio', place: 'istio', over: 'Istio'},
	{mesh: 'gateway-api', place: 'gateway', over: 'the Gateway API'},
] as const;
const namings = [
	{shared: undefined, end: 'own', naming: 'names of their own'},
	{shared: 'oracle', end: 'one', naming: 'one name'},
	{shared: 'app', end: 'app', naming: "the app's name"},
] as const;

export const setups: readonly Setup[] = carriers.flatMap(({mesh, place, over}): readonly Setup[] => [
	...kinds.flatMap(kind =>
		namings.map(({shared, end, naming}) => ({
			appType: kind.appType,
			mesh,
			namespace: `${kind.place}-${place}-${end}`,
			title: `${kind.words} over ${over}, ${naming}`,
			...(shared && {shared}),
		})),
	),
	{appType: 'deployment', mesh, namespace: `deployment-${place}`, title: `Deployments over ${over}`},
]);

/** The versions of every setup; its apps share them. */
export const versionNames = ['wisdom-0', 'wisdom-1', 'wisdom-2'] as const;

/** An app under one weight vector: as its daemon would route it while these versions serve. */
export interface AppCase {
	readonly setup: Setup;
	readonly app: AppSpec;
	readonly weights: readonly number[];
}

const strategies = {
	canary: [
		[1, 0, 0],
		[1, 1, 0],
		[1, 0, 1],
		[0, 1, 1],
		[0, 0, 1],
		[1, 1, 1],
		[0, 0, 0],
	],
	'blue-green': [
		[60, 30, 10],
		[60, 0, 10],
		[0, 30, 0],
		[0, 1, 3],
		[0, 0, 0],
	],
	mirror: [
		[1, 0, 0],
		[1, 100, 0],
		[1, 100, 100],
		[1, 0, 100],
		[0, 100, 100],
		[1, 40, 100],
	],
	none: [
		[1, 0, 0],
		[0, 0, 1],
		[0, 0, 0],
	],
} as const;

/**
 * Clauses of the canaries' third version; the second has the default one. Where HTTPRoutes of an InferenceService are several, a
 * path alone decides nothing (and is refused).
 */
function thirdMatch(setup: Setup): readonly unknown[] {
	const headers = decidesByPath(setup) ? {} : {headers: {traffic: {exact: 'path'}}};
	return [
		{headers: {traffic: {prefix: 'beta-'}}},
		{headers: {'x-user': {regex: 'u[0-9]+'}}, method: {exact: 'POST'}},
		{queryParams: {version: {exact: '2'}}},
		{uri: {exact: '/v2/models/wisdom-2/infer'}, ...headers},
		{uri: {prefix: '/preview/'}, ...headers},
	];
}

export function decidesByPath({appType, mesh}: Setup): boolean {
	return mesh === 'istio' || appType === 'deployment';
}

/** Every app of a setup: each strategy that it offers, under each of its vectors. */
export function casesOf(setup: Setup): readonly AppCase[] {
	const {appType, mesh, namespace, shared} = setup;
	return (['canary', 'blue-green', 'mirror', 'none'] as const)
		.filter(strategy => strategy !== 'mirror' || canMirror(setup))
		.flatMap(strategy =>
			strategies[strategy].map((weights): AppCase => {
				const name = `${strategy}-${weights.join('-')}`;
				const modelName = shared === 'app' ? {modelName: name} : shared === undefined ? {} : {modelName: shared};
				const versions = versionNames.map((version, index) => ({
					name: version,
					...(strategy === 'canary' && index === 2 && {match: thirdMatch(setup)}),
				}));
				return {
					setup,
					app: {name, namespace, appType, mesh, strategy, versions, ...modelName, ...gatewaysOf(setup)},
					weights,
				};
			}),
		);
}

/** The usual gateways, as far as the testbed has them. */
export function gatewaysOf({
	appType,
	mesh,
}: Pick<Setup, 'appType' | 'mesh'>): Pick<AppSpec, 'gateways' | 'gatewayService'> {
	if (mesh === 'gateway-api') return {gateways: [sharedGateway.name], gatewayService: sharedGateway.host};
	return appType === 'deployment' ? {gateways: ['knative-serving/knative-ingress-gateway']} : {};
}

/** A copy keeps Host and path of the primary's request. */
export function canMirror({appType, shared}: Setup): boolean {
	return appType === 'deployment' || (appType === 'kserve-standard' && shared !== undefined);
}
