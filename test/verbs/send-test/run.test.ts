import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import net, {type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import {afterEach, beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import type {Target} from '../../../source/kube/target.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {OptionsOf} from '../../../source/options/options.ts';
import {parse} from '../../../source/options/parse.ts';
import {formatFailure} from '../../../source/print/failure.ts';
import type {sendTestVerb} from '../../../source/verbs/send-test/flags.ts';
import {run} from '../../../source/verbs/send-test/run.ts';
import {verbs} from '../../../source/verbs/verbs.ts';
import {canarySpec, routemapConfigMap} from '../../helpers/app-objects.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {noLog} from '../../helpers/no-log.ts';
import {sendJson, startServer, type Answer} from '../../kube/api-server.ts';
import {makeFiles} from '../../kube/surroundings.ts';
import {readText} from '../../report/page-parts.ts';

beforeEach(() => {
	// Every latency is 0.
	vi.useFakeTimers({toFake: ['performance']});
});
afterEach(() => {
	vi.useRealTimers();
});

const rule = (version: string, match?: readonly object[]) => ({
	name: version,
	...(match && {match}),
	rewrite: {uri: `/v2/models/${version}/infer`},
	route: [
		{
			destination: {host: 'knative-local-gateway.istio-system.svc.cluster.local'},
			headers: {
				request: {set: {Host: `${version}-predictor.models.svc.cluster.local`}},
				response: {add: {'app-version': version}},
			},
		},
	],
});
const route: KubeObject = {
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {name: 'wisdom', namespace: 'models'},
	spec: {
		hosts: ['wisdom.models'],
		http: [rule('wisdom-1', [{headers: {traffic: {exact: 'test'}}}]), rule('wisdom-0')],
	},
};
const appService: KubeObject = {
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'wisdom', namespace: 'models'},
	spec: {type: 'ExternalName', externalName: 'knative-local-gateway.istio-system.svc.cluster.local'},
};
const gatewayService: KubeObject = {
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'knative-local-gateway', namespace: 'istio-system'},
	spec: {selector: {istio: 'ingressgateway'}, ports: [{port: 80, targetPort: 8081}]},
};
const gatewayPod: KubeObject = {
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: {name: 'gateway-0', namespace: 'istio-system', labels: {istio: 'ingressgateway'}},
	status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]},
};
const app = [route, appService, gatewayService, gatewayPod];
const v2 = '{"inputs":[{"name":"predict","shape":[1,2],"datatype":"FP32","data":[1,2]}]}';

/** Plays the gateway and both models; the candidate fails every fourth request. */
function mesh(): Answer {
	let candidate = 0;
	return ({method, url, headers: {host, traffic}}, response) => {
		if (method === 'GET') {
			const inputs =
				host === 'wisdom-1-predictor.models.svc.cluster.local'
					? [{name: 'predict', datatype: 'FP32', shape: [-1, 2]}]
					: [];
			sendJson(response, {name: url, inputs});
			return;
		}

		if (host !== 'wisdom.models' || url !== '/') {
			response.writeHead(404).end();
			return;
		}

		const version = traffic === 'test' ? 'wisdom-1' : 'wisdom-0';
		response.setHeader('app-version', version);
		if (version === 'wisdom-1' && candidate++ % 4 === 3) {
			response.writeHead(503).end('no healthy upstream');
			return;
		}

		const outputs = [{name: 'predict', shape: [1, 1], datatype: 'INT64', data: [version === 'wisdom-0' ? 7 : 8]}];
		sendJson(response, {model_name: version, model_version: 'v1', outputs});
	};
}

interface Run {
	readonly stdout: string;
	readonly error: string | undefined;
	readonly code: number | undefined;
}

interface World {
	readonly objects?: readonly KubeObject[];
	readonly stdin?: string;
	readonly portForward?: Target['portForward'];
	readonly signal?: AbortSignal;
}

