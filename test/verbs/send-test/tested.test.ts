import {join} from 'node:path';
import {beforeEach, expect, test, vi, afterEach} from 'vitest';
import {compareVersions} from '../../../source/actions/send-test/compare-versions.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import {configMaps, inferenceServices} from '../../../source/objects/resource.ts';
import * as cleanup from '../../../source/verbs/cleanup/run.ts';
import * as promote from '../../../source/verbs/promote/run.ts';
import * as sendTest from '../../../source/verbs/send-test/run.ts';
import * as status from '../../../source/verbs/status/run.ts';
import {
	blueGreenSpec,
	canarySpec,
	inferenceService,
	routemapConfigMap,
	weightConfig,
} from '../../helpers/app-objects.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {noLog} from '../../helpers/no-log.ts';
import {runCommand} from '../../helpers/run-command.ts';
import {stepContext} from '../../helpers/step-context.ts';
import {sendJson, startServer, type Answer} from '../../kube/api-server.ts';
import {makeFiles} from '../../kube/surroundings.ts';

/** What an OpenAI server answers: the model that is asked must be its own. */
const chat: Answer = ({body, headers: {traffic}}, response) => {
	const version = traffic === 'test' ? 'wisdom-1' : 'wisdom-0';
	const {model} = JSON.parse(body) as {model?: string};
	response.setHeader('app-version', version);
	if (model === version || model === 'lora') sendJson(response, {choices: [{message: {content: model}}]});
	else sendJson(response, {message: `The model ${model} does not exist.`}, 404);
};

const verbs = {'send-test': sendTest, promote, status, cleanup};
let cluster: MemoryCluster;
let url: string;
/** Which version answers a request with, and one without the header. */
let answerers: readonly [string, string];

beforeEach(async () => {
	vi.useFakeTimers({toFake: ['performance']});
	answerers = ['wisdom-1', 'wisdom-0'];
	({url} = await startServer((...request) => mesh(...request)));
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
});

afterEach(() => void vi.useRealTimers());

/** A gateway with the app's route and no other, and models that speak V1 at V1's paths. */
const mesh: Answer = ({method, url: path, headers: {host, traffic}}, response) => {
	if (host !== 'wisdom.models') {
		response.writeHead(404).end();
		return;
	}

	const version = answerers[traffic === 'test' ? 0 : 1] ?? '';
	response.setHeader('app-version', version);
	const value = version === 'wisdom-0' ? 7 : 8;
	if (path.startsWith('/v1/')) sendJson(response, {predictions: [value]});
	else if (method === 'GET') sendJson(response, {inputs: [{name: 'predict', datatype: 'FP32', shape: [-1, 2]}]});
	else
		sendJson(response, {
			model_name: version,
			outputs: [
				{name: 'predict', datatype: 'INT64', shape: [1], data: [value]},
				{name: 'sure', datatype: 'BOOL', shape: [1], data: [true]},
			],
		});
};

/** A verb's texts, also where it fails. */
async function run(verb: keyof typeof verbs, ...argv: readonly string[]) {
	const gateway = verb === 'send-test' || verb === 'promote' ? ['--url', url] : [];
	const said = {stdout: '', stderr: ''};
	const told = {
		onOutput: (text: string) => void (said.stdout = text),
		onComplaint: (text: string) => void (said.stderr = text),
	};
	try {
		await runCommand(verbs[verb], [verb, 'wisdom', ...argv, ...gateway], {cluster, ...told});
		return {...said, error: undefined};
	} catch (error) {
		return {...said, error: (error as Error).message};
	}
}

/** What a promotion of the candidate would say of tests. */
async function evidence(): Promise<string | undefined> {
	const {stdout} = await run('promote', '--dry-run');
	return stdout.split('\n').find(line => line.includes('test') && !line.includes('inference'));
}

function keptTests(): unknown {
	const data = cluster.peek(configMaps, 'models', 'wisdom-tests')?.['data'] as {readonly tests: string} | undefined;
	return data && JSON.parse(data.tests);
}

test('the primary and a candidate are asked the same, and their answers stand beside each other', async () => {
	expect(await run('send-test', 'wisdom-1', '--requests', '5')).toEqual({
		stdout: `\
VERSION    BY              STATUS   REQUESTS   P50     P95     OUTPUTS
wisdom-0   no header       200      5          0.0ms   0.0ms   predict=[7] sure=[true]
wisdom-1   traffic: test   200      5          0.0ms   0.0ms   predict=[8] sure=[true]

the outputs differ: predict
`,
		stderr: '',
		error: undefined,
	});
});

