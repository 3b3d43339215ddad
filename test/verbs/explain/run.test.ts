import {expect, test} from 'vitest';
import type {AppSpec} from '../../../source/routing/app-spec.ts';
import {routingObjects} from '../../../source/routing/routing-objects.ts';
import * as explain from '../../../source/verbs/explain/run.ts';
import {inferenceService} from '../../helpers/app-objects.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {runCommand} from '../../helpers/run-command.ts';

const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-knative',
	mesh: 'istio',
	strategy: 'canary',
	versions: [{name: 'wisdom-0'}, {name: 'wisdom-1'}],
};

const run = (cluster: MemoryCluster, ...argv: readonly string[]) =>
	runCommand(explain, ['explain', ...argv], {cluster});

async function started(app: AppSpec, weights: readonly number[], down?: string): Promise<MemoryCluster> {
	const {objects, routemap} = routingObjects(app);
	const failed = {type: 'Ready', status: 'False', reason: 'Failed', message: 'no such bucket'};
	const status = {conditions: [{...failed, lastTransitionTime: '2025-12-31T09:30:00Z'}]};
	const models = app.versions.map(({name}) =>
		name === down ? inferenceService(name, status) : inferenceService(name),
	);
	const cluster = createMemoryCluster([...objects, ...models, routemap]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', weights);
	return cluster;
}

test('an ordinary request of a canary', async () => {
	expect(await run(await started(wisdom, [1, 1]), 'wisdom')).toEqual({
		stdout: `\
POST http://wisdom.models/

always: answered by wisdom-0, with app-version: wisdom-0
  1. taken by rule wisdom-0-infer of VirtualService models/wisdom, for uri /
     path / becomes /v2/models/wisdom-0/infer
     host wisdom.models becomes wisdom-0-predictor.models.svc.cluster.local
     goes to knative-local-gateway.istio-system.svc.cluster.local:80
     not by rule wisdom-1-infer: header traffic is missing, not "test"
     not by rule wisdom-1: header traffic is missing, not "test"

wisdom-0  weight 1: every request such as this reaches it
wisdom-1  weight 1, but only reached by requests with traffic: test, and header traffic is missing, not "test"
`,
		stderr:
			'Warning: no daemon is running: routes do not follow the versions; to start one: kubectl iter8 watch -n models\n',
		exitCode: undefined,
	});
});

test('a request whose version is chosen by weight, in two passes, while another version is down', async () => {
	const app: AppSpec = {...wisdom, strategy: 'blue-green', versions: [...wisdom.versions, {name: 'wisdom-2'}]};
	const cluster = await started(app, [1, 0, 1], 'wisdom-1');
	expect((await run(cluster, 'wisdom', '--method', 'GET', '--path', '/v2/models/wisdom?x=1')).stdout).toBe(`\
GET http://wisdom.models/v2/models/wisdom?x=1

50 %: answered by wisdom-0, with app-version: wisdom-0
  1. taken by rule split of VirtualService models/wisdom, for everything, weight 1 of 2
     gets iter8-branch: wisdom-0
     goes to knative-local-gateway.istio-system.svc.cluster.local:80
  2. taken by rule wisdom-0 of VirtualService models/wisdom, for iter8-branch: wisdom-0
     path /v2/models/wisdom becomes /v2/models/wisdom-0
     host wisdom.models becomes wisdom-0-predictor.models.svc.cluster.local
     goes to knative-local-gateway.istio-system.svc.cluster.local:80

50 %: answered by wisdom-2, with app-version: wisdom-2
  1. taken by rule split of VirtualService models/wisdom, for everything, weight 1 of 2
     gets iter8-branch: wisdom-2
     goes to knative-local-gateway.istio-system.svc.cluster.local:80
  2. taken by rule wisdom-2 of VirtualService models/wisdom, for iter8-branch: wisdom-2
     path /v2/models/wisdom becomes /v2/models/wisdom-2
     host wisdom.models becomes wisdom-2-predictor.models.svc.cluster.local
     goes to knative-local-gateway.istio-system.svc.cluster.local:80

wisdom-0  weight 1, the default: 50 % of requests such as this reach it
wisdom-1  weight 0 because InferenceService wisdom-1 is not Ready: Failed: no such bucket since 2025-12-31 09:30 UTC
wisdom-2  weight 1, the default: 50 % of requests such as this reach it
`);
});

test('copies, over the Gateway API', async () => {
	const app: AppSpec = {
		...wisdom,
		appType: 'kserve-standard',
		mesh: 'gateway-api',
		strategy: 'mirror',
		modelName: 'wisdom',
		versions: [{name: 'wisdom-0'}, {name: 'wisdom-1', weight: 20}],
	};
	expect((await run(await started(app, [1, 20]), 'wisdom', '--path', '/v2/health/ready')).stdout).toBe(`\
POST http://wisdom.models/v2/health/ready

always: answered by wisdom-0, with app-version: wisdom-0
  1. taken by rule number 2 of HTTPRoute models/wisdom, for everything
     goes to wisdom-0-predictor.models.svc.cluster.local:80
     a copy of 20 % goes to wisdom-1

wisdom-0  weight 1: every request such as this reaches it
wisdom-1  weight 20, set by the routemap: it gets a copy of 20 % of such requests, and nobody sees its answers
`);
});

test("under Iter8's own routes only / is a path that a model has, and a route that is not in force is told", async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	expect((await run(cluster, 'wisdom', '-H', 'traffic: test')).stdout).toBe(`\
POST http://wisdom.models/ with traffic: test

always: answered by wisdom-0, with app-version: wisdom-0
  1. taken by rule wisdom-0 of VirtualService models/wisdom, for everything
     goes to gateway.models.svc.cluster.local

wisdom-0  weight 1: every request such as this reaches it
wisdom-1  weight 1, but no rule of the live route leads to it

Not in force yet:
  VirtualService wisdom is not yet what routing template canary of wisdom-routemap renders now; this tells where requests go now
`);
});

