import {PassThrough, Readable} from 'node:stream';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {LoadResult} from '../../source/load/result.ts';
import {createOptions} from '../../source/options/create-options.ts';
import type {OptionsOf} from '../../source/options/options.ts';
import {parse} from '../../source/options/parse.ts';
import {formatFailure} from '../../source/print/failure.ts';
import type {sendTestVerb} from '../../source/verbs/send-test/flags.ts';
import {run} from '../../source/verbs/send-test/run.ts';
import {verbs} from '../../source/verbs/verbs.ts';
import {runVerb} from '../sandbox/run-verb.ts';
import {startKserve, type Kserve} from './kserve/kserve.ts';
import {modelUri, readRequests, type ModelName, type ModelRequest} from './testbed/models.ts';
import {startTestbed, type MeshTestbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

let testbed: MeshTestbed;
let kserve: Kserve;
/** A digit that the two models read differently. */
let digit: ModelRequest;
const localGateway = 'knative-local-gateway.istio-system.svc.cluster.local';
const rule = (version: string, match?: readonly object[]) => ({
	name: version,
	...(match && {match}),
	rewrite: {uri: `/v2/models/${version}/infer`},
	route: [
		{
			destination: {host: localGateway},
			headers: {
				request: {set: {Host: `${version}-predictor.default.svc.cluster.local`}},
				response: {add: {'app-version': version}},
			},
		},
	],
});
const inferenceService = (name: string, model: ModelName) => ({
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name, namespace: 'default'},
	spec: {
		predictor: {
			minReplicas: 1,
			model: {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri: modelUri(model)},
		},
	},
});
const objects = [
	{
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'wisdom', namespace: 'default'},
		spec: {type: 'ExternalName', externalName: localGateway},
	},
	{
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'default'},
		spec: {
			gateways: ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway', 'mesh'],
			hosts: ['wisdom.default'],
			http: [rule('wisdom-1', [{headers: {traffic: {exact: 'test'}}}]), rule('wisdom-0')],
		},
	},
	inferenceService('wisdom-0', 'digits-lr'),
	inferenceService('wisdom-1', 'digits-rf'),
];

beforeAll(async () => {
	testbed = await startTestbed({mesh: true});
	digit = digitThatDiffers();
	kserve = await startKserve(testbed);
	await testbed.kubectl(['apply', '-f', '-'], JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}));
	await testbed.kubectl(['wait', 'inferenceservices', '--all', '--for=condition=Ready', '--timeout=60s']);
	await waitFor('the route', async () => (await sendTest(['wisdom', '-H', 'traffic: test', '-f', '-'])).error === '');
});

afterAll(async () => {
	await kserve?.stop();
	await testbed?.stop();
});

test('a request goes through a forwarded port to the model that the route says', async () => {
	for (const [headers, version, model] of [
		[[], 'wisdom-0', 'digits-lr'],
		[['-H', 'traffic: test'], 'wisdom-1', 'digits-rf'],
	] as const) {
		const {stdout, error} = await sendTest(['wisdom', '-f', '-', ...headers]);
		expect(stdout.replace(/\d[\d.]*ms +/, '1ms   ')).toMatch(
			new RegExp(
				`^STATUS +VERSION +LATENCY +MODEL +OUTPUTS\n200 +${version} +1ms +${version}/${model} +predict=\\[${digit.expected[model]}\\]\n$`,
			),
		);
		expect(error).toBe('');
	}
});

test('400 requests go over 8 forwarded connections, and none is lost', async () => {
	const many = ['--requests', '400', '--concurrency', '8', '-o', 'json'];
	const {stdout, error} = await sendTest(['wisdom', '-f', '-', '-H', 'traffic: test', ...many]);
	const {answered, unanswered, outcomes} = JSON.parse(stdout) as {
		readonly answered: readonly {readonly version: string; readonly status: number; readonly count: number}[];
		readonly unanswered: readonly unknown[];
		readonly outcomes: readonly {readonly body: {readonly outputs: readonly [{readonly data: readonly unknown[]}]}}[];
	};
	expect(error).toBe('');
	expect(unanswered).toEqual([]);
	expect(answered).toMatchObject([{version: 'wisdom-1', status: 200, count: 400}]);
	expect(new Set(outcomes.map(({body}) => body.outputs[0].data[0]))).toEqual(new Set([digit.expected['digits-rf']]));
});

test('requests one a line go once each, in their order, without their labels', async () => {
	const requests = readRequests().slice(0, 50);
	const lines = requests.map(({request, label}) => JSON.stringify({...(request as object), label}));
	const {stdout, error} = await sendTest(['wisdom', '-f', '-', '-o', 'json'], {stdin: lines.join('\n')});
	const {outcomes} = JSON.parse(stdout) as {
		readonly outcomes: readonly {readonly body: {readonly outputs: readonly [{readonly data: readonly unknown[]}]}}[];
	};
	expect(error).toBe('');
	expect(outcomes.map(({body}) => body.outputs[0].data[0])).toEqual(
		requests.map(({expected}) => expected['digits-lr']),
	);
});

