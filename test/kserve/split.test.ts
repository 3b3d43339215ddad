import {expect, test} from 'vitest';
import {canaryPercent, newestShare, splitFault, splitPercent} from '../../source/kserve/split.ts';
import {inferenceService} from '../helpers/app-objects.ts';

const traffic = (...targets: readonly (readonly [string, number])[]) =>
	targets.map(([revisionName, percent]) => ({revisionName, percent}));

test.each([
	['gets all', {predictor: {latestReadyRevision: 'r2', traffic: traffic(['r2', 100])}}, 100],
	['gets a part', {predictor: {latestReadyRevision: 'r2', traffic: traffic(['r2', 20], ['r1', 80])}}, 20],
	[
		'gets all by two rules, as while a canary does not come',
		{predictor: {latestReadyRevision: 'r2', traffic: traffic(['r2', 20], ['r2', 80])}},
		100,
	],
	['gets none yet', {predictor: {latestReadyRevision: 'r2', traffic: traffic(['r1', 100])}}, 0],
	[
		'of one component gets least',
		{
			predictor: {latestReadyRevision: 'p2', traffic: traffic(['p2', 100])},
			transformer: {latestReadyRevision: 't2', traffic: traffic(['t2', 10], ['t1', 90])},
		},
		10,
	],
	['is of a mode without revisions', {predictor: {latestCreatedRevision: '2'}}, 100],
	['is told of by nothing', undefined, 100],
])('the newest revision that %s has this share: %j', (_, components, share) => {
	expect(newestShare({...inferenceService('wisdom-0', {components}), spec: {transformer: {}}})).toBe(share);
});

test('a percentage is a number that splits, or none', () => {
	const withPercent = (canaryTrafficPercent: unknown) =>
		canaryPercent({...inferenceService('wisdom-0', {}), spec: {predictor: {canaryTrafficPercent}}});
	expect([withPercent(20), withPercent(0), withPercent(100), withPercent('20'), withPercent(undefined)]).toEqual([
		20,
		0,
		undefined,
		undefined,
		undefined,
	]);
});

test('a percentage may stand in any component: that counts which gives its newest revision least', () => {
	const spec = {predictor: {canaryTrafficPercent: 50}, transformer: {canaryTrafficPercent: 10}, explainer: {}};
	expect(canaryPercent({...inferenceService('wisdom-0', {}), spec})).toBe(10);
});

test("further predictors share an InferenceService's requests as well", () => {
	const withCanary = (canary: unknown) => ({...inferenceService('wisdom-1'), spec: {predictor: {}, canary}});
	expect(splitFault(withCanary([{predictor: {name: 'next'}, trafficPercent: 50}]))).toBe(
		'its spec.canary has KServe send a part of the requests to another predictor (next); take it out',
	);
	expect([
		splitFault(withCanary([])),
		splitFault(withCanary('next')),
		splitFault(inferenceService('wisdom-1')),
	]).toEqual([undefined, undefined, undefined]);
});

test.each([
	['Serverless', 20],
	['Standard', undefined],
	['ModelMesh', undefined],
	[undefined, 20],
])('a percentage of 20 in the mode %s splits by %s', (deploymentMode, percent) => {
	const spec = {predictor: {canaryTrafficPercent: 20}};
	expect(splitPercent({...inferenceService('wisdom-0', {deploymentMode}), spec})).toBe(percent);
});