test('a request that no rule takes, and one to another host', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0'));
	const {stdout} = await run(cluster, 'wisdom', '--host', 'wisdom.models:8080');
	expect(stdout).toBe(`\
POST http://wisdom.models:8080/

always: answered by the gateway with HTTP 404: no route has the host wisdom.models

wisdom-0  weight 1, but no rule of the live route leads to it
wisdom-1  weight 0 because InferenceService wisdom-1 does not exist

Not in force yet:
  VirtualService wisdom does not exist yet; this tells where requests go now
`);
});

test('a version that is down and gets the request all the same', async () => {
	const app: AppSpec = {...wisdom, versions: [{name: 'wisdom-0'}]};
	const {stdout} = await run(await started(app, [1], 'wisdom-0'), 'wisdom');
	expect(stdout.split('\n').filter(line => /^(always| {2}but|wisdom)/.test(line))).toEqual([
		'always: sent to wisdom-0, which cannot answer',
		'  but wisdom-0 cannot take it: InferenceService wisdom-0 is not Ready: Failed: no such bucket',
		'wisdom-0  weight 1 although InferenceService wisdom-0 is not Ready: Failed: no such bucket since 2025-12-31 09:30 UTC: no version serves, so that the first keeps the route',
	]);
});

test.each<[string, AppSpec, readonly string[], readonly string[]]>([
	[
		'a host that is not the app’s',
		wisdom,
		['--host', 'example.com'],
		[
			"wisdom-0  weight 1, but no route of the app has the request's host",
			"wisdom-1  weight 1, but no route of the app has the request's host",
		],
	],
	[
		'a primary that gets what is left, by rules for its paths too',
		{...wisdom, mesh: 'gateway-api'},
		['-H', 'traffic: test'],
		[
			'wisdom-0  weight 1, but only reached by all other requests',
			'wisdom-1  weight 1: every request such as this reaches it',
		],
	],
])('why a version is not reached: %s', async (_, app, argv, reasons) => {
	const {stdout} = await run(await started(app, [1, 1]), 'wisdom', ...argv);
	expect(stdout.match(/^wisdom-.*/gm)).toEqual(reasons);
});

test('JSON is the whole explanation', async () => {
	const {stdout} = await run(await started(wisdom, [1, 1]), 'wisdom', '-H', 'traffic: test', '-o', 'json');
	const route = {kind: 'VirtualService', namespace: 'models', name: 'wisdom'};
	expect(JSON.parse(stdout)).toMatchObject({
		app: 'wisdom',
		namespace: 'models',
		request: {method: 'POST', path: '/', host: 'wisdom.models', headers: {traffic: 'test'}},
		outcomes: [
			{
				probability: 1,
				kind: 'version',
				version: 'wisdom-1',
				appVersion: 'wisdom-1',
				doubts: [],
				passes: [
					{
						route,
						rule: 'wisdom-1-infer',
						index: 0,
						clause: 'traffic: test and uri /',
						weight: 1,
						totalWeight: 1,
						received: {host: 'wisdom.models', path: '/'},
						sent: {host: 'wisdom-1-predictor.models.svc.cluster.local', path: '/v2/models/wisdom-1/infer'},
						rejected: [],
					},
				],
			},
		],
		versions: [
			{name: 'wisdom-0', role: 'primary', weight: 1, probability: 0},
			{name: 'wisdom-1', role: 'candidate', weight: 1, probability: 1},
		],
		routes: [{kind: 'VirtualService', name: 'wisdom', isInForce: true, lag: ''}],
	});
});

test.each([
	[['lion'], 'no app lion in namespace models'],
	[['fox'], 'app "fox" cannot be explained, because its routemap fox-routemap is not valid: versions is empty'],
	[['fox', '-H', 'nonsense'], `invalid header "nonsense": write it as 'NAME: VALUE'`],
	[['fox', '--path', 'v2'], 'invalid path "v2": it must begin with / and have no spaces'],
	[['fox', '--method', 'a b'], 'invalid method "a b"'],
	[['fox', '--host', 'a/b'], 'invalid host "a/b"'],
])('%j is refused', async (argv, message) => {
	await expect(run(createMemoryCluster(fixtures('apps/fox-routemap')), ...argv)).rejects.toThrow(message);
});