async function sendTest(
	argv: readonly string[],
	{objects = app, stdin = v2, portForward, signal}: World,
): Promise<Run> {
	const stdout = new PassThrough();
	const {flags, arguments: words} = parse(verbs, ['send-test', ...argv]);
	const options: OptionsOf<typeof sendTestVerb> = {
		streams: {stdin: Readable.from([stdin]), stdout, stderr: new PassThrough()},
		flags: flags as OptionsOf<typeof sendTestVerb>['flags'],
		arguments: words,
		connect: async () => ({
			cluster: createMemoryCluster(objects),
			namespace: 'models',
			context: undefined,
			podLog: noLog,
			portForward: portForward ?? (() => Promise.reject(new Error('not asked for'))),
		}),
		now: () => new Date(0),
		signal: signal ?? new AbortController().signal,
		color: false,
		isDumb: false,
		isInteractive: false,
	};
	let error: string | undefined;
	let code: number | void = undefined;
	try {
		code = await run(options);
	} catch (thrown) {
		error = formatFailure(thrown, {verb: 'send-test', isVerbose: false});
	}

	return {stdout: String(stdout.read() ?? ''), error, code: code ?? undefined};
}

const usage = "See 'kubectl iter8 send-test --help' for usage.\n";

test('one request prints who answered what', async () => {
	const {url, received} = await startServer(mesh());
	expect(await sendTest(['wisdom', '-f', '-', '--url', url], {})).toEqual({
		stdout: `\
STATUS   VERSION    LATENCY   MODEL         OUTPUTS
200      wisdom-0   0.0ms     wisdom-0/v1   predict=[7]
`,
		error: undefined,
	});
	expect(received.map(({method, url: path, body}) => [method, path, body])).toEqual([
		['GET', '/v2/models/wisdom-0', ''],
		['POST', '/', v2],
	]);
});

test('without a file the input is made from the metadata of the model that will answer', async () => {
	const {url, received} = await startServer(mesh());
	const {stdout} = await sendTest(['wisdom', '-H', 'Traffic: test', '--url', url], {});
	expect(stdout).toBe(`\
STATUS   VERSION    LATENCY   MODEL         OUTPUTS
200      wisdom-1   0.0ms     wisdom-1/v1   predict=[8]
`);
	expect(received.map(({url: path, headers: {host}, body}) => [path, host, body])).toEqual([
		['/v2/models/wisdom-1', 'wisdom-1-predictor.models.svc.cluster.local', ''],
		['/', 'wisdom.models', '{"inputs":[{"name":"predict","shape":[1,2],"datatype":"FP32","data":[0,0]}]}'],
	]);
});

test('the route of an app is the one that its routemap renders, whatever it is called', async () => {
	const {url} = await startServer(mesh());
	const objects = [...app, routemapConfigMap('oak', canarySpec)];
	const {stdout} = await sendTest(['oak', '-f', '-', '-H', 'Traffic: test', '--url', url], {objects});
	expect(stdout).toContain('200      wisdom-1 ');
});

test('many requests print counts, and an error when some failed', async () => {
	const {url} = await startServer(mesh());
	const argv = ['wisdom', '-f', '-', '-H', 'traffic: test', '--requests', '40', '--concurrency', '8', '--url', url];
	expect(await sendTest(argv, {})).toEqual({
		stdout: `\
VERSION    STATUS   REQUESTS   SHARE   P50     P90     P95     P99     P99.9   MAX
wisdom-1   200      30         75.0%   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms
wisdom-1   503      10         25.0%   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms
`,
		error: 'error: 10 of 40 requests failed, the first so: wisdom-1 answered with HTTP 503: no healthy upstream\n',
	});
});

