import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {appTypes, meshes, type AppSpec, type VersionSpec} from '../../source/routing/app-spec.ts';
import {needsTwoPasses} from '../../source/routing/reach.ts';
import {strategyNames, type StrategyName} from '../../source/routing/strategies/strategies.ts';
import {randomCases} from '../helpers/random-cases.ts';
import {land, tableOf, type Landing} from './landing.ts';

const paths = [
	'/',
	'/?trace=1',
	'/v2/models/wisdom/infer',
	'/v2/models/wisdom/infer?next=/v2/models/wisdom',
	'/v2/models/wisdom',
	'/v2/models/wisdom/versions/3/ready',
	'/v2/models/wisdom-1/infer',
	'/v2/models/wisdomed/infer',
	'/v1/models/wisdom:predict?a=1',
	'/v1/models/wisdom:explain',
	'/v1/models/wisdom',
	'/v1/models/wisdom-1:predict',
	'/v1/models',
	'/v2/health/ready',
	'/openai/v1/chat/completions',
	'/inference.GRPCInferenceService/ModelInfer',
];

/** What becomes of a path, told in another way than the routes tell it. */
function rewritten(app: AppSpec, model: string, path: string): string {
	const [, pathname = '', query = ''] = /^([^?]*)(.*)$/.exec(path) ?? [];
	if (app.appType === 'deployment') return path;
	if (pathname === '/') return `/v2/models/${app.appType === 'kserve-modelmesh' ? 'wisdom' : model}/infer${query}`;
	if (app.appType === 'kserve-modelmesh') return path;
	for (const version of ['v1', 'v2']) {
		const own = `/${version}/models/wisdom`;
		const rest = pathname.slice(own.length);
		if (pathname.startsWith(own) && /^$|^[/:]/.test(rest)) return `/${version}/models/${model}${rest}${query}`;
	}

	return path;
}

/** What a version must get to see of a request. */
function expected(app: AppSpec, index: number, path: string): Omit<Landing, 'passes' | 'mirrors'> {
	const name = app.versions[index]?.name ?? '';
	const own = {
		host: 'wisdom.models',
		path: rewritten(app, app.modelName ?? name, path),
		headers: {},
		appVersion: [name],
	};
	switch (app.appType) {
		case 'kserve-knative':
			return {
				...own,
				place: 'knative-local-gateway.istio-system.svc.cluster.local:80',
				host: `${name}-predictor.models.svc.cluster.local`,
			};
		case 'kserve-standard':
			return {...own, place: `${name}-predictor.models.svc.cluster.local:80`};
		case 'kserve-modelmesh': {
			const isRest = path === '/' || path.startsWith('/?') || path.startsWith('/v2/');
			return {
				...own,
				place: `modelmesh-serving.models.svc.cluster.local:${isRest ? 8008 : 8033}`,
				headers: {[isRest ? 'grpc-metadata-mm-vmodel-id' : 'mm-vmodel-id']: [name]},
			};
		}
		default:
			return {...own, place: `${name}.models.svc.cluster.local:80`};
	}
}

/** All vectors of a length with these weights. */
function vectors(length: number, weights: readonly number[]): readonly (readonly number[])[] {
	if (length === 0) return [[]];
	return vectors(length - 1, weights).flatMap(vector => weights.map(weight => [...vector, weight]));
}

function appOf(change: Pick<AppSpec, 'appType' | 'mesh' | 'strategy'>, count: number, modelName?: string): AppSpec {
	const versions = Array.from({length: count}, (_, index): VersionSpec => {
		const name = `wisdom-${index}`;
		const match = [{headers: {to: {exact: name}}}];
		return change.strategy === 'canary' && index > 0 ? {name, match} : {name};
	});
	const gateways = change.mesh === 'gateway-api' ? ['istio-system/gateway', 'mesh'] : undefined;
	return {
		...change,
		name: 'wisdom',
		namespace: 'models',
		versions,
		...(modelName !== undefined && {modelName}),
		...(gateways && {gateways}),
	};
}

const kinds = appTypes.flatMap(appType =>
	meshes.flatMap(mesh => strategyNames.map(strategy => ({appType, mesh, strategy}))),
);
const counts = [1, 2, 3, 4];
const apps = kinds.flatMap(kind =>
	counts.flatMap(count => [appOf(kind, count), appOf(kind, count, 'oracle')]).filter(app => isOffered(app)),
);

/** What is refused has a test of its own. */
function isOffered({strategy, appType, modelName}: AppSpec): boolean {
	if (strategy !== 'mirror') return true;
	return appType === 'deployment' || (appType === 'kserve-standard' && modelName !== undefined);
}

/** The version that gets what no candidate gets. */
function firstServing(weights: readonly number[]): number {
	return Math.max(
		0,
		weights.findIndex(weight => weight > 0),
	);
}

function appsOf(...strategies: readonly StrategyName[]): readonly AppSpec[] {
	return apps.filter(({strategy}) => strategies.includes(strategy));
}

const offered = kinds.filter(kind =>
	apps.some(
		({appType, mesh, strategy}) => appType === kind.appType && mesh === kind.mesh && strategy === kind.strategy,
	),
);

