import {expect, test} from 'vitest';
import {namesIn, versionBehind, versionsIn} from '../../source/info/app-objects.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {virtualServices} from '../../source/objects/resource.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

test('a routemap names itself, its versions and its routes', () => {
	const configMap = routemapConfigMap('wisdom-routemap', canarySpec);
	expect(namesIn(configMap, defaultResourceTypes).map(({namespace, name}) => `${namespace}/${name}`)).toEqual([
		'models/wisdom-routemap',
		'models/wisdom-0',
		'models/wisdom-1',
		'models/wisdom',
	]);
	expect(versionsIn(configMap, defaultResourceTypes).map(({name}) => name)).toEqual(['wisdom-0', 'wisdom-1']);
});

test('one that cannot be read names itself alone', () => {
	const configMap = routemapConfigMap('wisdom-routemap', 'versions: 7');
	expect(namesIn(configMap, defaultResourceTypes)).toEqual([{namespace: 'models', name: 'wisdom-routemap'}]);
	expect(versionsIn(configMap, defaultResourceTypes)).toEqual([]);
});

test('what a short name stands for is what the daemon was told', () => {
	const route = {resource: virtualServices, conditions: []};
	const task = {resource: {group: 'x.example.com', version: 'v1', plural: 'tasks', kind: 'Task'}, conditions: ['Done']};
	const types = new Map([...defaultResourceTypes, ['route', route], ['task', task]]);
	const configMap = routemapConfigMap(
		'wisdom-routemap',
		canarySpec
			.replace('gvrShort: vs', 'gvrShort: route')
			.replace(
				'{gvrShort: isvc, name: wisdom-0, namespace: models}',
				'{gvrShort: svc, name: front}\n  - {gvrShort: task, name: wisdom-0}',
			),
	);
	expect(namesIn(configMap, types).map(({name}) => name)).toContain('wisdom');
	expect(namesIn(configMap, defaultResourceTypes).map(({name}) => name)).not.toContain('wisdom');
	expect(versionsIn(configMap, types).map(({name}) => name)).toEqual(['wisdom-0', 'wisdom-1']);
});

test.each([
	['wisdom-1', 'wisdom-1'],
	['wisdom-1-predictor', 'wisdom-1'],
	['wisdom-1-predictor-default', 'wisdom-1'],
	['wisdom-1-predictor-00012', 'wisdom-1'],
	['wisdom-1-predictor-00012-private', 'wisdom-1'],
	['wisdom-1-predictor-00012-deployment', 'wisdom-1'],
	['wisdom-1-predictor-default-00012', 'wisdom-1'],
	['wisdom-10-predictor', undefined],
	['wisdom-1-transformer', undefined],
	['knative-local-gateway', undefined],
	['', undefined],
])('behind %s is %s', (name, version) => {
	expect(versionBehind(name, ['wisdom-0', 'wisdom-1'])).toBe(version);
});

test('a version whose name looks like the revision of another is itself', () => {
	expect(versionBehind('wisdom-00001', ['wisdom', 'wisdom-00001'])).toBe('wisdom-00001');
});
