import {expect, test} from 'vitest';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {parseControllerConfiguration} from '../../source/routemap/controller-configuration.ts';

test('a configuration of v0.16 is read', () => {
	const text = `
defaultResync: 15m
clusterScoped: true
resourceTypes:
  isvc:
    Group: serving.kserve.io
    Version: v1beta1
    Resource: inferenceservices
    conditions:
    - name: Ready
      status: "True"
  svc: {Group: "", Version: v1, Resource: services}
`;
	expect(parseControllerConfiguration(text)).toEqual({
		types: new Map([
			[
				'isvc',
				{
					resource: {
						group: 'serving.kserve.io',
						version: 'v1beta1',
						plural: 'inferenceservices',
						kind: 'InferenceService',
					},
					conditions: ['Ready'],
				},
			],
			['svc', {resource: {group: '', version: 'v1', plural: 'services', kind: 'Service'}, conditions: []}],
		]),
		clusterScoped: true,
		resyncMs: 900_000,
	});
});

test('a configuration of v1.1 inside its ConfigMap is read, with a type of the user’s own', () => {
	const text = `
apiVersion: v1
kind: ConfigMap
metadata: {name: iter8}
data:
  config.yaml: |
    defaultResync: 1h30m
    resourceTypes:
      model: {Group: example.com, Version: v1, Resource: models, conditions: [Ready, Warm]}
`;
	expect(parseControllerConfiguration(text)).toEqual({
		types: new Map([
			[
				'model',
				{resource: {group: 'example.com', version: 'v1', plural: 'models', kind: ''}, conditions: ['Ready', 'Warm']},
			],
		]),
		clusterScoped: undefined,
		resyncMs: 5_400_000,
	});
});

test('what a configuration does not say has Iter8’s defaults', () => {
	expect(parseControllerConfiguration('{}')).toEqual({
		types: defaultResourceTypes,
		clusterScoped: undefined,
		resyncMs: 900_000,
	});
});

test.each([
	['', 'the configuration is not a YAML mapping'],
	['- a', 'the configuration is not a YAML mapping'],
	['kind: ConfigMap\ndata: {}', 'the ConfigMap has no data key config.yaml'],
	['resourceTypes: [vs]', 'resourceTypes is not a mapping of short names'],
	['resourceTypes: {vs: {Group: a, Resource: b}}', 'resourceTypes.vs has no Version'],
	['resourceTypes: {vs: {Version: v1}}', 'resourceTypes.vs has no Resource'],
	['resourceTypes: {vs: {Group: 7, Version: v1, Resource: b}}', 'resourceTypes.vs has no Group'],
	['resourceTypes: {vs: null}', 'resourceTypes.vs has no Group'],
	['resourceTypes: {vs: {Version: v1, Resource: b, conditions: Ready}}', 'resourceTypes.vs.conditions is not a list'],
	[
		'resourceTypes: {vs: {Version: v1, Resource: b, conditions: [7]}}',
		'resourceTypes.vs.conditions has an entry that is neither a name nor {name, status}',
	],
	[
		'resourceTypes: {vs: {Version: v1, Resource: b, conditions: [{name: Ready, status: "False"}]}}',
		'resourceTypes.vs: condition Ready asks for status "False"; only "True" is supported',
	],
	[
		'resourceTypes: {vs: {Version: v1, Resource: b, conditions: [{name: Ready, status: {toString: x}}]}}',
		'resourceTypes.vs: condition Ready asks for status {"toString":"x"}; only "True" is supported',
	],
	['clusterScoped: "yes"', 'clusterScoped is "yes", not true or false'],
	['defaultResync: 15', 'defaultResync is 15, not a duration such as 15m'],
	['defaultResync: [15m]', 'defaultResync is ["15m"], not a duration such as 15m'],
	['defaultResync: 15 minutes', 'defaultResync is "15 minutes", not a duration such as 15m'],
])('the configuration %j is refused: %s', (text, message) => {
	expect(() => parseControllerConfiguration(text)).toThrow(message);
});

test.each([
	['500ms', 500],
	['1.5s', 1500],
	['1h2m3s4ms', 3_723_004],
])('the duration %s is %d ms', (text, ms) => {
	expect(parseControllerConfiguration(`defaultResync: ${text}`).resyncMs).toBe(ms);
});
