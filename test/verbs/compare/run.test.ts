import {appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import type {ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {configMaps, inferenceServices} from '../../../source/objects/resource.ts';
import {testsName} from '../../../source/rollout/version-test.ts';
import * as compare from '../../../source/verbs/compare/run.ts';
import * as promote from '../../../source/verbs/promote/run.ts';
import * as status from '../../../source/verbs/status/run.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../../helpers/app-objects.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {runCommand} from '../../helpers/run-command.ts';
import {certificatePath, sendJson, serverTls, startServer} from '../../kube/api-server.ts';
import {readText} from '../../report/page-parts.ts';

const verbs = {compare, promote, status};
let cluster: MemoryCluster;
let url: string;
let received: Awaited<ReturnType<typeof startServer>>['received'];
/** What a version answers to a number; an output, or an HTTP status. */
let models: Readonly<Record<string, (input: number) => number>>;
/** After so many inferences the candidate is gone, and the primary answers what is meant for it. */
let candidateInferences: number;

beforeEach(async () => {
	models = {'wisdom-0': input => input % 10, 'wisdom-1': input => input % 10};
	candidateInferences = Infinity;
	({url, received} = await startServer((request, response) => {
		const {host, traffic} = request.headers;
		if (host !== 'wisdom.models') {
			response.writeHead(404).end();
			return;
		}

		const isForCandidate = traffic === 'test' && (request.method === 'GET' || candidateInferences-- > 0);
		const version = isForCandidate ? 'wisdom-1' : 'wisdom-0';
		response.setHeader('app-version', version);
		if (request.method === 'GET') {
			const shape = version === 'wisdom-0' ? [-1, 1] : [1, 1];
			sendJson(response, {inputs: [{name: 'x', datatype: 'FP32', shape}], outputs: []});
			return;
		}

		if (request.url === '/binary') {
			sendJson(response, {outputs: [{name: 'predict', datatype: 'INT64', shape: [1], data: [1]}]});
			return;
		}

		const {inputs} = JSON.parse(request.body) as {inputs: readonly [{data: readonly [number]}]};
		const answer = models[version]?.(inputs[0].data[0]) ?? 0;
		if (answer >= 400) response.writeHead(answer).end('no');
		else sendJson(response, {outputs: [{name: 'predict', datatype: 'INT64', shape: [1], data: [answer]}]});
	}));
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
});

function folder(): string {
	return mkdtempSync(join(tmpdir(), 'compare-'));
}

/** A file with so many inputs, with or without labels. */
function inputs(count: number, label?: (input: number) => number): string {
	const file = join(folder(), 'digits.jsonl');
	const lines = Array.from({length: count}, (_, input) =>
		JSON.stringify({
			inputs: [{name: 'x', datatype: 'FP32', shape: [1, 1], data: [input]}],
			...(label && {label: label(input)}),
		}),
	);
	writeFileSync(file, lines.join('\n'));
	return file;
}

/** A verb's texts, also where it fails; latencies, which no two runs share, are left out. */
async function run(verb: keyof typeof verbs, ...argv: readonly string[]) {
	return runWith({}, verb, ...argv);
}

async function runWith(
	surroundings: {readonly signal?: AbortSignal},
	verb: keyof typeof verbs,
	...argv: readonly string[]
) {
	const gateway = verb === 'status' || argv.includes('--url') ? [] : ['--url', url];
	const said = {stdout: '', stderr: ''};
	const told = {
		onOutput: (words: string) => void (said.stdout = words.replaceAll(/^p(50|95) .*\n/gm, '')),
		onComplaint: (words: string) => void (said.stderr = words),
	};
	try {
		const {exitCode} = await runCommand(verbs[verb], [verb, 'wisdom', ...argv, ...gateway], {
			cluster,
			...told,
			...surroundings,
		});
		return {...said, exitCode, error: undefined};
	} catch (error) {
		return {...said, exitCode: undefined, error: (error as Error).message};
	}
}

/** What a promotion of the candidate would say of tests. */
async function evidence(): Promise<string | undefined> {
	const {stdout} = await run('promote', '--dry-run');
	return stdout.split('\n').find(line => line.includes('tested'));
}

test('two equal versions are no worse, which promote and status tell then', async () => {
	expect(await run('compare', '-f', inputs(130), '--margin', '5%', '--concurrency', '4')).toEqual({
		stdout: `\
no worse: wisdom-1 is as good as wisdom-0 (margin 5 %, error rate 5 %)
  0 of 130 inputs are answered differently (0 %),
  of all such inputs at most 3.8 %

FOUND    WISDOM-0   WISDOM-1   DIFFERENCE            VERDICT
same     -          100 %      96.2 % to 100 %       no worse
failed   0 %        0 %        -4.6 to +4.6 points   no worse

input x is FP32 [-1,1] in wisdom-0 and FP32 [1,1] in wisdom-1, in the metadata
`,
		stderr: '',
		exitCode: 0,
		error: undefined,
	});
	expect(await evidence()).toBe(
		'  · tested: 130 requests, 0 failed; compared on 130 inputs: no worse (margin 5 %), 0s ago by ada',
	);
	const {stdout} = await run('status', '-o', 'json');
	expect(JSON.parse(stdout)).toMatchObject({
		versions: [{}, {lastTest: {requests: 130, compared: {verdict: 'no worse', inputs: 130, margin: 0.05, by: 'ada'}}}],
	});
});

test('a candidate that is broken on one class is worse, the class is named, and what differs is kept', async () => {
	models = {...models, 'wisdom-1': input => (input % 10 === 3 ? 8 : input % 10)};
	const file = join(folder(), 'differ.jsonl');
	const labelled = inputs(150, input => input % 10);
	const {stdout, exitCode} = await run('compare', 'wisdom-1', '-f', labelled, '--save-disagreements', file);
	expect(stdout).toBe(`\
worse: wisdom-1 is worse than wisdom-0 (margin 1 %, error rate 5 %)
  the candidate is right on 90 % of 150 inputs, the primary on 100 %:
  3.9 to 17.8 points fewer

FOUND    WISDOM-0   WISDOM-1   DIFFERENCE             VERDICT
right    100 %      90 %       -17.8 to -3.9 points   worse
same     -          90 %       82.3 % to 95.2 %       -
failed   0 %        0 %        -4.0 to +4.0 points    not enough data

CLASS   WISDOM-0   WISDOM-1   VERDICT
3       15 of 15   0 of 15    worse

input x is FP32 [-1,1] in wisdom-0 and FP32 [1,1] in wisdom-1, in the metadata
labels are predicted more or less often: stability index 0.398 (as much by chance alone: <0.1 %)

INPUT             LABEL   WISDOM-0      WISDOM-1      DISTANCE
digits.jsonl:4    3       predict=[3]   predict=[8]   1
digits.jsonl:14   3       predict=[3]   predict=[8]   1
digits.jsonl:24   3       predict=[3]   predict=[8]   1
digits.jsonl:34   3       predict=[3]   predict=[8]   1
digits.jsonl:44   3       predict=[3]   predict=[8]   1
and 10 more (--save-disagreements keeps all)
`);
	expect(exitCode).toBe(1);
	const kept = readFileSync(file, 'utf8').trimEnd().split('\n');
	expect(kept).toHaveLength(15);
	const output = (value: number) => ({name: 'predict', datatype: 'INT64', shape: [1], data: [value]});
	expect(JSON.parse(kept[0] ?? '')).toEqual({
		where: `${labelled}:4`,
		label: 3,
		primary: [output(3)],
		candidate: [output(8)],
		request: {inputs: [{name: 'x', datatype: 'FP32', shape: [1, 1], data: [3]}]},
	});
	expect(await evidence()).toContain('compared on 150 inputs: worse (margin 1 %)');
	const again = await run('compare', '-f', file);
	expect(again.stdout).toContain('the candidate is right on 0 % of 15 inputs, the primary on 100 %');
});

test('of a request on many lines one line is saved, with all its digits', async () => {
	models = {...models, 'wisdom-1': () => 8};
	const [given, saved] = [join(folder(), 'one.json'), join(folder(), 'differ.jsonl')];
	const tensor = '{"name":"x","datatype":"FP32","shape":[1,1],"data":[3.0]}';
	writeFileSync(given, `{\n"id": "a\u202Eb",\r\n"inputs":[${tensor}],\n"parameters": {"n": 12345678901234567890}}`);
	await run('compare', '-f', given, '--save-disagreements', saved);
	const output = (value: number) => `[{"name":"predict","datatype":"INT64","shape":[1],"data":[${value}]}]`;
	expect(readFileSync(saved, 'utf8')).toBe(
		`{"where":${JSON.stringify(given)},"primary":${output(3)},"candidate":${output(8)},"request":{ "id": "a\\u202eb", "inputs":[${tensor}], "parameters": {"n": 12345678901234567890}}}\n`,
	);
	expect((await run('compare', '-f', saved)).stdout).toContain('1 of 1 inputs are answered differently');
});

test('a "worse" stays what promote tells until a comparison on as much, and as strict, says something else', async () => {
	models = {...models, 'wisdom-1': () => 11};
	await run('compare', '-f', inputs(5), '--margin', '5%');
	const worse = 'compared on 5 inputs: worse (margin 5 %)';
	expect(await evidence()).toBe(`  ! tested: 5 requests, 0 failed; ${worse}, 0s ago by ada`);
	models = {...models, 'wisdom-1': input => input % 10};
	const earlier = `the earlier comparison of wisdom-1 says more and stays what promote tells: ${worse}\n`;
	expect(await run('compare', '-f', inputs(5), '--margin', '5%', '--requests', '1')).toMatchObject({
		exitCode: 3,
		stderr: earlier,
	});
	expect(await evidence()).toBe(`  ! tested: 1 request, 0 failed; ${worse}, 0s ago by ada`);
	expect(await run('compare', '-f', inputs(5), '--margin', '99%')).toMatchObject({exitCode: 0, stderr: earlier});
	expect(await evidence()).toContain(worse);
	expect(await run('compare', '-f', inputs(130), '--margin', '5%')).toMatchObject({exitCode: 0, stderr: ''});
	expect(await evidence()).toContain(
		'  · tested: 130 requests, 0 failed; compared on 130 inputs: no worse (margin 5 %)',
	);
});

test('too few inputs to tell are no good evidence', async () => {
	await run('compare', '-f', inputs(5));
	expect(await evidence()).toBe(
		'  ! tested: 5 requests, 0 failed; compared on 5 inputs: not enough data (margin 1 %), 0s ago by ada',
	);
});

test('a comparison tells of the spec of the primary that it was made with', async () => {
	const compareAll = async () => run('compare', '-f', inputs(130), '--margin', '5%');
	const change = async (minReplicas: number) => {
		const live = await cluster.get(inferenceServices, 'models', 'wisdom-0');
		const spec = {predictor: {minReplicas}};
		await cluster.replace(inferenceServices, {...live, spec}, {fieldManager: 'test'});
	};
	const lastTest = async () => JSON.parse((await run('status', '-o', 'json')).stdout).versions[1].lastTest.compared;
	await compareAll();
	expect(await lastTest()).toMatchObject({verdict: 'no worse', isWithPresentPrimary: true});
	await change(2);
	const stale =
		'tested: 130 requests, 0 failed; compared on 130 inputs with a spec that wisdom-0 no longer has: no worse (margin 5 %), 0s ago by ada';
	expect(await evidence()).toBe(`  ! ${stale}`);
	expect((await run('status')).stdout).toContain(`  wisdom-1: ${stale}\n`);
	expect(await lastTest()).toMatchObject({verdict: 'no worse', isWithPresentPrimary: false});
	await compareAll();
	expect(await evidence()).toContain('  · tested: 130 requests, 0 failed; compared on 130 inputs: no worse');
});

test('a primary that changes while it is compared leaves no comparison behind', async () => {
	let isChanged = false;
	models = {
		...models,
		'wisdom-0': input => {
			const live = cluster.peek(inferenceServices, 'models', 'wisdom-0');
			if (live && !isChanged) cluster.put({...live, spec: {predictor: {minReplicas: 2}}});
			isChanged = true;
			return input % 10;
		},
	};
	await run('compare', '-f', inputs(130), '--margin', '5%');
	expect(await evidence()).toBe('  · tested: 130 requests, 0 failed, 0s ago by ada');
});

test('labels that do not count are told below the verdict, on the page as well', async () => {
	const [file, report] = [inputs(150, input => input % 10), join(folder(), 'wisdom.html')];
	const twice = {inputs: [{name: 'x', datatype: 'FP32', shape: [1, 1], data: [4]}], label: 5};
	appendFileSync(file, `\n${JSON.stringify(twice)}`);
	const {stdout} = await run('compare', '-f', file, '--margin', '5%', '--report', report);
	expect(stdout.slice(0, stdout.indexOf('\n\n'))).toBe(`\
no worse: wisdom-1 is as good as wisdom-0 (margin 5 %, error rate 5 %)
  the candidate is right on 100 % of 149 labelled inputs, which alone count,
  the primary on 100 %: at most 4 points fewer
  1 of 150 labelled inputs does not count for right answers:
  the same input has other labels, too`);
	expect(readText(readFileSync(report, 'utf8'))).toContain(
		' fewer. 1 of 150 labelled inputs does not count for right answers: the same input has other labels, too.\n',
	);
});

test('a candidate that is better and has lost a class is told with that class below the verdict', async () => {
	models = {
		'wisdom-0': input => (input % 3 === 0 && input % 10 !== 8 ? 11 : input % 10),
		'wisdom-1': input => (input % 10 === 8 ? 3 : input % 10),
	};
	const {stdout, exitCode} = await run(
		'compare',
		'-f',
		inputs(300, input => input % 10),
		'--margin',
		'5%',
	);
	expect(stdout.slice(0, stdout.indexOf('\n\n'))).toBe(`\
better: wisdom-1 is better than wisdom-0 (margin 5 %, error rate 5 %)
  the candidate is right on 90 % of 300 inputs, the primary on 70 %:
  11.1 to 28.5 points more
  but class 8 got worse: wisdom-0 is right on 30 of 30, wisdom-1 on 0`);
	expect(exitCode).toBe(0);
	expect(await evidence()).toBe(
		'  ! tested: 300 requests, 0 failed; compared on 300 inputs: better (margin 5 %), but class 8 got worse, 0s ago by ada',
	);
});

test('a run that could not begin leaves no file behind', async () => {
	const file = join(folder(), 'differ.jsonl');
	await run('compare', 'wisdom-7', '-f', inputs(1), '--save-disagreements', file);
	expect(existsSync(file)).toBe(false);
	await run('compare', '-f', inputs(1), '--save-disagreements', file);
	expect(readFileSync(file, 'utf8')).toBe('');
});

test('with too few inputs nothing is told but how many it takes', async () => {
	const {stdout, exitCode} = await run('compare', '-f', inputs(20), '--requests', '40');
	expect(stdout).toContain(`\
not enough data: wisdom-1 cannot be judged yet (margin 1 %, error rate 5 %)
  0 of 20 inputs are answered differently (0 %),
  of all such inputs 0 % to 22.4 %
  it takes about 580 more inputs, about `);
	expect(exitCode).toBe(3);
});

test('what is left to be told by the same inputs is said with the flag for it', async () => {
	models = {'wisdom-0': () => 1, 'wisdom-1': input => input % 10};
	const {stdout} = await run(
		'compare',
		'-f',
		inputs(40, input => input % 10),
	);
	expect(stdout.replaceAll(/\s+/g, ' ')).toContain('(the same inputs will do: --requests 620)');
});

test('-o json has all of it, with how each version was asked', async () => {
	const {stdout} = await run('compare', '-f', inputs(9), '-o', 'json', '--seed', '5', '--confidence', '99%');
	expect(JSON.parse(stdout)).toMatchObject({
		app: 'wisdom',
		namespace: 'models',
		command: expect.stringMatching(/^kubectl iter8 compare wisdom --confidence 99% --filename .* -n models$/),
		seed: 5,
		asked: {
			primary: {version: 'wisdom-0', way: 'route', headers: {}},
			candidate: {version: 'wisdom-1', way: 'match', headers: {traffic: 'test'}},
		},
		verdict: 'not enough data',
		decidedBy: 'agreement',
		question: {margin: 0.01, alpha: 0.01, looks: 'once'},
		pairs: 9,
		contract: [{of: 'input', name: 'x', difference: 'shape', seen: 'metadata'}],
	});
});

test('both versions are asked the same, in the order that the seed says', async () => {
	const file = inputs(6);
	const orders: string[] = [];
	models = {
		'wisdom-0': input => orders.push(`${input} primary`),
		'wisdom-1': input => orders.push(`${input} candidate`),
	};
	const asked = async (seed: string): Promise<readonly string[]> => {
		orders.length = 0;
		await run('compare', '-f', file, '--seed', seed);
		// The first pair warms up.
		return orders.slice(2);
	};
	const first = await asked('1');
	expect(first.toSorted()).toEqual(
		Array.from({length: 6}, (_, input) => [`${input} candidate`, `${input} primary`]).flat(),
	);
	expect(await asked('1')).toEqual(first);
	expect(await asked('2')).not.toEqual(first);
	expect(new Set(first.filter((_, index) => index % 2 === 0).map(each => each.slice(2))).size).toBe(2);
});

test('--sequential stops as soon as there is a verdict', async () => {
	models = {...models, 'wisdom-1': input => (input % 4 === 0 ? input % 10 : 503)};
	const {stdout, exitCode} = await run('compare', '-f', inputs(100), '--sequential', '--seed', '1');
	expect(exitCode).toBe(1);
	expect(stdout).toMatch(/^worse: .*\n  the candidate fails \d\d? of (\d\d?) requests, the primary 0: /);
	expect(stdout).toContain('failures: wisdom-1 answered with HTTP 503: no\n');
});

test('--sequential does not stop after the first kinds of inputs of a file that has kind after kind', async () => {
	models = {...models, 'wisdom-1': input => (input < 300 ? input % 10 : 11)};
	const file = inputs(400);
	for (const seed of ['1', '2', '3']) {
		const {stdout} = await run('compare', '-f', file, '--sequential', '--margin', '5%', '--seed', seed);
		expect(stdout).toMatch(/^worse: /);
	}
});

test('an interruption prints what is known by then, and keeps nothing', async () => {
	const controller = new AbortController();
	models = {
		...models,
		'wisdom-1': input => {
			if (input === 12) controller.abort(new DOMException('interrupted', 'AbortError'));
			return input % 10;
		},
	};
	const {stdout, exitCode} = await runWith({signal: controller.signal}, 'compare', '-f', inputs(100));
	expect(stdout).toContain('  0 of 12 inputs are answered differently (0 %)');
	expect(exitCode).toBeUndefined();
	expect(await evidence()).toBe('  ! wisdom-1 was never tested since its spec last changed');
});

test('an interruption before the first pair prints nothing', async () => {
	const controller = new AbortController();
	models = {
		...models,
		'wisdom-0': () => {
			controller.abort(new DOMException('interrupted', 'AbortError'));
			return 1;
		},
	};
	const {stdout, error} = await runWith({signal: controller.signal}, 'compare', '-f', inputs(100));
	expect([stdout, error]).toEqual(['', 'interrupted']);
});

test('inputs that the model does not take keep all from being sent, or are left out', async () => {
	const file = inputs(2);
	const wrong = {inputs: [{name: 'x', datatype: 'INT64', shape: [1, 1], data: [1]}]};
	appendFileSync(file, `\n${JSON.stringify(wrong)}\nno request\n`);
	const {error} = await run('compare', '-f', file);
	expect(error?.replaceAll(file, 'digits.jsonl')).toBe(
		'digits.jsonl:4 is not JSON: Unexpected token \'o\', "no request"; nothing was sent: leave out what is bad with --skip-bad',
	);
	const {stdout, stderr} = await run('compare', '-f', file, '--skip-bad', '--rate', '1000');
	expect(stdout).toContain('0 of 2 inputs are answered differently');
	expect(stderr.replaceAll(file, 'digits.jsonl')).toBe(
		`1 request was left out: digits.jsonl:4 is not JSON: Unexpected token 'o', "no request"
1 request was left out: digits.jsonl:3: input "x" has datatype "INT64", the model takes "FP32"
`,
	);
});

test.each<readonly [string, () => unknown, string]>([
	[
		'a candidate with another spec',
		() => cluster.put({...inferenceService('wisdom-1'), spec: {predictor: {model: {storageUri: 'gs://models/other'}}}}),
		'wisdom-1 changed while it was compared',
	],
	[
		'a promotion',
		() => {
			const {spec} = inferenceService('wisdom-1');
			cluster.put({...inferenceService('wisdom-0'), spec});
			cluster.remove(inferenceServices, 'models', 'wisdom-1');
		},
		'wisdom-0 changed while it was compared, wisdom-1 was deleted while it was compared',
	],
])('%s meanwhile leaves no verdict, on the page as well, and nothing is kept', async (_, change, words) => {
	models = {
		...models,
		'wisdom-1': input => {
			if (input === 40) change();
			return input < 40 ? input % 10 : 11;
		},
	};
	const report = join(folder(), 'wisdom.html');
	const labelled = inputs(150, input => input % 10);
	const {stdout, exitCode} = await run('compare', '-f', labelled, '--report', report);
	const reason = `${words}: nothing of this counts, compare again`;
	const [headline, ...lines] = stdout.slice(0, stdout.indexOf('\n\n')).split('\n');
	expect(headline).toBe('not enough data: wisdom-1 cannot be judged yet (margin 1 %, error rate 5 %)');
	expect(lines.map(line => line.trim()).join(' ')).toBe(reason);
	expect(exitCode).toBe(3);
	expect(readText(readFileSync(report, 'utf8'))).toContain(`\n? Not enough data\nW${reason.slice(1)}.\n`);
	expect(cluster.peek(configMaps, 'models', testsName('wisdom'))).toBeUndefined();
});

test('a candidate that leaves is not judged by what others answer for it, and no more is sent', async () => {
	candidateInferences = 21; // one to open the connection
	const {stdout, stderr} = await run('compare', '-f', inputs(100), '--concurrency', '1', '-ojson');
	const {pairs, candidate} = JSON.parse(stdout) as {pairs: number; candidate: {failed: {count: number}}};
	expect({pairs, failed: candidate.failed.count}).toEqual({pairs: 20, failed: 0});
	expect(stderr).toBe(
		'5 of the pairs do not count, since another version answered what was meant for wisdom-0 or wisdom-1, so no more were sent: see whether both versions still serve\n',
	);
});

test('an app without a candidate is told, with the command that deploys one there', async () => {
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	expect((await run('compare', '-f', inputs(1))).error).toBe(
		'wisdom has no candidate: deploy one with "kubectl iter8 deploy wisdom --storage-uri URI -n models"',
	);
});

test('a token goes with every request to an address, and stands nowhere', async () => {
	const [token, report] = [join(folder(), 'token'), join(folder(), 'wisdom.html')];
	writeFileSync(token, 'c2VjcmV0');
	const said = await run('compare', '-f', inputs(3), '--token-file', token, '-ojson', '--report', report);
	expect(new Set(received.map(({headers}) => headers.authorization))).toEqual(new Set(['Bearer c2VjcmV0']));
	expect(JSON.stringify(said) + readFileSync(report, 'utf8')).not.toContain('c2VjcmV0');
	expect(readText(readFileSync(report, 'utf8'))).toContain(` --token-file ${token} `);
});

test('a gateway with TLS is trusted as the flags say', async () => {
	const gateway = await startServer((_request, response) => void response.writeHead(503).end(), serverTls());
	const compareBy = async (...flags: readonly string[]) =>
		(await run('compare', '-f', inputs(3), '--url', gateway.url, ...flags)).error;
	expect(await compareBy()).toMatch(/certificate/);
	for (const flags of [['--cacert', certificatePath('ca.crt')], ['--insecure']]) {
		expect(await compareBy(...flags)).toMatch(/^wisdom-[01] cannot be compared.* answered with HTTP 503$/);
	}
});

test('with --binary both are sent tensors in binary; what has none keeps all from being sent', async () => {
	await run('compare', '-f', inputs(3), '--binary', '--path', '/binary');
	const sent = received.filter(({method}) => method === 'POST');
	// The first pair warms up.
	expect(sent.map(({headers}) => headers['content-type'])).toEqual(
		Array.from({length: 8}, () => 'application/octet-stream'),
	);
	received.length = 0;
	const file = join(folder(), 'chat.json');
	writeFileSync(file, '{"messages":[]}');
	const {error} = await run('compare', '-f', file, '--binary');
	expect(error).toBe(`${file} has no tensors: only requests of V2 can be sent in binary`);
	expect(received.filter(({method}) => method === 'POST')).toEqual([]);
});

const someInputs = (): readonly string[] => ['-f', inputs(3)];

test.each<readonly [string, () => readonly string[] | Promise<readonly string[]>, string | RegExp]>([
	['no file', () => [], 'give requests like those of your users with -f: a file with one a line, or a folder'],
	[
		'a candidate that is none',
		() => ['wisdom-7', ...someInputs()],
		'wisdom-7 is no candidate of wisdom, which has wisdom-1',
	],
	[
		'a percentage that is none',
		() => [...someInputs(), '--margin', '150%'],
		'invalid --margin "150%": write a percentage, as in 1%, between 0% and 100%',
	],
	[
		'a tolerance that is none',
		() => [...someInputs(), '--tolerance=-1'],
		'invalid --tolerance "-1": write a number from 0 on, as in 0.01 or 1e-6',
	],
	[
		'a gateway that is not there',
		() => [...someInputs(), '--url', 'http://127.0.0.1:1'],
		/^wisdom-[01] cannot be compared, since it gave no good answer: the gateway at 127.0.0.1:1 refuses connections/,
	],
	[
		'a file that is there already',
		() => {
			const file = join(folder(), 'there');
			writeFileSync(file, 'mine');
			return [...someInputs(), '--save-disagreements', file];
		},
		/^cannot write .*\/there: it is there already; give another name, or remove it$/,
	],
	[
		'a file in a folder that is not there',
		() => [...someInputs(), '--save-disagreements', join(folder(), 'none', 'file')],
		/^cannot write .*\/none\/file: there is no such folder$/,
	],
])('%s is told in one line', async (_, argv, words) => {
	const {stdout, error = ''} = await run('compare', ...(await argv()));
	expect(stdout).toBe('');
	if (typeof words === 'string') expect(error).toBe(words);
	else expect(error).toMatch(words);
});

test.each<readonly [string, (response: ServerResponse, version: string) => void, string]>([
	[
		'no V2',
		(response, version) => {
			response.setHeader('app-version', version);
			sendJson(response, {predictions: [1]});
		},
		'wisdom-0 cannot be compared, since it gave no good answer: the answer of wisdom-0 is no V2 answer: it has no list "outputs"',
	],
	[
		'404 of the mesh',
		response => void response.writeHead(404).end(),
		'wisdom-0 cannot be compared, since it gave no good answer: the gateway has no route for host wisdom.models (HTTP 404): does the daemon run (kubectl iter8 watch)?',
	],
	[
		'endless',
		response => {
			const more = setInterval(() => response.write('x'.repeat(2 ** 20)));
			response.on('close', () => clearInterval(more));
		},
		'wisdom-0 cannot be compared, since it gave no good answer: the answer of the gateway',
	],
])('answers that are %s are told in one line', async (_, answer, words) => {
	({url} = await startServer((request, response) => {
		const version = request.headers['traffic'] === 'test' ? 'wisdom-1' : 'wisdom-0';
		answer(response, version);
	}));
	const {stdout, error} = await run('compare', '-f', inputs(1), '--timeout', '5s');
	expect([stdout, error?.slice(0, words.length)]).toEqual(['', words]);
});

test('that a candidate gave no good answer is kept as a test that failed', async () => {
	models = {'wisdom-0': input => input, 'wisdom-1': () => 500};
	const {error} = await run('compare', '-f', inputs(20));
	expect(error).toBe('wisdom-1 cannot be compared, since it gave no good answer: wisdom-1 answered with HTTP 500: no');
	expect(await evidence()).toBe('  ! tested: 5 requests, 5 failed, 0s ago by ada');
});

test('a gateway that answers in place of the candidate is no test of it', async () => {
	const gateway = await startServer((_request, response) => void response.writeHead(503).end());
	await run('compare', '-f', inputs(20), '--url', gateway.url);
	expect(await evidence()).toBe('  ! wisdom-1 was never tested since its spec last changed');
});

test('at a path of one’s own requests are of any kind, and answers are compared as they are', async () => {
	({url} = await startServer((request, response) => {
		if (request.url !== '/score') {
			sendJson(response, {inputs: [{name: 'x', datatype: 'INT64', shape: [1]}]});
			return;
		}

		response.setHeader('app-version', request.headers['traffic'] === 'test' ? 'wisdom-1' : 'wisdom-0');
		sendJson(response, {score: 1});
	}));
	const {stdout, error} = await run('compare', '-f', inputs(3), '--path', '/score');
	expect([error, stdout.split('\n')[1]]).toEqual([
		undefined,
		'  0 of 3 inputs are answered differently (0 %), of all such inputs 0 % to 81.6 %',
	]);
});

/** Has the app a route as Iter8's chart makes it, under which only `/` reaches a model; its versions answer V1 under the names of some models. */
async function rewriteInRoute(served: RegExp): Promise<string> {
	const rewritten = canarySpec.replaceAll(
		/^( +)- name: (candidate|primary)$/gm,
		(rule, blanks: string, name: string) => {
			const version = name === 'primary' ? 'wisdom-0' : 'wisdom-1';
			return `${rule}\n${blanks}  rewrite: {uri: /v2/models/${version}/infer}`;
		},
	);
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', rewritten),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	({url, received} = await startServer((request, response) => {
		const isModel = /^wisdom-[01]-predictor\./.test(request.headers.host ?? '');
		if (isModel && served.test(request.url)) sendJson(response, {predictions: [7]});
		else response.writeHead(404).end('no such model');
	}));
	const file = join(folder(), 'v1.jsonl');
	writeFileSync(file, '{"instances":[[1]]}\n{"instances":[[2]]}\n');
	return file;
}

