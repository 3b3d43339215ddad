import {expect, test} from 'vitest';
import {planAbort} from '../../source/actions/abort/abort.ts';
import {planCleanup} from '../../source/actions/cleanup/cleanup.ts';
import {planDeploy} from '../../source/actions/deploy/deploy.ts';
import {planPromote} from '../../source/actions/promote/promote.ts';
import {planWeights} from '../../source/actions/weights/set-weights.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {describeStep} from '../../source/rollout/describe-step.ts';
import type {Plan} from '../../source/rollout/plan.ts';
import type {ActionContext} from '../../source/runner/action-context.ts';
import {present} from '../helpers/present.ts';
import {createSession} from '../helpers/session.ts';
import {primary, startRollout, type Rollout} from '../verbs/rollout.ts';

function contextOf({cluster}: Rollout): ActionContext {
	return createSession(cluster).actionContext('models', new AbortController().signal);
}

const wordsOf = ({steps, warnings}: Plan) => [...steps.map(describeStep), ...warnings.map(text => `! ${text}`)];

async function rolledOut(...words: readonly string[]): Promise<Rollout> {
	const rollout = await startRollout([primary()], {hasDaemon: false});
	await rollout.run('init', 'wisdom', '--strategy', 'blue-green', ...words);
	return rollout;
}

const alone = '! no daemon leads, so this applies virtualservice models/wisdom with your rights';

test('plans name what they touch by kind, namespace and name, and what they apply where no daemon leads', async () => {
	const rollout = await rolledOut();
	const context = contextOf(rollout);
	const uri = {storageUri: 'gs://models/two', version: undefined, from: undefined, isAwaited: true};
	expect(wordsOf(await planDeploy(context, {name: 'wisdom', ...uri}))).toEqual([
		'create inferenceservice models/wisdom-1',
		'wait until wisdom-1 can take requests',
	]);
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	expect(wordsOf(await planWeights(context, 'wisdom', [90, 10]))).toEqual([
		'set the weight of wisdom-0 at 90 on configmap models/wisdom-0-weight-config',
		'set the weight of wisdom-1 at 10 on configmap models/wisdom-1-weight-config',
		'wait until the route of wisdom has the weights',
		alone,
	]);
	expect(wordsOf(await planPromote(context, 'wisdom', {isTested: false, isAwaited: true}))).toEqual([
		'replace the spec of inferenceservice models/wisdom-0 by that of wisdom-1',
		'wait until wisdom-0 serves its new spec',
		'send all requests to wisdom-0',
		'delete inferenceservice models/wisdom-1',
		'! inferenceservice models/wisdom-1 is deleted; its spec lives on in wisdom-0',
		'! the next candidate starts with weight 0: raise it with "kubectl iter8 weights"',
		alone,
	]);
	expect(wordsOf(await planAbort(context, 'wisdom'))).toEqual([
		'send all requests to wisdom-0',
		'delete inferenceservice models/wisdom-1',
		'! inferenceservice models/wisdom-1 is deleted, and the model that it serves with it',
		'! the next candidate starts with weight 0: raise it with "kubectl iter8 weights"',
		alone,
	]);
	expect(wordsOf(await planCleanup(context, 'wisdom', true))).toEqual([
		'retire configmap models/wisdom-routemap',
		'delete virtualservice models/wisdom',
		'delete service models/wisdom',
		'delete configmap models/wisdom-0-weight-config',
		'delete configmap models/wisdom-1-weight-config',
		'delete inferenceservice models/wisdom-0',
		'delete inferenceservice models/wisdom-1',
		'release the finalizers of its versions',
		'wait until wisdom-0 is gone',
		'wait until wisdom-1 is gone',
		'delete configmap models/wisdom-routemap',
		'! requests to wisdom.models are no longer answered',
		'! deleted for good: inferenceservice models/wisdom-0, inferenceservice models/wisdom-1',
	]);
});

// A8: what a routemap renders beside routes.
test('a plan lists the routes that a routemap may render, also one that it renders only while a candidate serves', async () => {
	const rollout = await rolledOut();
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	const {cluster, configMap} = rollout;
	const live = present(configMap('wisdom-routemap'));
	const strSpec = `${String((live['data'] as Record<string, unknown>)['strSpec'])}
  second:
    gvrShort: vs
    template: |
      {{- if gt (index .Weights 1) 0 }}
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata: {name: second}
      {{- end }}
  sneaked:
    gvrShort: deploy
    template: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: miner}}'
`;
	await cluster.delete(configMaps, 'models', 'wisdom-routemap');
	cluster.put({...live, data: {strSpec}});
	const {warnings} = await planAbort(contextOf(rollout), 'wisdom');
	expect(warnings).toContain(
		'no daemon leads, so this applies virtualservice models/wisdom, virtualservice models/second with your rights',
	);
});

test('a plan says what changes in a spec, when it is replaced and when it is restored', async () => {
	const rollout = await startRollout([primary()]);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	const context = contextOf(rollout);
	const uris = ({change}: Plan) => [change?.before, change?.after].map(object => JSON.stringify(object?.['spec']));
	const [one, two] = uris(await planPromote(context, 'wisdom', {isTested: false, isAwaited: true}));
	expect([one, two]).toEqual([expect.stringContaining('models/one'), expect.stringContaining('models/two')]);
	expect(await planAbort(context, 'wisdom')).not.toHaveProperty('change');
	rollout.cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(rollout.run('promote', 'wisdom', '--yes', '--skip-test', '--drain=10ms')).rejects.toThrow(
		'stopped here',
	);
	expect(uris(await planAbort(context, 'wisdom'))).toEqual([two, one]);
});

test('of several candidates the requests of one go to all others that have a weight', async () => {
	const rollout = await rolledOut('--versions', 'wisdom-0,wisdom-1,wisdom-2', '--weights', '60,30,10');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
	await rollout.run('weights', 'wisdom', '60', '30', '10');
	const steps = wordsOf(await planAbort(contextOf(rollout), 'wisdom', 'wisdom-2'));
	expect(steps[0]).toBe('send all requests to wisdom-0 and wisdom-1');
	expect((await rollout.run('abort', 'wisdom', 'wisdom-2', '--yes', '--drain=10ms')).stdout).toBe(
		'wisdom is routed to wisdom-0 and wisdom-1\ninferenceservice.serving.kserve.io/wisdom-2 deleted\n',
	);
});

test('a plan of cleanup says what can no longer be taken back when the history goes', async () => {
	const rollout = await rolledOut();
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	rollout.cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(rollout.run('promote', 'wisdom', '--yes', '--skip-test', '--drain=10ms')).rejects.toThrow(
		'stopped here',
	);
	rollout.cluster.onCall = undefined;
	const gone =
		'configmap models/wisdom-history is deleted, and with it the specs that wisdom-0 had before: nothing brings them back then';
	expect((await planCleanup(contextOf(rollout), 'wisdom', false)).warnings).toEqual([
		'requests to wisdom.models are no longer answered',
		'the promotion of wisdom-1 of wisdom is half done: go on with "kubectl iter8 promote wisdom -n models" or back with "kubectl iter8 abort wisdom -n models"',
		gone,
	]);
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test', '--drain=10ms');
	expect((await planCleanup(contextOf(rollout), 'wisdom', false)).warnings).toEqual([
		'requests to wisdom.models are no longer answered',
		gone,
	]);
});
