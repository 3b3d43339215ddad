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
		'vLLM by the format as its runtime in KServe spells it is told a name',
		{model: {modelFormat: {name: 'vLLM'}}},
		{model: {modelFormat: {name: 'vLLM'}, args: ['--served-model-name=digits']}},
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
		'a model goes before the transformer in its pod, which the API server puts first, and asks it by its name',
		{
			containers: [{name: 'transformer-container', args: ['--model_name', 'old', '--http_port=8080']}, {name: 'log'}],
			model: {modelFormat: {name: 'pytorch'}, storageUri: 'gs://models/one'},
		},
		{
			containers: [{name: 'transformer-container', args: ['--http_port=8080', '--model_name=digits']}, {name: 'log'}],
			model: {modelFormat: {name: 'pytorch'}, storageUri: 'gs://models/one', args: ['--model_name=digits']},
		},
	],
	[
		"so does one under its framework's key",
		{containers: [{name: 'transformer-container'}], sklearn: {storageUri: 'gs://a', protocolVersion: 'v2'}},
		{
			containers: [{name: 'transformer-container'}],
			sklearn: {storageUri: 'gs://a', protocolVersion: 'v2', env: [variable]},
		},
	],
	[
		"of containers it is the one of KServe's name that serves the model",
		{containers: [{name: 'transformer-container'}, {name: 'kserve-container'}]},
		{containers: [{name: 'transformer-container'}, {name: 'kserve-container', args: ['--model_name=digits']}]},
	],
	[
		'vLLM may have several names, all of which are replaced',
		{model: {args: ['--served-model-name', 'chat', 'chat-8b', '--dtype=half', '--served_model_name=a', 'b']}},
		{model: {args: ['--dtype=half', 'b', '--served-model-name=digits']}},
	],
	[
		'a name that was forgotten takes no other argument with it',
		{model: {args: ['--model_name', '--http_port=8080']}},
		{model: {args: ['--http_port=8080', '--model_name=digits']}},
	],
	[
		'a name in the command is replaced by one behind it',
		{containers: [{command: ['vllm', 'serve', '/mnt/models', '--served-model-name', 'chat', 'b'], args: ['--x']}]},
		{containers: [{command: ['vllm', 'serve', '/mnt/models'], args: ['--x', '--served-model-name=digits']}]},
	],
	[
		'a name whose flag ends the command is replaced, too',
		{containers: [{command: ['serve', '--model_name'], args: ['old', '--x']}]},
		{containers: [{command: ['serve'], args: ['--x', '--model_name=digits']}]},
	],
	[
		'vLLM is known by its command',
		{containers: [{command: ['python3', '-m', 'vllm.entrypoints.openai.api_server']}]},
		{
			containers: [
				{command: ['python3', '-m', 'vllm.entrypoints.openai.api_server'], args: ['--served-model-name=digits']},
			],
		},
	],
	[
		'vLLM is known by its image, where that starts it',
		{containers: [{image: 'vllm/vllm-openai:v0.11', args: ['--model=/mnt/models']}]},
		{containers: [{image: 'vllm/vllm-openai:v0.11', args: ['--model=/mnt/models', '--served-model-name=digits']}]},
	],
	[
		"Hugging Face's server has its own argument, whatever its backend is",
		{model: {modelFormat: {name: 'huggingface'}, args: ['--backend', 'vllm']}},
		{model: {modelFormat: {name: 'huggingface'}, args: ['--backend', 'vllm', '--model_name=digits']}},
	],
	[
		'a shell does not matter where a variable has the name',
		{containers: [{command: ['sh', '-c', 'serve'], env: [{name: 'MODEL_NAME', value: 'old'}]}]},
		{containers: [{command: ['sh', '-c', 'serve'], env: [{name: 'MODEL_NAME', value: 'digits'}]}]},
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

test.each<[string, readonly object[], readonly object[]]>([
	[
		'that is told none',
		[{image: 'a', args: ['--predictor_protocol=v2']}],
		[{image: 'a', args: ['--predictor_protocol=v2', '--model_name=owl']}],
	],
	[
		'that is told another',
		[{args: ['--model_name', 'elm', '--x']}, {name: 'log'}],
		[{args: ['--x', '--model_name=owl']}, {name: 'log'}],
	],
	['that a shell starts', [{command: ['sh', '-c', 'serve']}], [{command: ['sh', '-c', 'serve']}]],
])('a transformer %s is asked, and asks, by the name of the model', (_, containers, expected) => {
	const predictor = {model: {modelFormat: {name: 'sklearn'}, args: ['--model_name=elm']}};
	expect(withModelName('wisdom-0', {predictor, transformer: {minReplicas: 1, containers}}, 'owl')).toEqual({
		predictor: {model: {modelFormat: {name: 'sklearn'}, args: ['--model_name=owl']}},
		transformer: {minReplicas: 1, containers: expected},
	});
});

test('a spec without a model is refused', () => {
	expect(() => withModelName('wisdom-1', {predictor: {minReplicas: 1}}, 'digits')).toThrow(
		'wisdom-1 has no model in spec.predictor that could be given a name: give the whole InferenceService with -f',
	);
});

test('a model that a shell starts is refused, as nobody reads what the shell is told', () => {
	const containers = [{command: ['/bin/bash', '-ec'], args: ['exec vllm serve /mnt/models --served-model-name chat']}];
	expect(() => withModelName('wisdom-1', {predictor: {containers}}, 'digits')).toThrow(
		'wisdom-1 starts its model by a shell (/bin/bash -ec), in whose words no name can be put: give the whole InferenceService with -f',
	);
});

test('the name that is put in is the name that is read, whatever was there before', () => {
	const word = fc.constantFrom(
		'--model_name=a',
		'--model-name',
		'--served-model-name',
		'b',
		'--dtype=half',
		'{{.Name}}',
	);
	const words = fc.array(word, {maxLength: 4});
	const entry = fc.record({name: fc.constantFrom('MODEL_NAME', 'MLSERVER_MODEL_NAME', 'A'), value: fc.constant('c')});
	const model = fc.record(
		{
			command: words,
			args: words,
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
