import {apiCase, type ApiCase} from '../api-case.ts';
import {configMap, deployment, inferenceService, service, virtualService} from '../objects.ts';

const jsonPatches: readonly (readonly [string, unknown])[] = [
	['adds a key', [{op: 'add', path: '/data/b', value: '2'}]],
	['adds over a key', [{op: 'add', path: '/data/a', value: '2'}]],
	['replaces a key', [{op: 'replace', path: '/data/a', value: '2'}]],
	['replaces a key that is not there', [{op: 'replace', path: '/data/none', value: '2'}]],
	['removes a key', [{op: 'remove', path: '/data/a'}]],
	['removes a key that is not there', [{op: 'remove', path: '/data/none'}]],
	['moves a key', [{op: 'move', from: '/data/a', path: '/data/z'}]],
	['copies a key', [{op: 'copy', from: '/data/a', path: '/data/z'}]],
	[
		'tests, and goes on',
		[
			{op: 'test', path: '/data/a', value: '1'},
			{op: 'add', path: '/data/b', value: '2'},
		],
	],
	[
		'tests, and stops',
		[
			{op: 'add', path: '/data/b', value: '2'},
			{op: 'test', path: '/data/a', value: '9'},
		],
	],
	['tests what is not there', [{op: 'test', path: '/data/none', value: null}]],
	['reads escaped keys', [{op: 'add', path: '/metadata/annotations/example.com~1x~0y', value: '1'}]],
	['adds below what is not there', [{op: 'add', path: '/metadata/labels/a', value: 'b'}]],
	['has an unknown operation', [{op: 'change', path: '/data/a', value: '2'}]],
	['does nothing', []],
	['is no list', {op: 'add', path: '/data/a', value: '2'}],
	['removes the name', [{op: 'remove', path: '/metadata/name'}]],
];

const jsonPatchCases = jsonPatches.map(([what, operations]) =>
	apiCase(`a JSON patch that ${what}`, async api => {
		await api.post('configmaps', configMap('note', {a: '1', c: '3'}, {annotations: {x: 'y'}}));
		await api.patch('json', 'configmaps/note', operations);
	}),
);

const mergePatches: readonly (readonly [string, unknown])[] = [
	['adds, changes and removes', {data: {a: '2', b: '2', c: null}}],
	['removes all', {data: null}],
	['changes nothing', {data: {a: '1'}}],
	['is empty', {}],
	['adds labels', {metadata: {labels: {'example.com/a': 'b'}}}],
	['removes what is not there', {data: {none: null}, metadata: {labels: {none: null}}}],
	['changes the name', {metadata: {name: 'other'}}],
	['changes the uid', {metadata: {uid: '11111111-2222-3333-4444-555555555555'}}],
	['changes the kind', {kind: 'Wisdom'}],
	['has an old resourceVersion', {metadata: {resourceVersion: '1'}, data: {a: '2'}}],
	['is a list', [1]],
	['has a wrong type', {data: {a: 1}}],
	['has an unknown field', {colour: 'red'}],
];

const mergePatchCases = mergePatches.map(([what, patch]) =>
	apiCase(`a merge patch that ${what}`, async api => {
		await api.post('configmaps', configMap('note', {a: '1', c: '3'}, {annotations: {x: 'y'}}));
		await api.patch('merge', 'configmaps/note', patch);
	}),
);

