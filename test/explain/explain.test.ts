import {expect, test} from 'vitest';
import {explain, type Question} from '../../source/explain/explain.ts';
import type {Explanation} from '../../source/explain/explanation.ts';
import {describeApps} from '../../source/info/describe-apps.ts';
import {changeHeaders, type Header} from '../../source/mesh/header-operations.ts';
import {routingTableOf} from '../../source/mesh/named-listeners.ts';
import {receivedBy} from '../../source/mesh/outcomes.ts';
import {resolve, type GatewayRequest} from '../../source/mesh/resolve.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {appTypes, meshes, type AppSpec} from '../../source/routing/app-spec.ts';
import {routingObjects} from '../../source/routing/routing-objects.ts';
import {strategyNames} from '../../source/routing/strategies/strategies.ts';
import {faultsOf} from '../../source/routing/validation/faults.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

const now = new Date('2026-01-01T12:00:00Z');
const {signal} = new AbortController();

async function ask(cluster: MemoryCluster, question: Partial<Question> = {}): Promise<Explanation> {
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, signal);
	const [app] = describeApps(snapshot, now);
	if (!app) throw new Error('there is no app');
	return explain(snapshot, app, {method: 'POST', path: '/', headers: {}, ...question}, now);
}

/** An app of the routemap's versions and one VirtualService with these rules. */
async function withRules(
	http: readonly unknown[],
	versions: readonly string[] = ['wisdom-0', 'wisdom-1'],
): Promise<MemoryCluster> {
	const template = JSON.stringify({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom'},
		spec: {hosts: ['wisdom.models'], http},
	});
	const strSpec = JSON.stringify({
		versions: versions.map(name => ({resources: [{gvrShort: 'isvc', name}]})),
		routingTemplates: {own: {gvrShort: 'vs', template}},
	});
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', strSpec),
		...versions.map(name => inferenceService(name)),
	]);
	await applyRoutes(
		cluster,
		'models',
		'wisdom-routemap',
		versions.map(() => 1),
	);
	return cluster;
}

const outcomes = ({outcomes: found}: Explanation) =>
	found.map(({probability, kind, version, summary}) => [probability, kind, version, summary]);

test('a request that comes back to the same rule for ever is answered by nobody', async () => {
	const headers = {request: {set: {Host: 'wisdom.models'}}};
	const cluster = await withRules([
		{name: 'again', route: [{destination: {host: 'istio-ingressgateway.istio-system'}, headers}]},
	]);
	expect(outcomes(await ask(cluster))).toEqual([
		[
			1,
			'failure',
			undefined,
			'answered by nobody: rule again sends it back to the gateway as it came, again and again',
		],
	]);
});

test('so is one that comes back changed each time', async () => {
	const headers = {request: {set: {Host: 'wisdom.models'}}};
	const route = [{destination: {host: 'gateway'}, headers}];
	const cluster = await withRules([{name: 'longer', rewrite: {uri: '/more/'}, route}]);
	const {outcomes: found} = await ask(cluster);
	expect(found.map(({summary, passes}) => [summary, passes.length])).toEqual([
		['answered by nobody: it comes back to the gateway more than 5 times', 5],
	]);
});

test('a route with very many ways is not followed to all ends', async () => {
	const headers = (branch: number): object => ({request: {set: {Host: 'wisdom.models', branch: String(branch)}}});
	const route = Array.from({length: 30}, (_, index) => ({
		destination: {host: 'gateway'},
		weight: 1,
		headers: headers(index),
	}));
	const cluster = await withRules([{name: 'many', rewrite: {uri: '/more/'}, route}]);
	const {outcomes: found} = await ask(cluster);
	expect(found.length).toBeLessThanOrEqual(501);
	expect(found.at(0)?.summary).toBe('answered by nobody: the route has more than 500 ways for it');
	expect(found.reduce((sum, {probability}) => sum + probability, 0)).toBeCloseTo(1, 9);
});

test('answers of the gateway itself, and hosts that are no version', async () => {
	const cluster = await withRules([
		{match: [{uri: {exact: '/old'}}], redirect: {uri: '/new'}},
		{match: [{uri: {prefix: '/docs'}}], route: [{destination: {host: 'docs'}}]},
		{name: 'v2', match: [{uri: {prefix: '/v2'}}], route: [{destination: {host: 'wisdom-1-predictor'}}]},
	]);
	expect(outcomes(await ask(cluster, {path: '/old'}))).toEqual([
		[1, 'answer', undefined, 'answered by the gateway itself with HTTP 301 and location http://wisdom.models/new'],
	]);
	expect(outcomes(await ask(cluster, {path: '/docs'}))).toEqual([
		[1, 'host', undefined, 'answered by docs.models.svc.cluster.local'],
	]);
	expect(outcomes(await ask(cluster, {path: '/v2'}))).toEqual([[1, 'version', 'wisdom-1', 'answered by wisdom-1']]);
	const {outcomes: nowhere} = await ask(cluster);
	expect(nowhere).toMatchObject([
		{
			kind: 'failure',
			status: 404,
			passes: [],
			rejected: [
				{rule: 'number 1', versions: [], reasons: ['path / is not /old']},
				{rule: 'number 2', versions: [], reasons: ['path / does not begin with /docs']},
				{rule: 'v2', versions: ['wisdom-1'], reasons: ['path / does not begin with /v2']},
			],
		},
	]);
	expect(outcomes(await ask(cluster, {host: 'nobody.models'}))).toEqual([
		[1, 'failure', undefined, 'answered by the gateway with HTTP 404: no route has the host nobody.models'],
	]);
});