test('V1 answers are shown and compared like those of V2', async () => {
	const {stdout} = await run('send-test', '--path', '/v1/models/wisdom:predict');
	expect(stdout).toBe(`\
STATUS   VERSION    LATENCY   MODEL    OUTPUTS
200      wisdom-0   0.0ms     <none>   predictions=[7]
`);
	answerers = ['wisdom-1', 'wisdom-0'];
	expect((await run('send-test', 'wisdom-1', '--path', '/v1/models/wisdom:predict')).stdout).toContain(
		'the outputs differ: predictions',
	);
});

test('a request of V1 goes to the path of V1 without anybody saying so', async () => {
	const file = join(makeFiles({'v1.json': '{"instances":[[1,2]]}'}), 'v1.json');
	expect((await run('send-test', 'wisdom-1', '-f', file)).stdout).toBe(`\
VERSION    BY              STATUS   REQUESTS   P50     P95     OUTPUTS
wisdom-0   no header       200      1          0.0ms   0.0ms   predictions=[7]
wisdom-1   traffic: test   200      1          0.0ms   0.0ms   predictions=[8]

the outputs differ: predictions
`);
});

test('one request only is asked of two versions', async () => {
	const lines = '{"instances":[[1]]}\n{"instances":[[2]]}';
	const file = join(makeFiles({'v1.jsonl': lines}), 'v1.jsonl');
	expect((await run('send-test', 'wisdom-1', '-f', file)).error).toBe(
		'a candidate and the primary are asked one request, and there are 2: ask them all with "kubectl iter8 compare"',
	);
});

test('-o json has each version with its outputs, and every answer', async () => {
	const {stdout} = await run('send-test', 'wisdom-1', '-o', 'json');
	expect(JSON.parse(stdout)).toMatchObject({
		app: 'wisdom',
		namespace: 'models',
		requests: 2,
		failed: 0,
		versions: [
			{version: 'wisdom-0', way: 'route', headers: {}, requests: 1, failed: 0},
			{
				version: 'wisdom-1',
				way: 'match',
				headers: {traffic: 'test'},
				outputs: [{name: 'predict', data: [8]}, {name: 'sure'}],
			},
		],
		differingOutputs: ['predict'],
		outcomes: [
			{asked: 'wisdom-0', status: 200, version: 'wisdom-0'},
			{asked: 'wisdom-1', status: 200, version: 'wisdom-1'},
		],
	});
});

test('an answer of another version than the one that was asked has failed', async () => {
	answerers = ['wisdom-0', 'wisdom-0'];
	const {stdout, error} = await run('send-test', 'wisdom-1', '--requests', '3');
	expect(stdout).toBe(`\
VERSION    BY              STATUS   ANSWERED BY   REQUESTS   P50     P95     OUTPUTS
wisdom-0   no header       200      wisdom-0      3          0.0ms   0.0ms   predict=[7] sure=[true]
wisdom-1   traffic: test   200      wisdom-0      3          0.0ms   0.0ms   <none>

the outputs cannot be compared: no good answer of wisdom-1 has any
`);
	expect(error).toBe('3 of 6 requests failed, the first so: the inference was answered by wisdom-0, not by wisdom-1');
	expect(await evidence()).toBe('  ! tested: 3 requests, 3 failed, 0s ago by ada');
});

test('headers that are meant for the candidate, and answers of the primary alone, are remarked with why', async () => {
	const meant = ['-H', 'traffic: test', '--requests', '4'];
	answerers = ['wisdom-0', 'wisdom-0'];
	expect((await run('send-test', ...meant)).stderr).toBe(
		'these headers are meant for wisdom-1, but all 4 answers came from wisdom-0: the gateway does not follow the route yet, or another route takes them\n',
	);
	const labels = {'iter8.tools/watch': 'true'};
	cluster.put(inferenceService('wisdom-1', undefined, {labels, annotations: {'iter8.tools/weight': '0'}}));
	expect((await run('send-test', ...meant)).stderr).toBe(
		'these headers are meant for wisdom-1, but all 4 answers came from wisdom-0: wisdom-1 has weight 0\n',
	);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	expect((await run('send-test', ...meant)).stderr).toBe(
		'these headers are meant for wisdom-1, but all 4 answers came from wisdom-0: InferenceService wisdom-1 does not exist\n',
	);
	answerers = ['wisdom-1', 'wisdom-0'];
	expect((await run('send-test', ...meant)).stderr).toBe('');
	expect((await run('send-test', '--requests', '4')).stderr).toBe('');
});

