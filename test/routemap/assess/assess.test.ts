import {expect, test} from 'vitest';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {assess, assessRoutes} from '../../../source/routemap/assess/assess.ts';
import {parseRoutemap} from '../../../source/routemap/routemap.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../../helpers/app-objects.ts';

const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', canarySpec));
const lastTransitionTime = '2026-01-01T12:00:00Z';
const modelStatus = {transitionStatus: 'InProgress', states: {activeModelState: 'Loaded', targetModelState: 'Loading'}};
const objects = [
	inferenceService('wisdom-0'),
	inferenceService('wisdom-1', {
		url: 'http://wisdom-1',
		conditions: [{type: 'Ready', status: 'Unknown', lastTransitionTime}],
		modelStatus,
	}),
];
const lookup = (_: unknown, __: string, name: string) => objects.find(({metadata}) => metadata.name === name);
const options = {types: defaultResourceTypes, now: new Date('2026-01-01T12:01:00Z'), holdMs: 120_000};

test('an assessment is availability, the weights that follow, and when to look again', () => {
	const {availability, weights, lookAgainAt} = assess(routemap, lookup, options);
	expect(availability.map(({isAvailable, cause}) => [isAvailable, cause])).toEqual([
		[true, undefined],
		[true, 'updating'],
	]);
	expect(weights).toEqual([1, 1]);
	expect(lookAgainAt).toEqual(new Date('2026-01-01T12:02:00Z'));
});

test('how long a held state counts is for whoever asks to say', () => {
	const {weights, lookAgainAt} = assess(routemap, lookup, {...options, holdMs: 60_000});
	expect(weights).toEqual([1, 0]);
	expect(lookAgainAt).toBeUndefined();
});

test('routes are made of the weights, by the types of the same assessment', () => {
	const {routes} = assessRoutes(routemap, lookup, options, (map, weights, types) => [[map.name, weights, types]]);
	expect(routes).toEqual([['wisdom-routemap', [1, 1], defaultResourceTypes]]);
});