test('streams are counted by their tokens, too, one as well as many', async () => {
	const {url} = await startServer((_request, response) => {
		const word = (content: string) => `data: {"choices":[{"delta":{"content":"${content}"}}]}\n\n`;
		response.setHeader('app-version', 'wisdom-0');
		response.writeHead(200, {'content-type': 'text/event-stream'}).end(`${word('a')}${word('b')}data: [DONE]\n\n`);
	});
	const stdin = '{"messages":[{"role":"user","content":"Hello"}],"stream":true}';
	const tokens = (streams: number, perSecond: number) => `
VERSION    STREAMS   FIRST P50   P95     TOKEN P50   P95     GAP P50   P95     TOKENS/S
wisdom-0   ${streams}         0.0ms       0.0ms   0.0ms       0.0ms   0.0ms     0.0ms   ${perSecond}.0
`;
	const one = await sendTest(['wisdom', '-f', '-', '--url', url], {stdin});
	expect(one.stdout).toContain(tokens(1, 2000));
	expect(one.error).toBe(undefined);
	expect((await sendTest(['wisdom', '-f', '-', '--requests', '5', '--url', url], {stdin})).stdout).toBe(`\
VERSION    STATUS   REQUESTS   SHARE    P50     P90     P95     P99     P99.9   MAX
wisdom-0   200      5          100.0%   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms
${tokens(5, 10_000)}`);
});

test('requests without an answer are counted by their reason', async () => {
	const {url} = await startServer((_request, response) => response.destroy());
	const host = new URL(url).host;
	expect(await sendTest(['wisdom', '-f', '-', '--requests', '3', '--url', url], {})).toEqual({
		stdout: `\
VERSION   STATUS   REQUESTS   SHARE    P50      P90      P95      P99      P99.9    MAX      REASON
<none>    none     3          100.0%   <none>   <none>   <none>   <none>   <none>   <none>   the gateway at ${host} closed the connection before it had answered
`,
		error: `error: 3 of 3 requests failed, the first so: the gateway at ${host} closed the connection before it had answered\n`,
	});
});

test('-o json holds the counts and every outcome', async () => {
	let count = 0;
	const answer = mesh();
	const {url} = await startServer((request, response) => {
		if (++count === 3) response.destroy();
		else answer(request, response, count);
	});
	const {stdout, error} = await sendTest(['wisdom', '-f', '-', '--requests', '2', '-ojson', '--url', url], {});
	const reason = `the gateway at ${new URL(url).host} closed the connection before it had answered`;
	const zeros = {p50Ms: 0, p90Ms: 0, p95Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0, meanMs: 0};
	expect(JSON.parse(stdout)).toEqual({
		app: 'wisdom',
		command: `kubectl iter8 send-test wisdom --filename=- --output json --requests 2 --url ${url} -n models`,
		namespace: 'models',
		host: 'wisdom.models',
		path: '/',
		startedAt: '1970-01-01T00:00:00.000Z',
		endedAt: '1970-01-01T00:00:00.000Z',
		pace: {kind: 'closed', concurrency: 1},
		bound: {requests: 2},
		warmupMs: 0,
		elapsedMs: 0,
		isInterrupted: false,
		requests: 2,
		failed: 1,
		dropped: 0,
		requestsPerSecond: 2000,
		goodput: {perSecond: 1000, good: 1, limits: {}},
		answered: [{version: 'wisdom-0', status: 200, count: 1, ...zeros, service: zeros}],
		unanswered: [{reason, count: 1}],
		versions: [
			{version: 'wisdom-0', requests: 1, failed: 0, times: zeros, buckets: [{upToMs: 0.001, count: 1}]},
			{requests: 1, failed: 1, times: zeros, buckets: [{upToMs: 0.001, count: 1}]},
		],
		series: {
			intervalMs: 1000,
			failed: [1],
			dropped: [0],
			requests: [
				{version: 'wisdom-0', counts: [1]},
				{version: null, counts: [1]},
			],
			maxMs: [0],
		},
		failures: [{index: 1, atMs: 0, reason}],
		expectations: [],
		outcomes: [
			{
				status: 200,
				version: 'wisdom-0',
				latencyMs: 0,
				body: {
					model_name: 'wisdom-0',
					model_version: 'v1',
					outputs: [{name: 'predict', shape: [1, 1], datatype: 'INT64', data: [7]}],
				},
			},
			{error: reason},
		],
	});
	expect(error).toBe(`error: 1 of 2 requests failed, the first so: ${reason}\n`);
});