test('promote says what was tested since the candidate last changed, and warns where nothing was', async () => {
	expect(await evidence()).toBe('  ! wisdom-1 was never tested since its spec last changed');
	await run('send-test', '--requests', '3');
	expect(keptTests()).toBeUndefined();
	await run('send-test', '-H', 'traffic: test', '--requests', '20');
	expect(await evidence()).toBe('  · tested: 20 requests, 0 failed, 0s ago by ada');
	expect(keptTests()).toMatchObject({
		tests: [{version: 'wisdom-1', way: 'match', requests: 20, failed: 0, by: 'ada', answered: {'wisdom-1': 20}}],
	});
	const live = await cluster.get(inferenceServices, 'models', 'wisdom-1');
	await cluster.replace(inferenceServices, {...live, spec: {predictor: {minReplicas: 2}}}, {fieldManager: 'test'});
	expect(await evidence()).toBe('  ! wisdom-1 was never tested since its spec last changed');
});

test('a test while the candidate changes tells nothing of what it has become', async () => {
	const spec = {predictor: {minReplicas: 2}};
	cluster.onCall = async call => {
		if (call !== 'get services models/wisdom') return;
		cluster.onCall = undefined;
		const live = await cluster.get(inferenceServices, 'models', 'wisdom-1');
		await cluster.replace(inferenceServices, {...live, spec}, {fieldManager: 'test'});
	};
	await run('send-test', 'wisdom-1');
	expect(cluster.onCall).toBeUndefined();
	expect(keptTests()).toBeUndefined();
});

test('without the right to keep it a test is a test all the same, and says so in one line', async () => {
	cluster.onCall = call => {
		if (call.startsWith('create configmaps')) throw new ApiError(403, 'Forbidden', 'configmaps is forbidden');
	};
	const {stdout, stderr} = await run('send-test', 'wisdom-1', '--requests', '5');
	expect(stdout).toContain('the outputs differ');
	expect(stderr).toBe('what was tested is kept nowhere: you may not write configmap wisdom-tests\n');
});

test('a ConfigMap of others under that name stays as it is, and proves nothing', async () => {
	const foreign = {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'wisdom-tests', namespace: 'models'},
		data: {tests: 'x'},
	};
	cluster.put(foreign);
	const {stderr} = await run('send-test', 'wisdom-1');
	expect(stderr).toBe(
		'what was tested is kept nowhere: configmap models/wisdom-tests is in the way of the tests of wisdom and was not made by kubectl iter8: rename it\n',
	);
	expect(cluster.peek(configMaps, 'models', 'wisdom-tests')?.['data']).toEqual({tests: 'x'});
	expect(await evidence()).toBe('  ! wisdom-1 was never tested since its spec last changed');
});

test('status tells first of a test that speaks against a candidate, and then how it is promoted', async () => {
	answerers = ['wisdom-0', 'wisdom-0'];
	await run('send-test', 'wisdom-1', '--requests', '3');
	const {stdout} = await run('status');
	expect(stdout.split('\n\n')[1]).toBe(`\
wisdom: candidate ready
  wisdom-1: tested: 3 requests, 3 failed, 0s ago by ada
  wisdom-1 can be promoted
    to promote it: kubectl iter8 promote wisdom -n models
    to drop it: kubectl iter8 abort wisdom -n models
`);
});

test('status tells first that the primary is gone or down, then a test that speaks against the candidate', async () => {
	answerers = ['wisdom-0', 'wisdom-0'];
	await run('send-test', 'wisdom-1', '--requests', '3');
	await cluster.delete(inferenceServices, 'models', 'wisdom-0');
	const told = async () => (await run('status')).stdout.split('\n\n')[1];
	expect(await told()).toBe(`\
wisdom: no primary
  requests (everything else) go to wisdom-0, which cannot take them: InferenceService wisdom-0 does not exist
    to apply it again: kubectl apply -f FILE -n models
  wisdom-1: tested: 3 requests, 3 failed, 0s ago by ada
`);
	cluster.put(inferenceService('wisdom-0', {conditions: [{type: 'Ready', status: 'False'}]}));
	expect(await told()).toBe(`\
wisdom: primary down
  requests (everything else) go to wisdom-0, which cannot take them: InferenceService wisdom-0 is not Ready (False)
    wisdom-1: tested: 3 requests, 3 failed, 0s ago by ada
    to promote wisdom-1: kubectl iter8 promote wisdom -n models
    to see why: kubectl describe inferenceservice wisdom-0 -n models
    to read its log: kubectl logs -l serving.kserve.io/inferenceservice=wisdom-0 -c kserve-container --tail=20 -n models
  wisdom-1 can be promoted
    to promote it: kubectl iter8 promote wisdom -n models
`);
});