test.each(offered)('$appType over $mesh, $strategy: every request lands on the right version and path', kind => {
	const own = appsOf(kind.strategy).filter(({appType, mesh}) => appType === kind.appType && mesh === kind.mesh);
	const misses: unknown[] = [];
	for (const app of own) {
		for (const weights of vectors(app.versions.length, [0, 1])) {
			const table = tableOf(app, weights);
			for (const path of paths) {
				for (const [index, {name}] of app.versions.entries()) {
					const isTaken = kind.strategy === 'canary' && index > 0 && (weights[index] ?? 0) > 0;
					const {headers, ...wanted} = expected(app, isTaken ? index : firstServing(weights), path);
					const found = seen(land(app, table, {path, headers: {to: name}}));
					const whole = {...wanted, headers: {to: [name], ...headers}};
					// `expect` takes far longer than the routes
					if (!isDeepStrictEqual(found, whole)) misses.push({app, weights, path, name, found, wanted: whole});
				}
			}
		}
	}

	expect(misses).toEqual([]);
	expect(own.length).toBeGreaterThan(3);
});

/** What does not depend on the way. */
function seen(landing: Landing | undefined): Omit<Landing, 'passes' | 'mirrors'> | undefined {
	if (!landing) return undefined;
	const {passes: _passes, mirrors: _mirrors, headers, ...rest} = landing;
	return {...rest, headers: {...headers}};
}

test('a split follows the weights, with versions missing anywhere, and takes two passes only where it must', () => {
	for (const app of appsOf('blue-green')) {
		const {length} = app.versions;
		for (const weights of vectors(length, length < 4 ? [0, 1, 3] : [0, 2])) {
			const total = weights.reduce((sum, weight) => sum + weight, 0);
			if (total === 0) continue;
			const table = tableOf(app, weights);
			const counts = weights.map(() => 0);
			const passes = new Set<number>();
			for (let draw = 0; draw < total; draw++) {
				const found = land(app, table, {path: '/v2/models/wisdom/infer'}, () => (draw + 0.5) / total);
				const index = app.versions.findIndex(({name}) => name === found?.appVersion[0]);
				expect(found).toMatchObject(expected(app, index, '/v2/models/wisdom/infer'));
				counts[index] = (counts[index] ?? 0) + 1;
				passes.add(found?.passes ?? 0);
			}

			const isOnePass =
				length === 1 ||
				app.appType === 'deployment' ||
				app.appType === 'kserve-modelmesh' ||
				(app.modelName !== undefined && (app.mesh === 'istio' || app.appType === 'kserve-standard'));
			expect({app, weights, counts, passes: [...passes]}).toEqual({
				app,
				weights,
				counts: weights,
				passes: [isOnePass ? 1 : 2],
			});
		}
	}
});

test('a mirror copies a percentage of the requests to each candidate that serves', () => {
	for (const app of appsOf('mirror')) {
		for (const weights of vectors(app.versions.length, [0, 40, 140])) {
			const places = weights.map((_, index) => expected(app, index, '/').place);
			const serving = firstServing(weights);
			const copies = weights.flatMap((weight, index) =>
				index > serving && weight > 0 ? [`${places[index]} ${Math.min(weight, 100)} %`] : [],
			);
			const found = land(app, tableOf(app, weights), {});
			expect({app, weights, place: found?.place, mirrors: found?.mirrors}).toEqual({
				app,
				weights,
				place: places[serving],
				mirrors: copies,
			});
		}
	}
});

test('a client that names a version in the header of the second pass gets it if it serves, and else its share', () => {
	for (const app of appsOf('blue-green').filter(({versions}) => versions.length === 3)) {
		const table = tableOf(app, [1, 0, 1]);
		const versions = ['wisdom-2', 'wisdom-1', 'nonsense', '-', ['wisdom-0', 'wisdom-2']].map(branch => {
			const found = land(app, table, {path: '/v2/models/wisdom', headers: {'iter8-branch': branch}});
			return found?.appVersion[0];
		});
		const isSplit = needsTwoPasses(app);
		expect({app, versions: versions.slice(0, 3)}).toEqual({
			app,
			versions: [isSplit ? 'wisdom-2' : 'wisdom-0', 'wisdom-0', 'wisdom-0'],
		});
	}
});

test('no request reaches a version of weight 0 while another has some', () => {
	const weight = fc.oneof(fc.constant(0), fc.integer({min: 1, max: 1_000_000}));
	const kind = fc.constantFrom(...apps.filter(({versions}) => versions.length > 1));
	const request = fc.record({
		path: fc.constantFrom(...paths),
		headers: fc.dictionary(
			fc.constantFrom('to', 'iter8-branch', 'traffic', 'app-version'),
			fc.constantFrom('wisdom-0', 'wisdom-1', 'wisdom-2', 'wisdom-3', '-', ''),
		),
	});
	fc.assert(
		fc.property(
			kind,
			fc.array(weight, {minLength: 4, maxLength: 4}),
			request,
			fc.double({min: 0, max: 0.999, noNaN: true}),
			(app, all, sent, random) => {
				const weights = all.slice(0, app.versions.length);
				fc.pre(weights.some(each => each > 0));
				const found = land(app, tableOf(app, weights), sent, () => random);
				if (found === undefined) return sent.headers['iter8-branch'] === '-';
				const index = app.versions.findIndex(({name}) => name === found.appVersion[0]);
				return found.appVersion.length === 1 && (weights[index] ?? 0) > 0;
			},
		),
		{numRuns: randomCases(1000)},
	);
});