test('a load says what the route and the model held, and its exit code what was expected', async () => {
	const {url} = await startServer(mesh());
	const objects = [...app, routemapConfigMap('wisdom', canarySpec)];
	const load = ['wisdom', '-f', '-', '--url', url, '--rate', '500', '--requests', '100', '--warmup', '20ms'];
	const primary = await sendTest([...load, '--expect', 'version=wisdom-0', '--max-error-rate', '5%'], {objects});
	expect(primary.stdout.replaceAll(/\d+(\.\d+)?ms|\d+(\.\d+)?\/s|[\d.]+s,/g, '#').replaceAll(/ +/g, ' ')).toBe(`\
VERSION STATUS REQUESTS SHARE P50 P90 P95 P99 P99.9 MAX
wisdom-0 200 100 100.0% # # # # # #

100 requests in # #, # of them good
wisdom-0: 100 expected, 100 seen, within chance
met: version=wisdom-0 (100 of wisdom-0)
met: error rate at most 5 % (0 of 100 failed)
`);
	expect([primary.code, primary.error]).toEqual([undefined, undefined]);

	const candidate = await sendTest([...load, '-H', 'traffic: test', '--max-error-rate', '5%'], {objects});
	// Which of four fail depends on how many were sent in the warm-up.
	expect(candidate.stdout).toMatch(/\nnot met: error rate at most 5 % \(2\d of 100 failed\)\n/);
	expect([candidate.code, candidate.error]).toEqual([1, undefined]);

	for (const none of ['0', '0%', '0.0 %']) {
		const whole = await sendTest([...load, '--max-error-rate', none], {objects});
		expect([whole.stdout.split('\n').at(-2), whole.error]).toEqual([
			'met: no request fails (0 of 100 failed)',
			undefined,
		]);
	}

	const few = await sendTest(['wisdom', '-f', '-', '--url', url, '--max-p95', '10s'], {objects});
	expect(few.stdout).toContain(
		'not enough to tell: p95 at most 10000ms (0 of 1 were slower, failed or were dropped)\n',
	);
	expect(few.code).toBe(3);
});

test('with --report the same stands in one page, without secrets', async () => {
	const {url} = await startServer(mesh());
	const objects = [...app, routemapConfigMap('wisdom', canarySpec)];
	const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-report-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const report = join(folder, 'wisdom.html');
	const argv = ['wisdom', '-f', '-', '--url', url, '--requests', '30', '-H', 'api-key: s3cret', '--report', report];
	expect((await sendTest(argv, {objects})).error).toBe(undefined);
	const page = await readFile(report, 'utf8');
	expect(page).not.toContain('s3cret');
	expect(readText(page)).toMatch(
		/^How wisdom answered\n[^]*\n30\n[^]*^Command \| kubectl iter8 send-test wisdom --filename=- --header 'api-key: \*\*\*' --report /m,
	);
});

test.for([
	[['--duration', '1s', '--requests', '5'], '--duration and --requests exclude each other: a test ends by one of them'],
	[['--duration', '0'], 'invalid --duration 0: a test takes some time'],
	[['--arrival', 'poisson'], '--arrival needs --rate'],
	[['--expect', 'wisdom-1'], 'invalid --expect "wisdom-1": write version=NAME, as in version=wisdom-1'],
	[['--max-error-rate', '2'], 'invalid --max-error-rate "2": write a percentage, as in 1%, between 0% and 100%'],
	[
		['wisdom-1', '--rate', '5'],
		'VERSION is for a few answers beside each other: leave out the flags of a load, or use "compare"',
	],
] as const)('a load with %o is refused', async ([flags, words]) => {
	const {error, stdout} = await sendTest(['wisdom', ...flags], {});
	expect([stdout, error?.split('\n')[0]]).toEqual(['', `error: ${words}`]);
});

