import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {ComparisonResult} from '../../source/analysis/comparison/result.ts';
import {asScikitLearn, byScikitLearn, type ComparedModel} from '../analysis/comparison/scikit-learn.ts';
import {isReady} from './rollout/routes.ts';
import {startStage, type Stage} from './rollout/stage.ts';
import {inferenceService} from './rollout/tutorial-yaml.ts';
import {readRequests} from './testbed/models.ts';
import {waitFor} from './testbed/wait.ts';

let stage: Stage;
let requests: string;

const models = {'wisdom-0': 'digits-lr', 'wisdom-1': 'digits-rf', 'wisdom-2': 'digits-broken'} as const;
const route = '/apis/networking.istio.io/v1beta1/namespaces/default/virtualservices/wisdom';

beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
	const {testbed, read, answeredBy, expectIter8} = stage;
	requests = join(testbed.runDir, 'digits.jsonl');
	const lines = readRequests().map(({request, label}) => JSON.stringify({...(request as object), label}));
	await writeFile(requests, lines.join('\n'));
	for (const [index, [name, model]] of Object.entries(models).entries()) {
		await testbed.kubectl(['apply', '-f', '-'], inferenceService(name, `v${index}`, model));
	}

	for (const name of Object.keys(models)) {
		const path = `/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/${name}`;
		await waitFor(`${name} to be ready`, async () => isReady(await read(path)), 120_000, 200);
	}

	const matches = ['--match', 'wisdom-1:traffic=test', '--match', 'wisdom-2:traffic=beta'];
	await expectIter8('init', 'wisdom', '--versions', Object.keys(models).join(), ...matches);
	for (const [version, traffic] of [
		['wisdom-1', 'test'],
		['wisdom-2', 'beta'],
		['wisdom-0', 'none'],
	] as const) {
		await waitFor(`${version} to answer`, async () => (await answeredBy({traffic})) === version, 90_000, 50);
	}
});

afterAll(async () => stage?.stop());

interface Compared {
	readonly code: number | null;
	readonly result: ComparisonResult;
}

async function compare(version: string, ...flags: readonly string[]): Promise<Compared> {
	const {code, stdout, stderr} = await stage.iter8(
		'compare',
		'wisdom',
		version,
		'-f',
		requests,
		'-o',
		'json',
		...flags,
	);
	// One that says less than an earlier one of the same two specs is not what promote tells.
	expect(stderr).toMatch(/^(the earlier comparison of \S+ says more .*\n)?$/);
	return {code, result: JSON.parse(stdout) as ComparisonResult};
}

test.each<readonly [string, ComparedModel]>([
	['wisdom-1', 'digits-rf'],
	['wisdom-2', 'digits-broken'],
])('%s, which serves %s, is what scikit-learn and SciPy say of it, and worse', async (version, model) => {
	const {code, result} = await compare(version);
	const {said} = byScikitLearn(model);
	const {mcnemar = 1, ...found} = asScikitLearn(result);
	expect([result.inputs, result.primary.failed.count, result.candidate.failed.count]).toEqual([897, 0, 0]);
	expect({...found, mcnemar: said.mcnemar}).toEqual(said);
	expect(mcnemar / said.mcnemar).toBeCloseTo(1, 9);
	expect([code, result.verdict, result.decidedBy]).toEqual([1, 'worse', 'accuracy']);
	const worse = result.accuracy?.classes.filter(({gotWorse}) => gotWorse).map(({label}) => label);
	if (model === 'digits-broken') expect(worse).toEqual(['3']);
});

test('a candidate that is 30 ms slower is found slower, by about that', async () => {
	await stage.daemon.stop();
	const live = (await stage.read(route))?.['spec'] as {readonly http: readonly {readonly name?: string}[]};
	const delay = {delay: {fixedDelay: '0.030s', percentage: {value: 100}}};
	const asked = (rule: unknown): boolean => JSON.stringify(rule).includes('"exact":"test"');
	const http = live.http.map(rule => (asked(rule) ? {...rule, fault: delay} : rule));
	await stage.testbed.kubectl([
		'patch',
		'virtualservice',
		'wisdom',
		'--type=merge',
		'-p',
		JSON.stringify({spec: {http}}),
	]);
	await waitFor('the delay', async () => {
		const start = performance.now();
		await stage.answeredBy({traffic: 'test'});
		return performance.now() - start > 30;
	});
	const {result} = await compare('wisdom-1', '--requests', '300');
	const [p50] = result.latency;
	console.log(`p50 ${p50?.primary} ms and ${p50?.candidate} ms, ${JSON.stringify(p50?.ratio)} times`);
	expect(p50?.verdict).toBe('slower');
	expect((p50?.candidate ?? 0) - (p50?.primary ?? 0)).toBeGreaterThan(15);
});
