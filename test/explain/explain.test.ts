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
import {httpRoutes} from '../../source/objects/resource.ts';
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
	spec: object = {},
): Promise<MemoryCluster> {
	const template = JSON.stringify({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom'},
		spec: {hosts: ['wisdom.models'], http, ...spec},
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

test('a version is found by the Service of a predictor that has a name of its own', async () => {
	const rules = [{route: [{destination: {host: 'wisdom-1-main-predictor'}}]}];
	const cluster = await withRules(rules);
	expect(outcomes(await ask(cluster))).toMatchObject([[1, 'host', undefined, expect.any(String)]]);
	cluster.put({...inferenceService('wisdom-1'), spec: {predictor: {name: 'main', model: {}}}});
	expect(outcomes(await ask(cluster))).toEqual([[1, 'version', 'wisdom-1', 'answered by wisdom-1']]);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, signal);
	expect(describeApps(snapshot, now)[0]?.versions.map(({requests}) => requests)).toEqual(['none', 'everything']);
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

test('a header that is called everything is a clause as any other', async () => {
	const cluster = await withRules([
		{match: [{headers: {everything: {exact: 'on'}}}], route: [{destination: {host: 'wisdom-1-predictor'}}]},
		{route: [{destination: {host: 'wisdom-0-predictor'}}]},
	]);
	const {versions: explained} = await ask(cluster);
	expect(explained[1]?.why).toBe(
		'weight 1, but only reached by requests with everything: on, and header everything is missing, not "on"',
	);
});

test('the clause that is nearest is that with the fewest conditions that are not met, whatever they say', async () => {
	const cluster = await withRules([
		{
			match: [{headers: {a: {exact: 'this and that and more'}}}, {headers: {b: {exact: 'x'}, c: {exact: 'y'}}}],
			route: [{destination: {host: 'wisdom-1-predictor'}}],
		},
		{route: [{destination: {host: 'wisdom-0-predictor'}}]},
	]);
	const {versions: explained} = await ask(cluster);
	expect(explained[1]?.why).toMatch(/, and header a is missing, not "this and that and more"$/);
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

const toFirst = {route: [{destination: {host: 'wisdom-0-predictor'}}]};

/** What comes of a request under these rules, in words, each with its chance. */
async function told(
	http: readonly unknown[],
	question: Partial<Question> = {},
	spec: object = {},
): Promise<readonly string[]> {
	const {outcomes: found} = await ask(await withRules(http, ['wisdom-0', 'wisdom-1'], spec), question);
	return found.map(({probability, kind, summary}) => `${probability} ${kind}: ${summary}`);
}

const abort = (value: number): object => ({fault: {abort: {percentage: {value}, httpStatus: 403}}});

test('a fault that is injected is the answer, for its share', async () => {
	const aborted = 'answer: answered by the gateway itself with HTTP 403';
	const answered = 'version: answered by wisdom-0';
	expect(await told([{...toFirst, ...abort(100)}])).toEqual([`1 ${aborted}`]);
	expect(await told([{...toFirst, ...abort(25)}])).toEqual([`0.75 ${answered}`, `0.25 ${aborted}`]);
	expect(await told([{...toFirst, ...abort(0)}])).toEqual([`1 ${answered}`]);
	expect(await told([{...toFirst, fault: {abort: {httpStatus: 403}}}])).toEqual([`1 ${answered}`]);
	expect(
		await told([{match: [{withoutHeaders: {'end-user': {regex: '*'}}}], ...toFirst, ...abort(100)}, toFirst]),
	).toEqual([`1 ${aborted}`]);
});

test('a route for a pattern of hosts is asked under a host that it takes', async () => {
	const cluster = await withRules([toFirst], ['wisdom-0', 'wisdom-1'], {hosts: ['*.example.com']});
	const {request, outcomes: found} = await ask(cluster);
	expect([request.host, ...found.map(({summary}) => summary)]).toEqual(['any.example.com', 'answered by wisdom-0']);
});

test('a header that the gateway makes of a command is not known when the request comes back', async () => {
	const back = (set: object): object => ({
		headers: {request: {set: {Host: 'wisdom.models', seen: '1', ...set}}},
		route: [{destination: {host: 'gateway'}}],
	});
	const rules = (set: object): readonly object[] => [
		{match: [{headers: {group: {exact: 'test'}}}], route: [{destination: {host: 'wisdom-1-predictor'}}]},
		{match: [{headers: {seen: {exact: '1'}}}], ...toFirst},
		back(set),
	];
	expect(await told(rules({group: '%REQ(x-group)%'}))).toEqual([
		`1 unfollowed: not told: header group as its gateway fills it in by VirtualService models/wisdom is not followed; without that answered by wisdom-0`,
	]);
	expect(await told(rules({other: '%REQ(x-group)%', group: '5%%'}))).toEqual(['1 version: answered by wisdom-0']);
});

test('a redirect and an answer of the route itself are told', async () => {
	expect(await told([{redirect: {uri: '/new', redirectCode: 302}}])).toEqual([
		'1 answer: answered by the gateway itself with HTTP 302 and location http://wisdom.models/new',
	]);
	expect(await told([{directResponse: {status: 503}}])).toEqual([
		'1 answer: answered by the gateway itself with HTTP 503',
	]);
});

const without = 'without that answered by wisdom-0';

test.each([
	[{delegate: {name: 'other'}}, 'spec.http[0].delegate'],
	[{fault: {abort: {percentage: {value: 100}, grpcStatus: 'UNAVAILABLE'}}}, 'spec.http[0].fault.abort.grpcStatus'],
	[{route: [{destination: {host: 'wisdom-0-predictor', subset: 'v1'}}]}, 'spec.http[0].route[0].destination.subset'],
	[{novelty: {host: 'nobody'}}, 'spec.http[0].novelty'],
	[{rewrite: {uri: '/', novelty: true}}, 'spec.http[0].rewrite.novelty'],
])('what a rule says and is not followed is named: %j', async (rule, path) => {
	const [summary] = await told([{...toFirst, ...rule}]);
	expect(summary).toBe(`1 unfollowed: not told: ${path} of VirtualService models/wisdom is not followed; ${without}`);
});

test.each(['tls', 'tcp'])('what a route says beside its rules is named: %s', async field => {
	const spec = {[field]: [{match: [{port: 443}], route: [{destination: {host: 'wisdom-1-predictor'}}]}]};
	expect(await told([toFirst], {}, spec)).toEqual([
		`1 unfollowed: not told: spec.${field} of VirtualService models/wisdom is not followed; ${without}`,
	]);
	expect(await told([], {}, spec)).toEqual([
		`1 unfollowed: not told: spec.${field} of VirtualService models/wisdom is not followed; without that answered by the gateway with HTTP 404: no route has the host wisdom.models`,
	]);
});

test.each([
	[{sourceLabels: {app: 'x'}}, 'sourceLabels is not followed'],
	[{sourceNamespace: 'x'}, 'sourceNamespace is not followed'],
	[{port: 8080}, 'port 8080 is not followed'],
	[{headers: {'@request.auth.claims.group': {exact: 'x'}}}, '@request.auth.claims.group is not followed'],
	[{headers: {traffic: {suffix: 'x'}}}, 'headers.traffic.suffix is not followed'],
])('a clause that cannot be told to hold leaves open who answers: %j', async (clause, reason) => {
	const rules = [{match: [clause], route: [{destination: {host: 'wisdom-1-predictor'}}]}, toFirst];
	expect(await told(rules, {headers: {traffic: 'x', '@request.auth.claims.group': 'x'}})).toEqual([
		`1 unfollowed: not told: whether rule number 1 of VirtualService models/wisdom takes it, as ${reason}`,
	]);
});

test('a clause for one of several gateways leaves open who answers', async () => {
	const rules = [{match: [{gateways: ['mesh']}], route: [{destination: {host: 'wisdom-1-predictor'}}]}, toFirst];
	expect(await told(rules, {}, {gateways: ['istio-system/one', 'mesh']})).toEqual([
		'1 unfollowed: not told: whether rule number 1 of VirtualService models/wisdom takes it, as gateway mesh is not followed',
	]);
	expect(await told(rules, {}, {gateways: ['istio-system/one']})).toEqual(['1 version: answered by wisdom-0']);
	expect(await told(rules, {}, {gateways: ['mesh']})).toEqual(['1 version: answered by wisdom-1']);
});

test('a preflight request may be answered by the gateway', async () => {
	const rule = {...toFirst, corsPolicy: {allowOrigins: [{exact: 'https://a'}]}};
	expect(await told([rule])).toEqual(['1 version: answered by wisdom-0']);
	expect(await told([rule], {method: 'OPTIONS'})).toEqual([
		`1 unfollowed: not told: corsPolicy of VirtualService models/wisdom is not followed; ${without}`,
	]);
});

test.each([
	[
		{match: [{headers: {traffic: {regex: '(?=a)b'}}}], ...toFirst},
		'spec.http[0].match[0].headers.traffic.regex: RE2 refuses the pattern "(?=a)b": invalid group: nothing looks around, and only the flags i, m, s and U are known',
	],
	[
		{route: ['wisdom-0-predictor', 'wisdom-1-predictor'].map(host => ({destination: {host}}))},
		'spec.http[0].route: the weights are all 0',
	],
])('nobody can tell who answers while Envoy refuses the route and stays at what it had: %j', async (rule, why) => {
	const [summary] = await told([rule, toFirst]);
	expect(summary).toContain(
		`1 unfollowed: not told: VirtualService wisdom: Envoy refuses ${why}; without that answered by `,
	);
	const {states, versions} = await ask(await withRules([rule, toFirst]));
	expect(states[0]).toMatchObject({
		kind: 'route-rejected',
		sentence: `VirtualService wisdom keeps its gateway from taking any change of any route: Envoy refuses ${why}`,
	});
	expect(versions.map(({probability}) => probability)).toEqual([0, 0]);
	const snapshot = await fetchSnapshot(await withRules([rule, toFirst]), {namespace: 'models'}, signal);
	expect(describeApps(snapshot, now)[0]?.versions.map(({requests}) => requests)).toEqual(['unknown', 'unknown']);
});

test('an HTTPRoute that no gateway accepts is not told, and of one with a backend that is not found all is that is followed', async () => {
	const rules = [{backendRefs: [{name: 'wisdom-0-predictor', port: 80}]}];
	const cluster = await withRoutes('HTTPRoute', [{parentRefs: [{name: 'shared', namespace: 'infra'}], rules}]);
	const say = async (...accepted: readonly string[]): Promise<string | undefined> => {
		const live = await cluster.get(httpRoutes, 'models', 'wisdom-0');
		const parents = accepted.map(status => ({
			conditions: [
				{type: 'Accepted', status, reason: 'NotAllowed', message: 'by its namespace'},
				{type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound', message: 'none'},
			],
		}));
		cluster.put({...live, status: {parents}});
		return (await ask(cluster)).outcomes[0]?.summary;
	};
	expect(await say('True')).toBe('answered by wisdom-0');
	expect(await say('False', 'True')).toBe('answered by wisdom-0');
	expect(await say('False')).toBe(
		'not told: HTTPRoute wisdom-0: its gateway does not take it as it is: Accepted is False: NotAllowed: by its namespace; without that answered by wisdom-0',
	);
});

test('an HTTPRoute that no gateway accepts leaves it certain what comes of requests that another one takes', async () => {
	const specs = ['0', '1'].map(index => ({
		hostnames: [`wisdom-${index}.example`],
		parentRefs: [{name: 'shared', namespace: 'infra'}],
		rules: [{backendRefs: [{name: `wisdom-${index}-predictor`, port: 80}]}],
	}));
	const cluster = await withRoutes('HTTPRoute', specs);
	const live = await cluster.get(httpRoutes, 'models', 'wisdom-0');
	const condition = {type: 'Accepted', status: 'False', reason: 'NoMatchingListenerHostname', message: 'none'};
	cluster.put({...live, status: {parents: [{conditions: [condition]}]}});
	const say = async (host: string): Promise<string | undefined> => (await ask(cluster, {host})).outcomes[0]?.summary;
	expect(await say('wisdom-0.example')).toContain('not told: HTTPRoute wisdom-0: its gateway does not take it');
	expect(await say('wisdom-1.example')).toBe('answered by wisdom-1');
	expect(await say('wisdom-2.example')).not.toContain('not told');
});

const toSecond = {route: [{destination: {host: 'wisdom-1-predictor'}}]};

/** What comes of a request where two routes of an app have its host. */
async function toldOfTwo(kind: 'VirtualService' | 'HTTPRoute', specs: readonly object[]): Promise<readonly string[]> {
	const {outcomes: found} = await ask(await withRoutes(kind, specs));
	return found.map(({summary}) => summary);
}

/** An app with routes for one host. */
async function withRoutes(kind: 'VirtualService' | 'HTTPRoute', specs: readonly object[]): Promise<MemoryCluster> {
	const [gvrShort, apiVersion, hosts] =
		kind === 'HTTPRoute'
			? ['httproute', 'gateway.networking.k8s.io/v1', 'hostnames']
			: ['vs', 'networking.istio.io/v1beta1', 'hosts'];
	const templates = specs.map((spec, index) => ({
		gvrShort,
		template: JSON.stringify({
			apiVersion,
			kind,
			metadata: {name: `wisdom-${index}`},
			spec: {[hosts]: ['wisdom.models'], ...spec},
		}),
	}));
	const names = ['wisdom-0', 'wisdom-1'];
	const strSpec = JSON.stringify({
		versions: names.map(name => ({resources: [{gvrShort: 'isvc', name}]})),
		routingTemplates: Object.fromEntries(templates.map((template, index) => [`route-${index}`, template])),
	});
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', strSpec),
		...names.map(name => inferenceService(name)),
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	return cluster;
}

test('of two routes of one host the gateway decides which is heard, and it is not known', async () => {
	const mesh = {gateways: ['mesh'], http: [toFirst]};
	const ingress = {gateways: ['istio-system/ingress'], http: [toSecond]};
	const open = (name: string, at: string): string =>
		`not told: whether rule number 1 of ${name} takes it, as gateway ${at} is not followed`;
	expect(await toldOfTwo('VirtualService', [mesh, ingress])).toEqual([open('VirtualService models/wisdom-0', 'mesh')]);
	expect(await toldOfTwo('VirtualService', [ingress, {...ingress, http: [toFirst]}])).toEqual(['answered by wisdom-1']);
	const both = {gateways: ['mesh', 'istio-system/ingress']};
	const narrow = {...both, http: [{match: [{uri: {exact: '/a'}}], ...toFirst}]};
	expect(await toldOfTwo('VirtualService', [narrow, {...both, http: [toSecond]}])).toEqual([
		open('VirtualService models/wisdom-1', 'istio-system/ingress'),
	]);
	expect(
		await toldOfTwo('VirtualService', [
			{...narrow, gateways: ['mesh']},
			{...mesh, http: [toSecond]},
		]),
	).toEqual([
		'answered by the gateway with HTTP 404: VirtualService models/wisdom-0 has the host, but no rule that takes the request',
	]);
	const at = (sectionName: string): object => ({parentRefs: [{name: 'shared', namespace: 'infra', sectionName}]});
	const plain = {...at('http'), rules: [{filters: [{type: 'RequestRedirect', requestRedirect: {scheme: 'https'}}]}]};
	const secure = {...at('https'), rules: [{backendRefs: [{name: 'wisdom-1-predictor', port: 80}]}]};
	expect(await toldOfTwo('HTTPRoute', [plain, secure])).toEqual([
		open('HTTPRoute models/wisdom-0', 'infra/shared (http)'),
	]);
	expect(
		await toldOfTwo('HTTPRoute', [
			{...plain, ...at('https')},
			{...secure, ...at('https')},
		]),
	).toEqual(['answered by the gateway itself with HTTP 302 and location https://wisdom.models/']);
});