test('without a URL each connection is forwarded to a pod of the gateway', async () => {
	const {server} = await startServer(mesh());
	const {port} = server.address() as AddressInfo;
	const forwarded: unknown[] = [];
	const portForward: Target['portForward'] = async (...target) => {
		forwarded.push(target.slice(0, 3));
		return net.connect(port, '127.0.0.1');
	};
	const argv = ['wisdom', '-f', '-', '--requests', '20', '--concurrency', '2'];
	expect(await sendTest(argv, {portForward})).toEqual({
		stdout: `\
VERSION    STATUS   REQUESTS   SHARE    P50     P90     P95     P99     P99.9   MAX
wisdom-0   200      20         100.0%   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms
`,
		error: undefined,
	});
	expect(forwarded).toEqual([
		['istio-system', 'gateway-0', 8081],
		['istio-system', 'gateway-0', 8081],
	]);
});

test('a file is read, and headers and path are sent as they were given', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'send-test-'));
	onTestFinished(async () => rm(folder, {recursive: true}));
	const file = join(folder, 'input.json');
	await writeFile(file, v2);
	const {url, received} = await startServer((_request, response) => response.end('fine'));
	const headers = ['-H', 'host:other.models', '-H', 'Accept: text/plain ', '-H', 'a: 1', '-H', 'A: 2', '-H', 'empty:'];
	expect(await sendTest(['wisdom', '-f', file, ...headers, '--path', '/x?y=z', '--url', url], {})).toEqual({
		stdout: `\
STATUS   VERSION   LATENCY   MODEL    OUTPUTS
200      <none>    0.0ms     <none>   <none>
`,
		error: undefined,
	});
	expect(received.map(({url: path, body}) => [path, body])).toEqual([['/x?y=z', v2]]);
	expect(received[0]?.headers).toMatchObject({
		host: 'other.models',
		accept: 'text/plain',
		a: '1, 2',
		empty: '',
		'content-type': 'application/json',
	});
	expect((await sendTest(['wisdom', '-f', `${file}.yaml`], {})).error).toBe(
		`error: cannot read ${file}.yaml: there is no such file\n`,
	);
});

test('a token is sent and shown nowhere', async () => {
	const {url, received} = await startServer(mesh());
	const file = join(makeFiles({token: 'c2VjcmV0\n'}), 'token');
	const {stdout, error} = await sendTest(['wisdom', '-f', '-', '-ojson', '--token-file', file, '--url', url], {});
	expect(received.map(({headers: {authorization}}) => authorization)).toEqual(['Bearer c2VjcmV0', 'Bearer c2VjcmV0']);
	expect([stdout.includes('c2VjcmV0'), error]).toEqual([false, undefined]);
});

test('requests one a line are sent once each, of whichever protocol; a broken one keeps all from being sent', async () => {
	const {url, received} = await startServer((_request, response, count) =>
		sendJson(response, count % 2 === 1 ? {} : {predictions: [1]}),
	);
	const v1 = (value: number) => `{"instances":[[${value}]]}`;
	const file = join(makeFiles({'x.jsonl': [v1(1), 'x', v1(2)].join('\n')}), 'x.jsonl');
	expect((await sendTest(['wisdom', '-f', file, '--url', url], {})).error).toBe(
		`error: ${file}:2 is not JSON: Unexpected token 'x', "x"; nothing was sent: leave out what is bad with --skip-bad\n`,
	);
	expect(received).toEqual([]);
	const {error} = await sendTest(['wisdom', '-f', file, '--skip-bad', '--model', 'm', '--url', url], {});
	expect(received.map(({url: path, body}) => [path, body])).toEqual([
		['/v2/models/m', ''],
		['/v1/models/m:predict', v1(1)],
		['/v1/models/m:predict', v1(2)],
	]);
	expect(error).toBe(
		'error: 1 of 2 requests failed, the first so: the gateway answered with HTTP 200, but the answer is no V1 answer: it has no "predictions"\n',
	);
});

test.for<[string, readonly string[]]>([
	['VERSION and --model exclude each other: each version is asked by its own name', ['--model', 'm']],
	['VERSION and --binary exclude each other: both are asked in JSON', ['--binary']],
])('with VERSION, %s', async ([message, flags]) => {
	expect((await sendTest(['wisdom', 'wisdom-1', ...flags], {})).error).toBe(`error: ${message}\n${usage}`);
});

