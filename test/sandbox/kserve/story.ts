import {expect, onTestFinished} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {deployments, inferenceServices} from '../../../source/objects/resource.ts';
import {Store} from '../../../source/sandbox/api/store.ts';
import {startKserve, type Kserve} from '../../../source/sandbox/kserve/controller.ts';
import type {SandboxMode} from '../../../source/sandbox/kserve/mode.ts';
import {shapeOf} from '../../cluster/real-kserve/shape.ts';
import {eventually} from '../../helpers/eventually.ts';
import {recordedStates} from './recorded-states.ts';

interface Choices {
	/** Of the predictor. @default 1 */
	readonly minReplicas?: number;
	readonly withTransformer?: boolean;
}

const transformer = {minReplicas: 1, containers: [{name: 'kserve-container', image: 'any/transformer:1'}]};

/** The sandbox's KServe on a store alone, and each state of its one InferenceService. */
export class Story {
	readonly states: string[] = [];
	#last = '';
	readonly #store = new Store();
	readonly #mode: SandboxMode;
	readonly #choices: Choices;

	constructor(mode: SandboxMode, choices: Choices = {}) {
		this.#mode = mode;
		this.#choices = choices;
	}

	async begin(): Promise<Kserve> {
		const times = {observeDelay: 5, scaleDownDelay: 30, idleDelay: 100, progressDeadline: 800};
		const complain = (trouble: string): void => expect.fail(trouble);
		const kserve = await startKserve({store: this.#store, mode: this.#mode, loadTimeMs: 60, complain, times});
		onTestFinished(async () => kserve.stop());
		this.#store.onChange(({kind, before, after}) => {
			// a Deployment's status once told is there for good
			if (kind.plural === deployments.plural && before?.['status'] && after) expect(after['status']).toBeDefined();
			if (kind.plural !== inferenceServices.plural || !after) return;
			const state = shapeOf({status: after['status']});
			if (state !== this.#last) this.states.push(state);
			this.#last = state;
		});
		return kserve;
	}

	/** The states that no recording has. */
	unknown(): readonly string[] {
		const known = recordedStates(this.#mode);
		return [...new Set(this.states)].filter(state => !known.has(state));
	}

	/** The counts of a component's Deployment. */
	deployment(component = 'predictor'): unknown {
		const deployment = this.#store.get(deployments, 'default', `rollout-${component}`);
		if (!deployment) return undefined;
		const {replicas, updatedReplicas, availableReplicas} = deployment['status'] as Readonly<Record<string, number>>;
		return {replicas, updatedReplicas, availableReplicas};
	}

	/** Changes the model, and waits for the states that follow. */
	async change(model: string, states: readonly string[], annotations: KubeObject['metadata']['annotations'] = {}) {
		const seen = this.states.length;
		const live = this.#store.get(inferenceServices, 'default', 'rollout');
		const metadata = {...live?.metadata, name: 'rollout', namespace: 'default', annotations};
		const storageUri = `sandbox://digits/${model}`;
		const {minReplicas = 1, withTransformer} = this.#choices;
		const predictor = {minReplicas, model: {modelFormat: {name: 'sklearn'}, storageUri}};
		this.#store.put({
			...(live ?? {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService'}),
			metadata,
			spec: {predictor, ...(withTransformer && {transformer})},
		});
		await eventually(() => expect(this.states.slice(seen)).toEqual(states));
	}
}