test('requests that the app’s route makes others of go to the host of each version', async () => {
	const file = await rewriteInRoute(/^\/v1\/models\/wisdom-[01]:predict$/);
	const {stdout, error} = await run('compare', '-f', file);
	expect([error, stdout.split('\n')[1]]).toEqual([
		undefined,
		'  0 of 2 inputs are answered differently (0 %), of all such inputs 0 % to 92.1 %',
	]);
});

test.for<[string, readonly string[]]>([
	['by --model', ['--model', 'adapter']],
	['by --path', ['--path', '/v1/models/adapter:predict']],
])('another model than the version’s own that is named %s is asked at the host of each, too', async ([, flags]) => {
	const file = await rewriteInRoute(/^\/v1\/models\/adapter:predict$/);
	const {error} = await run('compare', '-f', file, ...flags);
	const posted = received.filter(({method}) => method === 'POST').map(({url: path}) => path);
	expect([error, new Set(posted)]).toEqual([undefined, new Set(['/v1/models/adapter:predict'])]);
});

test('without a route each version is asked at its own host by the name that its model has there', async () => {
	const named = {predictor: {model: {args: ['--model_name=shared'], storageUri: 'gs://models/wisdom-1'}}};
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec),
		inferenceService('wisdom-0'),
		{...inferenceService('wisdom-1'), spec: named},
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	({url, received} = await startServer((_request, response) =>
		sendJson(response, {outputs: [{name: 'y', datatype: 'INT64', shape: [1], data: [1]}]}),
	));
	const {error} = await run('compare', '-f', inputs(1));
	const posted = received.filter(({method}) => method === 'POST').map(({headers, url: path}) => headers.host + path);
	expect([error, new Set(posted)]).toEqual([
		undefined,
		new Set([
			'wisdom-0-predictor.models.svc.cluster.local/v2/models/wisdom-0/infer',
			'wisdom-1-predictor.models.svc.cluster.local/v2/models/shared/infer',
		]),
	]);
});