test('status tells the last test of a candidate, in a line and as JSON', async () => {
	expect((await run('status')).stdout).toContain('  wisdom-1 was never tested since its spec last changed\n');
	await run('send-test', 'wisdom-1', '--requests', '5');
	expect((await run('status')).stdout).toContain('  wisdom-1: tested: 5 requests, 0 failed, 0s ago by ada\n');
	expect(JSON.parse((await run('status', '-o', 'json')).stdout)).toMatchObject({
		versions: [
			{name: 'wisdom-0'},
			{
				name: 'wisdom-1',
				lastTest: {
					at: '2026-01-01T12:00:00.000Z',
					by: 'ada',
					way: 'match',
					requests: 5,
					failed: 0,
					answered: {'wisdom-0': 5, 'wisdom-1': 5},
				},
			},
		],
	});
});

test('cleanup deletes what was kept of tests', async () => {
	await run('send-test', 'wisdom-1');
	expect((await run('cleanup', '--yes', '--drain', '0s')).stdout).toContain('configmap/wisdom-tests deleted\n');
	expect(cluster.peek(configMaps, 'models', 'wisdom-tests')).toBeUndefined();
});

test.each<readonly [readonly string[], string]>([
	[['wisdom-7'], 'wisdom-7 is no candidate of wisdom, which has wisdom-1'],
	[['wisdom-0'], 'wisdom-0 is no candidate of wisdom, which has wisdom-1'],
	[
		['wisdom-1', '-H', 'traffic: test'],
		'VERSION and --header exclude each other: each version is asked by what its route chooses it by',
	],
])('send-test wisdom %j is refused', async (argv, error) => {
	expect((await run('send-test', ...argv)).error).toBe(error);
});

test('where no version is there that is what is wrong', async () => {
	await cluster.delete(inferenceServices, 'models', 'wisdom-0');
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	const missing =
		'the primary wisdom-0 of wisdom does not exist: deploy it with "kubectl iter8 deploy wisdom -f FILE -n models" (or with --template NAME in place of -f FILE), or apply it';
	expect((await run('send-test', 'wisdom-1')).error).toBe(missing);
	({url} = await startServer((_request, response) => void response.writeHead(404).end()));
	expect((await run('send-test')).error).toBe(missing);
});

test('between versions that share requests by weight, and without a way past the route, none can be asked alone', async () => {
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', blueGreenSpec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		weightConfig('wisdom-0-weight-config', '90'),
		weightConfig('wisdom-1-weight-config', '10'),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [90, 10]);
	const file = join(import.meta.dirname, 'tested.json');
	expect((await run('send-test', 'wisdom-1', '-f', file)).error).toBe(
		'no request reaches wisdom-0 alone: the route of wisdom has no match for it, and the gateway no route for its own host wisdom-0-predictor.models.svc.cluster.local; see how the answers are shared out with "kubectl iter8 send-test wisdom --requests 100"',
	);
});

test('a test of a screen that changes nothing is kept nowhere, and nothing is said of that', async () => {
	const portForward = () => Promise.reject(new Error('none'));
	const target = {cluster, namespace: 'models', context: 'test', portForward, podLog: noLog};
	const outcomes: string[] = [];
	const remarks: string[] = [];
	cluster.forgetCalls();
	await compareVersions({...stepContext(cluster), connect: async () => target}, 'wisdom', 'wisdom-1', {
		path: undefined,
		body: undefined,
		requests: 2,
		concurrency: 1,
		timeoutMs: 1000,
		url,
		isKept: false,
		onAsked: () => undefined,
		onOutcome: ({asked}) => outcomes.push(asked),
		onRemark: words => remarks.push(words),
	});
	expect([outcomes.toSorted(), remarks]).toEqual([['wisdom-0', 'wisdom-0', 'wisdom-1', 'wisdom-1'], []]);
	expect(cluster.calls.filter(call => !/^(get|list) /.test(call))).toEqual([]);
});

