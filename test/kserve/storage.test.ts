import {expect, test} from 'vitest';
import {modelPlace, storageUriIn, withStorageUri} from '../../source/kserve/storage.ts';

const format = {modelFormat: {name: 'sklearn'}};

test.each<[string, object, object]>([
	[
		'in the model',
		{minReplicas: 1, model: {...format, storageUri: 'gs://a'}},
		{minReplicas: 1, model: {...format, storageUri: 'gs://b'}},
	],
	['of a model that has it in its image', {model: format}, {model: {...format, storageUri: 'gs://b'}}],
	[
		'in the model, whatever stands beside it',
		{containers: [{name: 'log'}], initial: {storageUri: 'gs://c'}, model: {storageUri: 'gs://a'}},
		{containers: [{name: 'log'}], initial: {storageUri: 'gs://c'}, model: {storageUri: 'gs://b'}},
	],
	[
		'that its server is told of as well',
		{model: {...format, args: ['--model=/mnt/models', '--model_name=chat'], storageUri: 'hf://a'}},
		{model: {...format, args: ['--model=/mnt/models', '--model_name=chat'], storageUri: 'gs://b'}},
	],
	['under the key of the framework', {xgboost: {storageUri: 'gs://a'}}, {xgboost: {storageUri: 'gs://b'}}],
	[
		'in a list of one, where it is mounted as before',
		{model: format, storageUris: [{uri: 'gs://a', mountPath: '/mnt/other'}]},
		{model: format, storageUris: [{uri: 'gs://b', mountPath: '/mnt/other'}]},
	],
	[
		'in the variable of a container that serves a model',
		{containers: [{name: 'a'}, {name: 'kserve-container', env: [{name: 'A'}, {name: 'STORAGE_URI', value: 'gs://a'}]}]},
		{containers: [{name: 'a'}, {name: 'kserve-container', env: [{name: 'A'}, {name: 'STORAGE_URI', value: 'gs://b'}]}]},
	],
])('a place %s is replaced', (_, predictor, expected) => {
	expect(withStorageUri('wisdom-0', {predictor, transformer: {}}, 'gs://b')).toEqual({
		predictor: expected,
		transformer: {},
	});
});

test.each<[unknown, string]>([
	[{}, 'wisdom-0 has no spec.predictor to put a storageUri into'],
	[
		{predictor: {containers: [{name: 'kserve-container', env: [{name: 'A', value: 'gs://a'}]}]}},
		'wisdom-0 loads no model by storageUri: give the whole InferenceService with -f',
	],
	[{predictor: {containers: []}}, 'wisdom-0 loads no model by storageUri: give the whole InferenceService with -f'],
	[
		{predictor: {model: format, storageUris: [{uri: 'gs://a'}, {uri: 'gs://lora', mountPath: '/mnt/lora'}]}},
		'wisdom-0 loads from 2 places (storageUris): give the whole InferenceService with -f',
	],
	[
		{predictor: {model: {...format, storage: {key: 'minio', path: 'sklearn/a.joblib'}}}},
		'wisdom-0 loads its model by storage.key and storage.path (sklearn/a.joblib), beside which KServe takes no URI: give the whole InferenceService with -f',
	],
	[
		{predictor: {model: {modelFormat: {name: 'huggingface'}, args: ['--model_name=chat', '--model_id=meta/llama']}}},
		'wisdom-0 is told its model by --model_id=meta/llama, beside which its server heeds no storageUri: give the whole InferenceService with -f',
	],
	[
		{predictor: {model: {modelFormat: {name: 'vllm'}, args: ['--model', 'meta/llama'], storageUri: 'hf://meta/llama'}}},
		'wisdom-0 is told its model by --model=meta/llama, beside which its server heeds no storageUri: give the whole InferenceService with -f',
	],
])('no place can be put into %j', (spec, message) => {
	expect(() => withStorageUri('wisdom-0', spec, 'gs://b')).toThrow(message);
});

test.each<[object, string | undefined]>([
	[{model: {...format, storageUri: 'gs://a'}}, 'gs://a'],
	[{xgboost: {storageUri: 'gs://a'}}, 'gs://a'],
	[{model: format, storageUris: [{uri: 'gs://a'}, {uri: 'gs://b'}]}, 'gs://a'],
	[{model: {...format, storage: {key: 'localMinIO', path: 'sklearn/digits'}}}, 'localMinIO:sklearn/digits'],
	[{model: {...format, args: ['--model_id', 'org/chat']}}, '--model_id=org/chat'],
	[{containers: [{name: 'kserve-container', image: 'digits:2'}]}, 'digits:2'],
	[{containers: [{image: 'server', env: [{name: 'STORAGE_URI', value: 'gs://a'}]}]}, 'gs://a'],
	[{model: format}, undefined],
	[{}, undefined],
])('the place of the model of %j is told', (predictor, place) => {
	expect(modelPlace({predictor})).toBe(place);
});

test.each([
	[{model: {storageUri: 'gs://a'}}, 'gs://a'],
	[{containers: [{env: [{name: 'STORAGE_URI', value: 'gs://a'}]}]}, 'gs://a'],
	[{containers: [{env: [{name: 'STORAGE_URI', valueFrom: {}}]}]}, undefined],
	[{model: {storage: {key: 'minio'}}}, undefined],
	[undefined, undefined],
])('the predictor %j loads its model from %s', (predictor, place) => {
	expect(storageUriIn(predictor)).toBe(place);
});