test('a version whose name begins like another is told apart by its host', async () => {
	const cluster = await withRules(
		[{route: [{destination: {host: 'wisdom-predictor'}}]}],
		['wisdom', 'wisdom-predictor'],
	);
	expect(outcomes(await ask(cluster))).toEqual([[1, 'version', 'wisdom-predictor', 'answered by wisdom-predictor']]);
});

test('each version is told with its weight and why', async () => {
	const rule = (name: string, more: object): object => ({
		name,
		route: [{destination: {host: `${name}-predictor`}, headers: {response: {set: {'app-version': name}}}}],
		...more,
	});
	const cluster = await withRules(
		[rule('wisdom-1', {match: [{headers: {traffic: {exact: 'test'}}}]}), rule('wisdom-0', {})],
		['wisdom-0', 'wisdom-1', 'wisdom-2', 'wisdom-3'],
	);
	const failed = {type: 'Ready', status: 'False', message: 'out of memory', lastTransitionTime: '2026-01-01T11:58:30Z'};
	cluster.put(inferenceService('wisdom-2', {conditions: [failed]}));
	const {versions} = await ask(cluster);
	expect(versions.map(({name, probability, why}) => [name, probability, why])).toEqual([
		['wisdom-0', 1, 'weight 1: every request such as this reaches it'],
		[
			'wisdom-1',
			0,
			'weight 1, but only reached by requests with traffic: test, and header traffic is missing, not "test"',
		],
		['wisdom-2', 0, 'weight 0 because InferenceService wisdom-2 is not Ready: out of memory since 11:58 UTC'],
		['wisdom-3', 0, 'weight 1, but no rule of the live route leads to it'],
	]);
});

const versions = [
	{name: 'wisdom-0', weight: 5},
	{name: 'wisdom-1', weight: 3},
	{name: 'wisdom-2', weight: 2},
];
const apps = appTypes
	.flatMap(appType =>
		meshes.flatMap(mesh =>
			strategyNames.map((strategy): AppSpec => ({
				name: 'wisdom',
				namespace: 'models',
				appType,
				mesh,
				strategy,
				versions,
			})),
		),
	)
	.filter(app => faultsOf(app).length === 0);
const questions = ['/', '/v2/models/wisdom/infer?a=1', '/v1/models/wisdom:predict', '/v2/health/ready'].flatMap(path =>
	[{}, {traffic: 'test'}, {'iter8-branch': 'wisdom-1'}].map(headers => ({method: 'POST', path, headers})),
);

test.each(apps)('$appType over $mesh, $strategy: explained is what chance draws, in passes of its own', async app => {
	const {routemap} = routingObjects(app);
	for (const weights of [
		[5, 3, 2],
		[5, 0, 2],
		[0, 3, 2],
		[0, 0, 1],
	]) {
		const {routes, cluster} = await running(routemap, weights);
		const table = routingTableOf(routes);
		for (const question of questions) {
			const explanation = await ask(cluster, question);
			const {host} = explanation.request;
			const drawn = new Map<string, number>();
			for (let draw = 0; draw < 100; draw++) {
				const version = follow(table, {...question, host}, (draw + 0.5) / 100);
				drawn.set(version, (drawn.get(version) ?? 0) + 1);
			}

			const explained = new Map(
				explanation.outcomes.map(({appVersion, probability}) => [appVersion, Math.round(100 * probability)]),
			);
			const total = explanation.outcomes.reduce((sum, {probability}) => sum + probability, 0);
			expect(total).toBeCloseTo(1, 9);
			for (const [version, count] of drawn)
				expect(Math.abs((explained.get(version) ?? 0) - count)).toBeLessThanOrEqual(1);
			expect(explanation.outcomes.map(({version}) => version)).toEqual(
				explanation.outcomes.map(({appVersion}) => appVersion),
			);
		}
	}
});

/** A cluster in which only the versions with a weight serve, and the routes that are then in force. */
async function running(routemap: KubeObject, weights: readonly number[]) {
	const routes = renderRoutes(parseRoutemap(routemap), weights, defaultResourceTypes).map(rendered => {
		if ('error' in rendered) throw rendered.error;
		return rendered.object;
	});
	const cluster = createMemoryCluster([routemap, ...routes]);
	return {routes, cluster};
}

/** The `app-version` of the answer when chance draws the same number each time. */
function follow(table: ReturnType<typeof routingTableOf>, request: GatewayRequest, random: number): string {
	let current = request;
	const operations = [];
	for (let pass = 0; pass < 4; pass++) {
		const resolved = resolve(table, current, () => random);
		if (resolved.kind === 'reply') return String(resolved.status);
		operations.unshift(resolved.responseHeaders);
		current = receivedBy(resolved, current);
		if (resolved.destination.version === undefined) continue;
		let answer: readonly Header[] = [];
		for (const each of operations) answer = changeHeaders(answer, each);
		return answer.map(([, value]) => value).join(', ');
	}

	return 'nobody';
}