test('weights of 90/10 that are served 50/50 are named within 500 requests, and those that are served as they are not', async () => {
	const init = ['init', 'oracle', '--versions', 'wisdom-0,wisdom-1', '--strategy', 'blue-green', '--weights', '90,10'];
	expect(await runVerb(testbed.kubeconfig, [...init, '--yes'])).toMatchObject({exitCode: 0});
	const load = ['oracle', '-f', '-', '--requests', '500', '--concurrency', '8', '-o', 'json'];
	await waitFor('the route', async () => (await sendTest(['oracle', '-f', '-'])).error === '');
	const {split: right} = JSON.parse((await sendTest(load)).stdout) as LoadResult;
	expect(right).toMatchObject({verdict: 'within chance'});

	const live = await testbed.kubectl(['get', 'virtualservice', 'oracle', '-o', 'json']);
	await testbed.kubectl(['replace', '-f', '-'], live.replaceAll(/"weight": (?:90|10)\b/g, '"weight": 50'));
	await waitFor('the other split', async () => {
		const {split} = JSON.parse((await sendTest(load)).stdout) as LoadResult;
		return (split?.versions[1]?.requests ?? 0) > 150;
	});
	const {split: wrong} = JSON.parse((await sendTest(load)).stdout) as LoadResult;
	expect(wrong?.verdict).toBe('not by chance');
	expect(wrong?.toldAfter).toBeLessThanOrEqual(500);
});

test('a URL takes the place of the forwarded port', async () => {
	const {host, port} = testbed.gateway;
	const {stdout, error} = await sendTest(['wisdom', '-f', '-', '--requests', '20', '--url', `http://${host}:${port}`]);
	expect(stdout).toMatch(/^VERSION .*\nwisdom-0 +200 +20 +100\.0%( +[\d.]+ms){6}\n$/);
	expect(error).toBe('');
});

test('a model of scikit-learn does not tell its inputs, which is told', async () => {
	expect(await sendTest(['wisdom'])).toEqual({
		stdout: '',
		error:
			"error: model wisdom-0 does not tell its inputs, as MLServer's scikit-learn runtime does not unless told: give a request with -f\n",
	});
});

test('what the model refuses is told in its words', async () => {
	const {stdout, error} = await sendTest(['wisdom', '-f', '-'], {
		stdin: '{"inputs":[{"name":"predict","datatype":"FP32","data":[1,2]}]}',
	});
	expect(stdout).toMatch(/^STATUS .*\n422 +wisdom-0 +[\d.]+ms +<none> +<none>\n$/);
	expect(error).toMatch(/^error: wisdom-0 answered with HTTP 422: .*"shape".*[Ff]ield required/);
});

test('a missing app, a missing right and a missing server are told', async () => {
	expect(await sendTest(['wit', '-f', '-'])).toEqual({
		stdout: '',
		error: 'error: no app wit in namespace default: set up its routing with "kubectl iter8 init wit -n default"\n',
	});
	expect(await sendTest(['wisdom', '-f', '-'], {kubeconfig: testbed.viewerKubeconfig})).toEqual({
		stdout: '',
		error:
			'Error from server (Forbidden): virtualservices.networking.istio.io "wisdom" is forbidden: User "viewer" cannot get resource "virtualservices" in API group "networking.istio.io" in the namespace "default"\n',
	});
	expect(await sendTest(['wisdom', '-f', '-', '--server', 'https://127.0.0.1:1'])).toEqual({
		stdout: '',
		error: 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n',
	});
});

function digitThatDiffers(): ModelRequest {
	const found = readRequests().find(({expected}) => expected['digits-lr'] !== expected['digits-rf']);
	if (found === undefined) throw new Error('the models agree on every digit');
	return found;
}

interface Surroundings {
	readonly stdin?: string;
	readonly kubeconfig?: string;
}

/** Runs the verb as the program does, with the digit as its request. */
async function sendTest(
	argv: readonly string[],
	{stdin = JSON.stringify(digit.request), kubeconfig = testbed.kubeconfig}: Surroundings = {},
): Promise<{readonly stdout: string; readonly error: string}> {
	const stdout = new PassThrough();
	const options = createOptions(parse(verbs, ['send-test', '--kubeconfig', kubeconfig, ...argv]), {
		streams: {stdin: Readable.from([stdin]), stdout, stderr: new PassThrough()},
		env: {},
		signal: new AbortController().signal,
	});
	let error = '';
	try {
		await run(options as OptionsOf<typeof sendTestVerb>);
	} catch (thrown) {
		error = formatFailure(thrown, {verb: 'send-test', isVerbose: false});
	}

	return {stdout: String(stdout.read() ?? ''), error};
}
