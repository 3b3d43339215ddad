import {expect, test} from 'vitest';
import {isUpToDate, loadFailure, oldRevisionServes} from '../../source/kserve/readiness.ts';
import {inferenceService} from '../helpers/app-objects.ts';

const isReady = {conditions: [{type: 'Ready', status: 'True'}]};

test.each([
	['that is ready', isReady, true],
	['that is not', {conditions: [{type: 'Ready', status: 'Unknown'}]}, false],
	['without a status', null, false],
	['in transition', {...isReady, modelStatus: {transitionStatus: 'InProgress'}}, false],
	['past its transition', {...isReady, modelStatus: {transitionStatus: 'UpToDate'}}, true],
	['whose new revision failed', {...isReady, modelStatus: {transitionStatus: 'BlockedByFailedLoad'}}, false],
	[
		'whose latest revision is ready',
		{...isReady, components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r2'}}},
		true,
	],
	[
		'whose latest revision is not',
		{...isReady, components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r1'}}},
		false,
	],
	['that never had a ready revision', {...isReady, components: {predictor: {latestCreatedRevision: 'r1'}}}, false],
	['with a malformed status', {...isReady, modelStatus: ['UpToDate'], components: 7}, true],
])('an InferenceService %s is up to date: %s', (_, status, expected) => {
	expect(isUpToDate(inferenceService('wisdom-1', status))).toBe(expected);
});

test('an old revision serves only while Ready is Unknown, a model is loaded and there was a route', () => {
	const serving = {
		url: 'http://wisdom-1',
		conditions: [{type: 'Ready', status: 'unknown'}],
		modelStatus: {states: {activeModelState: 'Loaded'}},
	};
	const states = [
		serving,
		{...serving, conditions: [{type: 'Ready', status: 'False'}]},
		{...serving, conditions: []},
		{...serving, url: undefined},
		{...serving, modelStatus: {states: {activeModelState: 'Standby'}}},
		{...serving, modelStatus: undefined},
	];
	expect(states.map(status => oldRevisionServes(inferenceService('wisdom-1', status)))).toEqual([
		true,
		false,
		false,
		false,
		false,
		false,
	]);
});

test.each([
	[{states: {targetModelState: 'FailedToLoad'}}, 'FailedToLoad'],
	[{states: {targetModelState: 'FailedToLoad'}, lastFailureInfo: {message: 'no file'}}, 'FailedToLoad: no file'],
	[
		{transitionStatus: 'InvalidSpec', lastFailureInfo: {reason: 'NoSupportingRuntime', message: ''}},
		'InvalidSpec: NoSupportingRuntime',
	],
	[{states: {targetModelState: 'Loading'}, lastFailureInfo: {message: 'earlier'}}, undefined],
	['FailedToLoad', undefined],
	[undefined, undefined],
])('the model status %j tells of the failure %j', (modelStatus, words) => {
	expect(loadFailure(inferenceService('wisdom-1', {modelStatus}))).toBe(words);
});
