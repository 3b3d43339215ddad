import {expect, test} from 'vitest';
import {configMaps, inferenceServices} from '../../../source/objects/resource.ts';
import {targetOf, type Step} from '../../../source/rollout/step.ts';
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
		'inferenceservice models/wisdom-0 is the primary of wisdom: only "kubectl iter8 cleanup wisdom --all" deletes it',
	);
	await app.close();
});
