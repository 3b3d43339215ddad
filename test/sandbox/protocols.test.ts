import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import {startSandbox, type Sandbox} from '../../source/sandbox/sandbox.ts';
import {isReady} from '../cluster/rollout/routes.ts';
import {eventually} from '../helpers/eventually.ts';
import {makeFiles} from '../kube/surroundings.ts';
import {runVerb} from './run-verb.ts';

let sandbox: Sandbox;

const service = (name: string, storageUri: string) => ({
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name, namespace: 'default'},
	spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'any'}, storageUri}}},
});

beforeAll(async () => {
	sandbox = await startSandbox({apps: 0, loadTimeMs: 0});
	const {cluster} = await openTarget({kubeconfig: sandbox.kubeconfigPath});
	for (const [name, uri] of [
		['words', 'sandbox://text/v1'],
		['digits', 'sandbox://digits/v2'],
	] as const) {
		await cluster.create(inferenceServices, service(name, uri));
		await eventually(async () => expect(isReady(await cluster.get(inferenceServices, 'default', name))).toBe(true));
	}
});

afterAll(async () => sandbox.stop());

/** Sends what is in a file of this name, and reads the one answer as JSON. */
async function answerTo(app: string, name: string, text: string, ...argv: readonly string[]) {
	const file = join(makeFiles({[name]: text}), name);
	const {stdout} = await runVerb(sandbox.kubeconfigPath, ['send-test', app, '-f', file, '-ojson', ...argv]);
	const {path, outcomes} = JSON.parse(stdout) as {readonly path: string; readonly outcomes: readonly unknown[]};
	return {path, outcomes};
}

const row = Array.from({length: 64}, () => 0);
const v2 = {inputs: [{name: 'predict', shape: [1, 64], datatype: 'FP32', data: row}]};
const messages = [{role: 'user', content: 'How many?'}];

test('a chat goes to OpenAI’s path, names the model, and is streamed when it says so', async () => {
	const whole = await answerTo('words', 'chat.json', JSON.stringify({messages}));
	expect(whole).toMatchObject({
		path: '/openai/v1/chat/completions',
		outcomes: [{status: 200, body: {model: 'words', choices: [{message: {content: 'Your prompt has 2 words.'}}]}}],
	});
	const streamed = await answerTo('words', 'chat.json', JSON.stringify({messages, stream: true}));
	expect(streamed.outcomes).toMatchObject([{status: 200, outputs: [{data: ['Your prompt has 2 words.']}]}]);
});

test('V1 goes to its own path, and binary tensors come back as numbers', async () => {
	expect(await answerTo('digits', 'v1.json', JSON.stringify({instances: [row]}))).toMatchObject({
		path: '/v1/models/digits:predict',
		outcomes: [{body: {predictions: [expect.any(Number)]}}],
	});
	const json = await answerTo('digits', 'v2.json', JSON.stringify(v2));
	const binary = await answerTo('digits', 'v2.json', JSON.stringify(v2), '--binary');
	const {outputs} = (json.outcomes[0] as {readonly body: {readonly outputs: readonly [{readonly data: unknown}]}}).body;
	expect(binary.outcomes).toMatchObject([{status: 200, outputs: [{name: 'predict', data: outputs[0].data}]}]);
});

test('the requests of a file take turns', async () => {
	const lines = [1, 2].map(count => JSON.stringify({messages: [{role: 'user', content: 'a '.repeat(count)}]}));
	const {outcomes} = await answerTo('words', 'chats.jsonl', lines.join('\n'), '--requests', '3');
	expect(outcomes).toMatchObject(
		['1 word.', '2 words.', '1 word.'].map(count => ({
			body: {choices: [{message: {content: `Your prompt has ${count}`}}]},
		})),
	);
});

test('what the model does not take is refused before anything is sent, or left out', async () => {
	const short = {inputs: [{name: 'predict', shape: [1, 63], datatype: 'FP32', data: row.slice(1)}]};
	const text = `${JSON.stringify(v2)}\n${JSON.stringify(short)}\n`;
	const file = join(makeFiles({'digits.jsonl': text}), 'digits.jsonl');
	const send = async (...argv: readonly string[]) =>
		runVerb(sandbox.kubeconfigPath, ['send-test', 'digits', '-f', file, ...argv]);
	await expect(send()).rejects.toThrow(
		`${file}:2: input "predict" has shape [1,63], the model takes [-1,64]; nothing was sent: leave out what is bad with --skip-bad`,
	);
	expect(await send('--skip-bad', '--requests', '4')).toMatchObject({
		exitCode: 0,
		stderr: expect.stringContaining(`1 request was left out: ${file}:2: input "predict" has shape`),
	});
});
