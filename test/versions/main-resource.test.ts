import {expect, test} from 'vitest';
import {versionsIn} from '../../source/info/app-objects.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {readApp} from '../../source/runner/app-state.ts';
import {mainResource} from '../../source/versions/main-resource.ts';
import {inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {createSession} from '../helpers/session.ts';

const types = new Map([
	...defaultResourceTypes,
	['task', {resource: {group: 'jobs.example.com', version: 'v1', plural: 'tasks', kind: ''}, conditions: ['Done']}],
	['note', {resource: {group: '', version: 'v1', plural: 'configmaps', kind: ''}, conditions: []}],
]);

test.each([
	['the InferenceService before the Deployment that it is named after', 'cm deploy isvc', 'isvc'],
	['the Deployment before its Service', 'svc deploy', 'deploy'],
	['what can be ready, of a kind that is only routed', 'svc task', 'task'],
	['what is no ConfigMap, where nothing can be ready', 'cm svc', 'svc'],
	['the same, by another short name of ConfigMaps', 'note svc', 'svc'],
	['what is of no known type before a ConfigMap', 'cm unheard', 'unheard'],
	['a ConfigMap where there is nothing else', 'cm', 'cm'],
])('a version is known by %s', (_, names, main) => {
	const resources = names.split(' ').map(gvrShort => ({gvrShort, namespace: 'models', name: gvrShort}));
	expect(mainResource({resources, weight: undefined}, types)?.gvrShort).toBe(main);
});

test('what is shown of an app and what a verb acts on is the same object', async () => {
	const resources = [
		{gvrShort: 'deploy', name: 'proxy'},
		{gvrShort: 'isvc', name: 'wisdom-0'},
	];
	const routemap = routemapConfigMap('wisdom-routemap', JSON.stringify({versions: [{resources}]}));
	const cluster = createMemoryCluster([routemap, inferenceService('wisdom-0')]);
	const context = createSession(cluster).actionContext('models', new AbortController().signal);
	const {versions} = await readApp(context, 'wisdom');
	expect(versions.map(({reference}) => reference.name)).toEqual(['wisdom-0']);
	expect(versionsIn(routemap, defaultResourceTypes).map(({name}) => name)).toEqual(['wisdom-0']);
});
