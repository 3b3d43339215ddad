import {expect, test} from 'vitest';
import {progressWords} from '../../source/kserve/progress-words.ts';

test.each([
	['Predictor ingress not created', undefined, 'its predictor is starting'],
	['Predictor ingress not created', 'Pending', 'its predictor is starting'],
	['Predictor ingress not created', 'Loading', 'its model is loading'],
	['Predictor ingress not created', 'Loaded', 'its model is loaded, and its route is being made'],
	['PredictorConfigurationReady not ready', 'Loading', 'its model is loading'],
	['TransformerRouteReady not ready', 'Loaded', 'its transformer is starting'],
	['Explainer ingress not created', undefined, 'its explainer is starting'],
	['MinimumReplicasUnavailable', 'Loading', undefined],
	['RevisionMissing', 'Loading', undefined],
	[undefined, 'Loading', undefined],
])('the reason %s of a model that is %s says: %s', (reason, targetModelState, words) => {
	const object = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: 'wisdom-0'},
		status: {modelStatus: {states: {targetModelState}}},
	};
	expect(progressWords(object, reason)).toBe(words);
});

test('a revision that is ready waits for its route alone', () => {
	const object = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: 'wisdom-0'},
		status: {
			components: {predictor: {latestReadyRevision: 'wisdom-0-predictor-00001'}},
			modelStatus: {states: {targetModelState: 'Pending'}},
		},
	};
	expect(progressWords(object, 'Predictor ingress not created')).toBe(
		'its model is loaded, and its route is being made',
	);
});
