import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import {startSandbox, type Sandbox} from '../../source/sandbox/sandbox.ts';
import answers from '../fixtures/models/answers.json' with {type: 'json'};
import {infer} from '../sandbox/infer.ts';
import {primaryOnly, withCandidate} from './rollout/routes.ts';
import {pluginEnvironment} from './rollout/stage.ts';
import {programs} from './testbed/cache.ts';
import {run} from './testbed/command.ts';
import {waitFor} from './testbed/wait.ts';

const digit = answers.rows.digits[0] ?? [];

let sandbox: Sandbox;

async function start(): Promise<void> {
	sandbox = await startSandbox({apps: 0, loadTimeMs: 500});
	onTestFinished(() => sandbox.stop());
}

test('the tutorial of Iter8 through kubectl on the sandbox', async () => {
	await start();
	const route = async (): Promise<unknown> =>
		(JSON.parse(await kubectl(['get', 'virtualservice', 'wisdom', '-o', 'json'])) as {readonly spec: unknown}).spec;

	expect(await kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', lr))).toBe(
		'inferenceservice.serving.kserve.io/wisdom-0 created\n',
	);
	expect(await linesOf(['get', 'inferenceservice', 'wisdom-0', '-w'], line => / True /.test(line))).toContain(' True ');
	expect(await kubectl(['wait', '--for=condition=Ready', 'isvc/wisdom-0', '--timeout=30s'])).toBe(
		'inferenceservice.serving.kserve.io/wisdom-0 condition met\n',
	);

	// in place of `helm template … | kubectl apply -f -`
	const routing = await kubectl(['iter8', 'init', 'wisdom', '--routes=iter8', '--dry-run=client', '-o', 'yaml']);
	await kubectl(['apply', '-f', '-'], routing);
	await waitFor('the first answer', async () => (await infer(sandbox.gatewayUrl, digit)).appVersion === 'wisdom-0');
	expect(await route()).toEqual(primaryOnly);
	expect(await curl()).toContain('app-version: wisdom-0');

	await kubectl(['apply', '-f', '-'], inferenceService('wisdom-1', 'v1', lr1));
	await kubectl(['wait', '--for=condition=Ready', 'isvc/wisdom-1', '--timeout=30s']);
	await waitFor('the candidate', async () => (await curl('traffic: test')).includes('app-version: wisdom-1'));
	expect(await route()).toEqual(withCandidate);
	expect(await curl()).toContain('app-version: wisdom-0');
	expect(await kubectl(['get', 'virtualservice', 'wisdom', '-o', 'yaml'])).toContain('          exact: test\n');

	expect(await kubectl(['replace', '-f', '-'], inferenceService('wisdom-0', 'v1', lr1))).toBe(
		'inferenceservice.serving.kserve.io/wisdom-0 replaced\n',
	);
	await waitFor(
		'the new primary',
		async () => (await infer(sandbox.gatewayUrl, digit)).model === 'wisdom-0/lr_model_v1',
	);
	expect(await kubectl(['describe', 'isvc', 'wisdom-0'])).toContain('    Active Model State:  Loaded\n');
	expect(await kubectl(['delete', 'inferenceservice', 'wisdom-1'])).toBe(
		'inferenceservice.serving.kserve.io "wisdom-1" deleted from default namespace\n',
	);
	expect(await route()).toEqual(primaryOnly);
	expect(await curl('traffic: test')).toContain('app-version: wisdom-0');

	await kubectl(['delete', '-f', '-'], routing);
	await kubectl(['delete', 'isvc/wisdom-0']);
	// the route goes with its routemap, by garbage collection
	await waitFor('nothing to be left', async () => (await kubectl(['get', 'isvc,vs,cm', '-o', 'name'])) === '');
});

test('server-side apply, events and the daemon through kubectl', async () => {
	await start();
	await kubectl(['apply', '--server-side', '-f', '-'], inferenceService('wisdom-0', 'v0', lr));
	await kubectl(['wait', '--for=condition=Ready', 'isvc/wisdom-0', '--timeout=30s']);
	await kubectl(['iter8', 'init', 'wisdom']);
	expect(await kubectl(['iter8', 'status', 'wisdom'])).toContain('wisdom-0');
	expect(await kubectl(['get', 'lease', '-n', 'kube-system', '-o', 'name'])).toContain('lease.coordination.k8s.io/');
	await waitFor('an event', async () => (await kubectl(['get', 'events'])).includes('configmap/wisdom-routemap'));
	await kubectl(['iter8', 'cleanup', 'wisdom', '--all', '--yes', '--drain=100ms']);
	expect(await kubectl(['get', 'isvc', '-o', 'name'])).toBe('');
});

const lr = 'gs://seldon-models/sklearn/mms/lr_model';
const lr1 = 'gs://seldon-models/sklearn/mms/lr_model_v1';

/** The tutorial's InferenceService. */
function inferenceService(name: string, version: string, storageUri: string): string {
	return `apiVersion: "serving.kserve.io/v1beta1"
kind: "InferenceService"
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: wisdom
    app.kubernetes.io/version: ${version}
    iter8.tools/watch: "true"
spec:
  predictor:
    minReplicas: 1
    model:
      modelFormat:
        name: sklearn
      runtime: kserve-mlserver
      storageUri: "${storageUri}"
`;
}

async function kubectl(args: readonly string[], input?: string): Promise<string> {
	const env = pluginEnvironment(sandbox.kubeconfigPath) as Readonly<Record<string, string>>;
	return run(programs.kubectl, args, {env, ...(input === undefined ? {} : {input})});
}

/** Head of an answer, by the tutorial's own command. */
async function curl(...headers: readonly string[]): Promise<string> {
	const data = JSON.stringify({inputs: [{name: 'predict', shape: [1, 64], datatype: 'FP32', data: digit}]});
	const all = ['Content-Type: application/json', 'Host: wisdom.default', ...headers].flatMap(line => ['-H', line]);
	return run('curl', [...all, sandbox.gatewayUrl, '-d', '@-', '-s', '-D', '-', '-o', '/dev/null'], {input: data});
}

/** What a kubectl that goes on has written when a line of it is as wished. */
async function linesOf(args: readonly string[], isWished: (line: string) => boolean): Promise<string> {
	const child = spawn(programs.kubectl, args, {env: pluginEnvironment(sandbox.kubeconfigPath)});
	let said = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
	const exited = once(child, 'exit');
	await waitFor(args.join(' '), async () => said.split('\n').some(isWished));
	child.kill('SIGTERM');
	await exited;
	return said;
}