/** An app with a route like Iter8's, and without a candidate if so; nobody answers at the paths that it makes, with a 404 or as said. */
async function rewritten({isAlone = false, status = 404} = {}): Promise<readonly string[]> {
	const spec = canarySpec.replaceAll(
		/- name: (candidate|primary)/g,
		'$&\n          rewrite: {uri: /v2/models/wisdom-0/infer}',
	);
	const asked: string[] = [];
	({url} = await startServer(({url: path, headers: {host}}, response) => {
		asked.push(`${host}${path}`);
		if (host === 'wisdom.models') response.writeHead(status, {'app-version': 'wisdom-0'}).end('{"detail":"Not Found"}');
		else sendJson(response, {predictions: [host === 'wisdom-0-predictor.models.svc.cluster.local' ? 7 : 8]});
	}));
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', spec),
		inferenceService('wisdom-0'),
		...(isAlone ? [] : [inferenceService('wisdom-1')]),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', isAlone ? [1, 0] : [1, 1]);
	return asked;
}

test('what a route like Iter8’s makes of a path is remarked, and each version is asked that path at its own host', async () => {
	const asked = await rewritten();
	const request = ['-f', join(import.meta.dirname, 'tested.json'), '--path', '/v1/models/wisdom:predict'];
	expect((await run('send-test', ...request)).stderr).toBe(
		"the route of wisdom makes /v2/models/wisdom-0/inferv1/models/wisdom:predict of /v1/models/wisdom:predict: it puts the model's inference path in place of /, so leave the path out\n",
	);
	const before = asked.length;
	expect((await run('send-test', 'wisdom-1', ...request)).stdout).toContain('the outputs differ: predictions');
	expect(asked.slice(before)).toEqual([
		'wisdom-0-predictor.models.svc.cluster.local/v1/models/wisdom-0:predict',
		'wisdom-1-predictor.models.svc.cluster.local/v1/models/wisdom-1:predict',
	]);
});

test.for<[string, Parameters<typeof rewritten>[0], readonly string[], string]>([
	[
		'the protocol has',
		{},
		[],
		'the route of wisdom makes /v2/models/wisdom-0/inferv1/models/wisdom:predict of /v1/models/wisdom:predict: it puts the model\'s inference path in place of /; ask each version at its own host, as "kubectl iter8 send-test wisdom wisdom-1 -n models" does\n',
	],
	[
		'was given as well as another that the protocol has',
		{},
		['--path', '/predict'],
		'the route of wisdom makes /v2/models/wisdom-0/inferpredict of /predict: it puts the model\'s inference path in place of /; ask each version at its own host, as "kubectl iter8 send-test wisdom wisdom-1 -n models" does\n',
	],
	[
		'the protocol has, where no candidate can be asked',
		{isAlone: true},
		[],
		'the route of wisdom makes /v2/models/wisdom-0/inferv1/models/wisdom:predict of /v1/models/wisdom:predict: it puts the model\'s inference path in place of /; "kubectl iter8 cleanup wisdom -n models" and then "kubectl iter8 init wisdom --routes own -n models" make one that leaves paths as they are, and leave the versions\n',
	],
	['the protocol has, where that is not why it failed', {status: 500}, [], ''],
])('of a path that such a route spoils the remark says what helps: one that %s', async ([, app, argv, remark]) => {
	await rewritten(app);
	const file = join(makeFiles({'v1.json': '{"instances":[[1,2]]}'}), 'v1.json');
	const {stderr} = await run('send-test', '-f', file, ...argv);
	expect(stderr).toBe(remark);
});

test.for([
	['none', {}],
	["the app's", {model: 'wisdom'}],
	["the primary's", {model: 'wisdom-0'}],
	["an adapter's", {model: 'lora'}],
] as const)('a request of OpenAI that names %s model goes to each version with its own', async ([, model]) => {
	const server = await startServer(chat);
	const file = join(makeFiles({request: JSON.stringify({messages: [], ...model})}), 'request');
	const argv = ['send-test', 'wisdom', 'wisdom-1', '-f', file, '--url', server.url];
	await runCommand(sendTest, argv, {cluster});
	expect(server.received.map(({url: path, body}) => [path, JSON.parse(body)])).toEqual(
		['wisdom-0', 'wisdom-1'].map(version => [
			'/openai/v1/chat/completions',
			{messages: [], model: 'model' in model && model.model === 'lora' ? 'lora' : version},
		]),
	);
});