test('an interruption prints what has come until then', async () => {
	const abortion = new AbortController();
	const answer = mesh();
	const {url} = await startServer((request, response, count) => {
		if (count === 4) abortion.abort(new DOMException('interrupted', 'AbortError'));
		else answer(request, response, count);
	});
	expect(await sendTest(['wisdom', '-f', '-', '--requests', '9', '--url', url], {signal: abortion.signal})).toEqual({
		stdout: `\
VERSION    STATUS   REQUESTS   SHARE    P50     P90     P95     P99     P99.9   MAX
wisdom-0   200      2          100.0%   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms   0.0ms

interrupted before its end
`,
		error: undefined,
	});
});

test.for<[string, readonly string[], World, string]>([
	[
		'an app that is not there',
		['wit', '-f', '-'],
		{},
		'error: no app wit in namespace models: set up its routing with "kubectl iter8 init wit -n models"\n',
	],
	[
		'a request that is no JSON',
		['wisdom', '-f', '-'],
		{stdin: 'predict'},
		'error: stdin is not JSON: Unexpected token \'p\', "predict"\n',
	],
	[
		'a header without a colon',
		['wisdom', '-H', 'traffic'],
		{},
		`error: invalid header "traffic": write it as 'NAME: VALUE'\n${usage}`,
	],
	[
		'a header that is two lines',
		['wisdom', '-H', 'traffic: test\nhost: x'],
		{},
		`error: invalid header "traffic: test\\nhost: x": write it as 'NAME: VALUE'\n${usage}`,
	],
	[
		'a path that is none',
		['wisdom', '--path', 'v2/models'],
		{},
		`error: invalid path "v2/models": it must begin with / and have no spaces\n${usage}`,
	],
	[
		'a URL that is none',
		['wisdom', '-f', '-', '--url', 'gateway'],
		{},
		'error: the gateway\'s URL "gateway" is not an http:// or https:// address\n',
	],
	[
		'a gateway that refuses',
		['wisdom', '-f', '-', '--url', 'http://127.0.0.1:1'],
		{},
		'error: the gateway at 127.0.0.1:1 refuses connections: is it the right address, and does it run?\n',
	],
	[
		'a gateway that is not found',
		['wisdom', '-f', '-'],
		{objects: [appService, gatewayPod]},
		"error: cannot find the gateway of app wisdom: service models/wisdom stands for service istio-system/knative-local-gateway, which does not exist; there is no virtual service models/wisdom. Give the gateway's address with --url\n",
	],
	[
		'a route that does not tell its model, and no file',
		['wisdom', '--url', 'http://127.0.0.1:1'],
		{
			objects: [
				appService,
				{...route, spec: {hosts: ['wisdom.models'], http: [{route: [{destination: {host: 'x'}}]}]}},
			],
		},
		'error: the route does not tell which model answers, so no request can be made for it: give a request with -f\n',
	],
])('%s is an error, and prints nothing else', async ([, argv, world, error]) => {
	expect(await sendTest(argv, world)).toEqual({stdout: '', error});
});

test('a model that does not tell its inputs asks for a file', async () => {
	const {url} = await startServer(mesh());
	expect(await sendTest(['wisdom', '--url', url], {})).toEqual({
		stdout: '',
		error:
			"error: model wisdom-0 does not tell its inputs, as MLServer's scikit-learn runtime does not unless told: give a request with -f\n",
	});
});

test('a host that the gateway does not route is told as such', async () => {
	const {url} = await startServer(mesh());
	expect(await sendTest(['wisdom', '-f', '-', '-H', 'host: wit.models', '--url', url], {})).toEqual({
		stdout: `\
STATUS   VERSION   LATENCY   MODEL    OUTPUTS
404      <none>    0.0ms     <none>   <none>
`,
		error:
			'error: the gateway has no route for host wit.models (HTTP 404): does the daemon run (kubectl iter8 watch)?\n',
	});
});