test('without a route versions are asked at their hosts, too, where the server has no InferenceServices to name their models', async () => {
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec.replaceAll('isvc', 'deploy')),
		...['wisdom-0', 'wisdom-1'].map(name => ({
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: {name, namespace: 'models', labels: {'iter8.tools/watch': 'true'}},
			status: {conditions: [{type: 'Available', status: 'True'}]},
		})),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	cluster.setInstalled(inferenceServices, false);
	({url, received} = await startServer((_request, response) =>
		sendJson(response, {outputs: [{name: 'y', datatype: 'INT64', shape: [1], data: [1]}]}),
	));
	const {error} = await run('compare', '-f', inputs(1));
	const posted = received.filter(({method}) => method === 'POST').map(({headers, url: path}) => headers.host + path);
	const asked = ['wisdom-0', 'wisdom-1'].map(
		name => `${name}-predictor.models.svc.cluster.local/v2/models/wisdom/infer`,
	);
	expect([error, new Set(posted)]).toEqual([undefined, new Set(asked)]);
});

test('a candidate that is asked at its own host is called neither slower nor faster, on the page as well', async () => {
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	({url} = await startServer((request, response) => {
		const isDirect = request.headers.host?.startsWith('wisdom-1-predictor.') === true;
		response.setHeader('app-version', isDirect ? 'wisdom-1' : 'wisdom-0');
		const answer = () => sendJson(response, {outputs: [{name: 'y', datatype: 'INT64', shape: [1], data: [1]}]});
		setTimeout(answer, isDirect ? 0 : 20);
	}));
	const report = join(folder(), 'wisdom.html');
	const {stdout} = await run('compare', '-f', inputs(100), '--concurrency', '4', '-ojson', '--report', report);
	const why =
		'wisdom-1 was asked at its own host, wisdom-0 through the route of the app, so their latencies cannot be compared';
	expect(JSON.parse(stdout)).toMatchObject({
		asked: {primary: {way: 'route'}, candidate: {way: 'direct'}},
		latency: [],
		latencyFault: why,
	});
	const page = readText(readFileSync(report, 'utf8'));
	expect(page).toContain('\nSpeed\nNot compared\n');
	expect(page).toContain(`\nSpeed\nW${why.slice(1)}.\n`);
	expect((await run('compare', '-f', inputs(1))).stdout).toContain(`\n${why}\n`);
});

