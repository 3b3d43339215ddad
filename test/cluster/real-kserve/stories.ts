import type {KubeObject} from '../../../source/objects/object.ts';
import type {ModelName} from '../testbed/models.ts';
import {inferenceService, patient, type Choices, type Mode} from './inference-service.ts';

/** One transition of an InferenceService: a change of it, and how it ends. */
export interface Step {
	/** Also the name of its trace. */
	readonly name: string;
	/** What to apply; deleted when undefined. */
	readonly object: KubeObject | undefined;
	readonly ends: End;
	/** The Service that is asked whether the model answers. */
	readonly service: string;
}

/** How a step is known to have ended. */
export type End =
	/** Ready, loaded, and this model answers. */
	| {readonly serves: ModelName}
	/** Ready, loaded, and the traffic is split by these percentages, the newest revision's first. */
	| {readonly split: readonly number[]}
	/** This predictor of `spec.canary` is ready. */
	| {readonly canary: string}
	/** The load has failed, and as far as there is a deadline it has passed. */
	| 'failed'
	/** The new pod cannot start, and no status of the InferenceService says so. */
	| 'stuck'
	/** There are no pods, and KServe has looked at the object since, as it was asked to in place of a change. */
	| 'asleep'
	/** There are no pods; the object may be there. */
	| 'without pods';

/** Steps of one InferenceService in their order, the first of which creates it. */
export interface Story {
	readonly name: string;
	readonly mode: Mode;
	readonly steps: readonly Step[];
}

const nowhere = 'file:///nowhere/model';

/** The stories of a mode. */
export function storiesOf(mode: Mode): readonly Story[] {
	return [rollout(mode), failures(mode), pair(mode), ...(mode === 'Knative' ? [canary(), idle()] : [variants()])];
}

function rollout(mode: Mode): Story {
	const {create, change, remove} = stepsOf('rollout', mode);
	const running = {annotations: patient};
	const stopped = {annotations: {...patient, 'serving.kserve.io/stop': 'true'}};
	return story('rollout', mode, [
		create('create', 'digits-lr', running),
		change('update', 'digits-rf', {serves: 'digits-rf'}, running),
		change('stop', 'digits-rf', 'without pods', stopped),
		change('resume', 'digits-rf', {serves: 'digits-rf'}, running),
		remove('delete'),
	]);
}

function failures(mode: Mode): Story {
	const {change, remove} = stepsOf('failures', mode);
	return story('failures', mode, [
		change('create-noload', 'digits-lr', 'failed', {storageUri: nowhere}),
		change('create-noload-mended', 'digits-lr', {serves: 'digits-lr'}),
		change('update-noload', 'digits-lr', 'failed', {storageUri: nowhere}),
		change('update-noload-mended', 'digits-rf', {serves: 'digits-rf'}),
		change('update-nopull', 'digits-svm', mode === 'Knative' ? 'failed' : 'stuck', {image: 'nobody/made-this:1'}),
		change('update-nopull-reverted', 'digits-rf', {serves: 'digits-rf'}),
		remove('failures-delete'),
	]);
}

function pair(mode: Mode): Story {
	const {create, change, remove} = stepsOf('pair', mode, 'pair-transformer');
	const both = {withTransformer: true};
	const broken = {...both, transformerImage: 'nobody/made-this:1'};
	return story('pair', mode, [
		create('transformer-create', 'digits-lr', both),
		change('transformer-update', 'digits-rf', {serves: 'digits-rf'}, both),
		// of a Deployment's pod that never starts no status tells
		...(mode === 'Knative'
			? [
					change('transformer-nopull', 'digits-rf', 'failed', broken),
					change('transformer-nopull-reverted', 'digits-rf', {serves: 'digits-rf'}, both),
				]
			: []),
		remove('transformer-delete'),
	]);
}

function variants(): Story {
	const {create, change, remove} = stepsOf('variants', 'Standard');
	const named = stepsOf('variants', 'Standard', 'variants-next-predictor');
	const next = {minReplicas: 2, canary: {name: 'next', model: 'digits-rf', trafficPercent: 50}} as const;
	return story('variants', 'Standard', [
		create('variant-before', 'digits-lr', {minReplicas: 2}),
		change('variant-added', 'digits-lr', {canary: 'next'}, next),
		named.change('variant-promoted', 'digits-rf', {serves: 'digits-rf'}, {minReplicas: 2, predictorName: 'next'}),
		remove('variant-delete'),
	]);
}

function canary(): Story {
	const {create, change, remove} = stepsOf('canary', 'Knative');
	return story('canary', 'Knative', [
		create('canary-before', 'digits-lr'),
		change('canary-20', 'digits-rf', {split: [20, 80]}, {canaryTrafficPercent: 20}),
		change('canary-50', 'digits-rf', {split: [50, 50]}, {canaryTrafficPercent: 50}),
		change('canary-100', 'digits-rf', {split: [100]}, {canaryTrafficPercent: 100}),
		change('canary-removed', 'digits-rf', {split: [100]}),
		remove('canary-delete'),
	]);
}

function idle(): Story {
	const {create, change, remove} = stepsOf('idle', 'Knative');
	const mayBeIdle = {minReplicas: 0};
	return story('idle', 'Knative', [
		create('idle-create', 'digits-lr', mayBeIdle),
		change('scale-to-zero', 'digits-lr', 'without pods', mayBeIdle),
		change('touched-at-zero', 'digits-lr', 'asleep', mayBeIdle),
		change('from-zero', 'digits-lr', {serves: 'digits-lr'}, mayBeIdle),
		remove('idle-delete'),
	]);
}

function story(name: string, mode: Mode, steps: readonly Step[]): Story {
	return {name, mode, steps};
}

function stepsOf(name: string, mode: Mode, service = `${name}-predictor`) {
	const change = (step: string, model: ModelName, ends: End, choices: Choices = {}): Step => {
		const object = inferenceService(name, mode, model, choices);
		return {name: step, object, ends, service};
	};
	return {
		create: (step: string, model: ModelName, choices: Choices = {}): Step =>
			change(step, model, {serves: model}, choices),
		change,
		remove: (step: string): Step => ({name: step, object: undefined, ends: 'without pods', service}),
	};
}