export const patchCases: readonly ApiCase[] = [
	...jsonPatchCases,
	...mergePatchCases,
	apiCase('a JSON patch of a list', async api => {
		await api.post('virtualservices', virtualService('wisdom', [90, 10]));
		await api.patch('json', 'virtualservices/wisdom', [
			{op: 'replace', path: '/spec/http/0/route/0/weight', value: 50},
			{op: 'add', path: '/spec/http/0/route/-', value: {destination: {host: 'x.example'}, weight: 40}},
			{op: 'remove', path: '/spec/http/0/route/1'},
			{op: 'add', path: '/spec/http/0', value: {route: [{destination: {host: 'first.example'}}]}},
		]);
		await api.patch('json', 'virtualservices/wisdom', [{op: 'remove', path: '/spec/http/7'}]);
		await api.patch('json', 'virtualservices/wisdom', [{op: 'add', path: '/spec/http/x', value: {}}]);
	}),
	apiCase('a merge patch replaces lists whole', async api => {
		await api.post('virtualservices', virtualService('wisdom', [90, 10]));
		const route = [{destination: {host: 'only.example'}}];
		await api.patch('merge', 'virtualservices/wisdom', {spec: {http: [{route}]}});
	}),
	apiCase('a patch with the present resourceVersion, and one with an old', async api => {
		const {metadata} = await api.post('inferenceservices', inferenceService('wisdom'));
		const {resourceVersion} = metadata;
		const patch = (minReplicas: number) => ({metadata: {resourceVersion}, spec: {predictor: {minReplicas}}});
		await api.patch('merge', 'inferenceservices/wisdom', patch(2));
		await api.patch('merge', 'inferenceservices/wisdom', patch(3));
	}),
	apiCase('a patch of what is not there', async api => {
		await api.patch('merge', 'configmaps/none', {});
		await api.patch('json', 'inferenceservices/none', []);
		await api.patch('strategic', 'configmaps/none', {});
	}),
	apiCase('a patch that is no JSON', async api => {
		await api.post('configmaps', configMap('note'));
		await api.patch('merge', 'configmaps/note', '{');
		await api.patch('json', 'configmaps/note', '[{');
		await api.patch('strategic', 'configmaps/note', 'x');
		await api.patch('apply', 'configmaps/note?fieldManager=me', '{');
	}),
	apiCase('a media type that is no patch', async api => {
		await api.post('configmaps', configMap('note'));
		await api.send('PATCH', 'configmaps/note', {}, {contentType: 'application/json'});
		await api.send('PATCH', 'configmaps/note', {}, {contentType: 'text/plain'});
	}),
	apiCase('custom resources have no strategic merge', async api => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.patch('strategic', 'inferenceservices/wisdom', {metadata: {labels: {a: 'b'}}});
	}),
	apiCase('a strategic merge of maps', async api => {
		await api.post('configmaps', configMap('note', {a: '1', c: '3'}));
		await api.patch('strategic', 'configmaps/note', {data: {a: null, b: '2'}, metadata: {labels: {x: 'y'}}});
		await api.patch('strategic', 'configmaps/note', {data: {$patch: 'replace', only: '1'}});
	}),
	apiCase('a strategic merge of the ports of a Service', async api => {
		await api.post('services', service('wisdom', [{name: 'http', port: 80}]));
		await api.patch('strategic', 'services/wisdom', {spec: {ports: [{name: 'metrics', port: 9090}]}});
		await api.patch('strategic', 'services/wisdom', {spec: {ports: [{port: 80, targetPort: 8080}]}});
		await api.patch('strategic', 'services/wisdom', {spec: {ports: [{$patch: 'delete', port: 9090}]}});
	}),
	apiCase('a strategic merge of the containers of a Deployment', async api => {
		await api.post('deployments', deployment('model'));
		const containers = (list: readonly unknown[]) => ({spec: {template: {spec: {containers: list}}}});
		await api.patch('strategic', 'deployments/model', containers([{name: 'model', image: 'model:2'}]));
		await api.patch('strategic', 'deployments/model', containers([{name: 'proxy', image: 'proxy:1'}]));
		await api.patch('strategic', 'deployments/model', containers([{name: 'proxy', $patch: 'delete'}]));
	}),
	apiCase('a strategic merge of finalizers adds, and deletes from the list', async api => {
		await api.post('configmaps', configMap('note', {}, {finalizers: ['example.com/a']}));
		await api.patch('strategic', 'configmaps/note', {metadata: {finalizers: ['example.com/b']}});
		await api.patch('strategic', 'configmaps/note', {
			metadata: {'$deleteFromPrimitiveList/finalizers': ['example.com/a']},
		});
	}),
	apiCase('a dry run of patches', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.patch('merge', 'configmaps/note?dryRun=All', {data: {a: '2'}});
		await api.patch('json', 'configmaps/note?dryRun=All', [{op: 'remove', path: '/data'}]);
		await api.patch('strategic', 'configmaps/note?dryRun=All', {data: {b: '2'}});
		await api.apply('me', 'configmaps/note?dryRun=All', configMap('note', {d: '4'}));
		await api.get('configmaps/note');
	}),
	apiCase('a patch to an invalid object', async api => {
		await api.post('configmaps', configMap('note'));
		await api.patch('merge', 'configmaps/note', {metadata: {labels: {a: '-'}}});
		await api.post('virtualservices', virtualService('wisdom', [1]));
		await api.patch('merge', 'virtualservices/wisdom', {spec: {hosts: 'x'}});
	}),
];