test('with --report the same stands in one page, beside what is printed', async () => {
	const report = join(folder(), 'wisdom.html');
	const {exitCode} = await run('compare', '-f', inputs(20), '--margin', '5%', '--report', report);
	expect(exitCode).toBe(3);
	const text = readText(readFileSync(report, 'utf8'));
	expect(text.split('\n').slice(0, 3)).toEqual([
		'Is wisdom-1 as good as wisdom-0?',
		'? Not enough data',
		expect.stringMatching(/^0 of 20 inputs are answered differently .+ It takes about \d+ more inputs/) as unknown,
	]);
	expect(text).toMatch(
		/^Command \| kubectl iter8 compare wisdom --filename .*digits\.jsonl --margin 5% --report .*wisdom\.html/m,
	);
});

test('where no report can be written nothing is sent', async () => {
	const {error} = await run('compare', '-f', inputs(20), '--report', '/nowhere/wisdom.html');
	expect(error).toBe('cannot write the report /nowhere/wisdom.html: there is no such folder');
	expect(await evidence()).toContain('was never tested');
});

test('a bad answer while it warms up ends no comparison of one input', async () => {
	let isCold = true;
	models = {
		...models,
		'wisdom-1': () => {
			const answer = isCold ? 503 : 0;
			isCold = false;
			return answer;
		},
	};
	const {stdout, error} = await run('compare', '-f', inputs(1), '--concurrency', '1');
	expect(error).toBeUndefined();
	expect(stdout.split('\n')[0]).toBe('not enough data: wisdom-1 cannot be judged yet (margin 1 %, error rate 5 %)');
});

test('at a rate no more pairs are under way than --concurrency says, and what was not sent is told', async () => {
	let [underWay, most] = [0, 0];
	({url} = await startServer((request, response) => {
		response.setHeader('app-version', request.headers['traffic'] === 'test' ? 'wisdom-1' : 'wisdom-0');
		most = Math.max(most, ++underWay);
		setTimeout(() => {
			underWay--;
			sendJson(response, {outputs: [{name: 'predict', datatype: 'INT64', shape: [1], data: [1]}]});
		}, 10);
	}));
	const {stderr} = await run('compare', '-f', inputs(20), '--rate', '1000', '--concurrency', '1');
	expect(most).toBe(1);
	expect(stderr).toMatch(/^\d+ of 20 were not sent, since answers come more slowly than --rate asks\n$/);
});
