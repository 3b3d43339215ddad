import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {modelNameFault, withModelName} from '../../source/kserve/model-name.ts';
import {servedName} from '../../source/kserve/served-name.ts';

const variable = {name: 'MLSERVER_MODEL_NAME', value: 'digits'};

test.each<[string, object, object]>([
	[
		'MLServer as the runtime takes a variable',
		{model: {runtime: 'kserve-mlserver', env: [{name: 'A', value: 'b'}]}},
		{model: {runtime: 'kserve-mlserver', env: [{name: 'A', value: 'b'}, variable]}},
	],
	[
		'MLServer as KServe chooses it takes a variable',
		{model: {modelFormat: {name: 'sklearn'}, protocolVersion: 'v2'}},
		{model: {modelFormat: {name: 'sklearn'}, protocolVersion: 'v2', env: [variable]}},
	],
	[
		"KServe's own sklearn server takes an argument",
		{model: {modelFormat: {name: 'sklearn'}}},
		{model: {modelFormat: {name: 'sklearn'}, args: ['--model_name=digits']}},
	],
	[
		'Hugging Face takes an argument, once',
		{model: {modelFormat: {name: 'huggingface'}, args: ['--model-name', 'old', '--dtype=half', '--model_name=older']}},
		{model: {modelFormat: {name: 'huggingface'}, args: ['--dtype=half', '--model_name=digits']}},
	],
	[
		'vLLM has an argument of its own',
		{model: {modelFormat: {name: 'vllm'}, args: ['--dtype=half', '--served-model-name', 'chat']}},
		{model: {modelFormat: {name: 'vllm'}, args: ['--dtype=half', '--served-model-name=digits']}},
	],
	[
		'vLLM that was told no name is told one',
		{model: {runtime: 'kserve-vllmserver'}},
		{model: {runtime: 'kserve-vllmserver', args: ['--served-model-name=digits']}},
	],
	[
		'a variable that is there already is replaced',
		{
			model: {
				args: ['--x'],
				env: [
					{name: 'MODEL_NAME', value: 'old'},
					{name: 'A', value: 'b'},
				],
			},
		},
		{
			model: {
				args: ['--x'],
				env: [
					{name: 'MODEL_NAME', value: 'digits'},
					{name: 'A', value: 'b'},
				],
			},
		},
	],
	[
		"the older form with the framework's key is understood",
		{minReplicas: 1, sklearn: {storageUri: 'gs://models/one'}},
		{minReplicas: 1, sklearn: {storageUri: 'gs://models/one', args: ['--model_name=digits']}},
	],
	[
		'of containers it is the first that serves the model',
		{containers: [{name: 'kserve-container', image: 'own'}, {name: 'other'}]},
		{containers: [{name: 'kserve-container', image: 'own', args: ['--model_name=digits']}, {name: 'other'}]},
	],
])('%s', (_, predictor, expected) => {
	expect(withModelName('wisdom-1', {predictor, transformer: {}}, 'digits')).toEqual({
		predictor: expected,
		transformer: {},
	});
});

test('a spec without a model is refused', () => {
	expect(() => withModelName('wisdom-1', {predictor: {minReplicas: 1}}, 'digits')).toThrow(
		'wisdom-1 has no model in spec.predictor that could be given a name: give the whole InferenceService with -f',
	);
});

test('the name that is put in is the name that is read, whatever was there before', () => {
	const word = fc.constantFrom('--model_name=a', '--model-name', 'b', '--dtype=half', '{{.Name}}');
	const entry = fc.record({name: fc.constantFrom('MODEL_NAME', 'MLSERVER_MODEL_NAME', 'A'), value: fc.constant('c')});
	const model = fc.record(
		{
			args: fc.array(word, {maxLength: 4}),
			env: fc.array(entry, {maxLength: 3}),
			runtime: fc.constantFrom('kserve-mlserver', 'mine'),
		},
		{requiredKeys: []},
	);
	fc.assert(
		fc.property(model, own => {
			const spec = withModelName('wisdom-1', {predictor: {model: own}}, 'digits');
			const object = {apiVersion: '', kind: 'InferenceService', metadata: {name: 'wisdom-1'}, spec};
			expect(servedName(object)).toEqual({name: 'digits', isExplicit: true});
		}),
	);
});

test.each([
	['digits', true],
	['Llama-3.1_8b~x', true],
	['a/b', false],
	['', false],
	['-a', false],
	['a b', false],
])('%j fits into a path: %s', (name, fits) => {
	expect(modelNameFault(name) === undefined).toBe(fits);
});
