import {expect, test} from 'vitest';
import {configMaps, deployments, inferenceServices, services} from '../../../source/objects/resource.ts';
import {targetOf, type Step, type Target} from '../../../source/rollout/step.ts';
import {performStep} from '../../../source/runner/perform-step.ts';
import {specHash} from '../../../source/runner/replace/spec-hash.ts';
import {playApp} from '../../helpers/played-app.ts';
import {present} from '../../helpers/present.ts';
import {stepContext} from '../../helpers/step-context.ts';
import {firstVersion} from '../crashes/app.ts';

// Steps stand in a ConfigMap, which others may write than those who may write specs.

async function promotedApp() {
	const app = await playApp(firstVersion('InferenceService'));
	await app.run('init wisdom --strategy blue-green --app-type kserve-knative');
	await app.run('deploy wisdom --wait --storage-uri gs://models/two');
	await app.run('promote wisdom --yes --skip-test --drain 1ms');
	const primary = present(app.cluster.peek(inferenceServices, 'models', 'wisdom-0'));
	const perform = async (step: Step) => performStep(stepContext(app.cluster), step, () => undefined);
	return {app, primary, target: targetOf(inferenceServices, primary), perform};
}

test('a step restores no spec that the primary does not say it had, though the history has it', async () => {
	const {app, primary, target, perform} = await promotedApp();
	const spec = {predictor: {model: {storageUri: 'gs://evil'}}};
	const hash = specHash(spec);
	const history = present(app.cluster.peek(configMaps, 'models', 'wisdom-history'));
	app.cluster.put({...history, data: {...(history['data'] as object), specs: JSON.stringify({[hash]: spec})}});
	const primarySpec = specHash(primary['spec']);
	const step = {type: 'restore-spec', app: 'wisdom', primary: target, primarySpec, spec: hash, rollout: 'x'} as const;
	for (const as of ['undo', 'abort'] as const) {
		await expect(perform({...step, as})).rejects.toThrow(
			'inferenceservice models/wisdom-0 says of itself that it never had the spec that is to be restored: it stays',
		);
	}

	expect(app.cluster.peek(inferenceServices, 'models', 'wisdom-0')).toEqual(primary);
	await app.close();
});

test('a step that deletes a version deletes no primary', async () => {
	const {app, target, perform} = await promotedApp();
	const step = {type: 'delete-version', app: 'wisdom', target, companions: [], isAwaited: false} as const;
	await expect(perform(step)).rejects.toThrow(
		'inferenceservice models/wisdom-0 is the primary of wisdom: only "kubectl iter8 cleanup wisdom --all -n models" deletes it',
	);
	await app.close();
});

test('a step that deletes a version takes nothing along that is of another one, or no main object', async () => {
	const app = await playApp(firstVersion('Deployment'));
	await app.run('init wisdom --strategy blue-green --app-type deployment');
	await app.run('deploy wisdom --wait --image shop:two');
	const [primary, candidate] = ['wisdom-0', 'wisdom-1'].map(name => ({
		service: targetOf(services, present(app.cluster.peek(services, 'models', name))),
		deployment: targetOf(deployments, present(app.cluster.peek(deployments, 'models', name))),
	}));
	const step = {type: 'delete-version', app: 'wisdom', isAwaited: false} as const;
	const perform = async (target: Target | undefined, companion?: Target) =>
		performStep(
			stepContext(app.cluster),
			{...step, target: present(target), companions: companion ? [companion] : []},
			() => undefined,
		);
	const words = 'service models/wisdom-0 is not of a version of wisdom that is to be deleted: it stays';
	await expect(perform(primary?.service)).rejects.toThrow(words);
	await expect(perform(candidate?.deployment, primary?.service)).rejects.toThrow(words);
	expect(app.cluster.peekAll(services).map(({metadata}) => metadata.name)).toContain('wisdom-0');
	await perform(candidate?.deployment, candidate?.service);
	await app.close();
});

test('a step of an abort that was planned before a daemon promoted the candidate does not delete it', async () => {
	const app = await playApp(firstVersion('InferenceService'));
	await app.run('init wisdom --app-type kserve-knative');
	await app.run('deploy wisdom --wait --storage-uri gs://models/two');
	const target = targetOf(inferenceServices, present(app.cluster.peek(inferenceServices, 'models', 'wisdom-1')));
	await app.run('promote wisdom --yes --skip-test --drain 1ms', {write: 2, when: 'after'});
	const step = {type: 'delete-version', app: 'wisdom', target, companions: [], isAwaited: false} as const;
	await expect(performStep(stepContext(app.cluster), step, () => undefined)).rejects.toThrow(
		'wisdom-1 was promoted meanwhile, so it was not deleted: go back with "kubectl iter8 abort wisdom -n models", or on with "kubectl iter8 promote wisdom -n models"',
	);
	await app.close();
});
