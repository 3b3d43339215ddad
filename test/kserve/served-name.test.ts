import {expect, test} from 'vitest';
import {deploymentMode} from '../../source/kserve/deployment-mode.ts';
import {bodyProtocol, servedName} from '../../source/kserve/served-name.ts';
import type {KubeObject} from '../../source/objects/object.ts';

const model = (predictor: object): KubeObject => ({
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name: 'wisdom-0'},
	spec: {predictor},
});

test.each([
	[{model: {}}, 'wisdom-0', false],
	[{model: {args: ['--model_name=owl']}}, 'owl', true],
	[{model: {args: ['--model-name', 'owl', '--x']}}, 'owl', true],
	[{model: {args: ['--model_name']}}, 'wisdom-0', false],
	[{model: {args: ['--model_name={{.Name}}']}}, 'wisdom-0', false],
	[{model: {env: [{name: 'MLSERVER_MODEL_NAME', value: 'owl'}]}}, 'owl', true],
	[{model: {env: [{name: 'MLSERVER_MODEL_NAME', valueFrom: {}}]}}, 'wisdom-0', false],
	[{containers: [{args: ['--model_name=owl']}]}, 'owl', true],
	[{containers: [{args: ['--model_name=a']}], model: {args: ['--model_name=owl']}}, 'owl', true],
	[
		{containers: [{args: ['--model_name=a']}], sklearn: {storageUri: 'gs://b', args: ['--model_name=owl']}},
		'owl',
		true,
	],
	[
		{
			containers: [
				{name: 'a', args: ['--model_name=a']},
				{name: 'kserve-container', args: ['--model_name=owl']},
			],
		},
		'owl',
		true,
	],
	[{model: {args: ['--model_name', '--http_port=8080']}}, 'wisdom-0', false],
	[{model: {modelFormat: {name: 'vllm'}, args: ['--served-model-name=chat']}}, 'chat', true],
	[{model: {args: ['--served_model_name', 'chat', 'chat-8b']}}, 'chat', true],
	[{model: {args: ['--served-model-name={{.Name}}']}}, 'wisdom-0', false],
	[{containers: [{command: ['vllm', 'serve', '/mnt/models', '--served-model-name', 'chat']}]}, 'chat', true],
	[{containers: [{command: ['vllm', 'serve', '/mnt/models', '--port', '80']}]}, '/mnt/models', false],
	[{containers: [{command: ['vllm', 'serve'], args: ['--model', 'org/chat']}]}, 'org/chat', false],
	[{containers: [{command: ['python3', '-m', 'vllm.entrypoints.openai.api_server', '--model=a/b']}]}, 'a/b', false],
	[{model: {args: ['--model', 'org/chat']}}, 'wisdom-0', false],
	[{model: {args: ['--model_name=$(N)'], env: [{name: 'N', value: 'owl'}]}}, 'owl', true],
	[{model: {args: ['--served-model-name', '$(N)'], env: [{name: 'N', valueFrom: {}}]}}, 'wisdom-0', false],
	[
		{
			model: {
				args: ['--model_name=$(N)'],
				env: [
					{name: 'M', value: 'owl'},
					{name: 'N', value: '$(M)-8b'},
				],
			},
		},
		'owl-8b',
		true,
	],
	[
		{containers: [{command: ['/bin/sh', '-c'], args: ['exec vllm serve /mnt/models \\\n --served-model-name "chat"']}]},
		'chat',
		true,
	],
	[
		{
			containers: [
				{
					command: ['bash', '-c', 'cd /app && vllm serve $HOME/m --served-model-name=${N}'],
					env: [{name: 'N', value: 'chat'}],
				},
			],
		},
		'chat',
		true,
	],
	[{containers: [{command: ['sh', '-c', 'vllm serve "$MODEL"']}]}, 'wisdom-0', false],
	[{containers: [{image: 'vllm/vllm-openai:v0.11', args: ['--model', 'org/chat']}]}, 'org/chat', false],
	[{containers: [{image: 'vllm/vllm-openai:v0.11', args: ['org/chat', '--port=8080']}]}, 'org/chat', false],
	[{containers: [{image: 'vllm/vllm-openai:v0.11', args: ['--port=8080']}]}, 'wisdom-0', false],
	[
		{model: {modelFormat: {name: 'huggingface'}, image: 'owls/hf-vllm:1', args: ['--model=org/chat']}},
		'wisdom-0',
		false,
	],
	[{containers: [{image: 'vllm/tools:1', args: ['--model', 'org/chat']}]}, 'wisdom-0', false],
	[{containers: [{image: 'vllm/vllm-openai', command: ['serve-owls'], args: ['--model', 'a']}]}, 'wisdom-0', false],
	[{containers: [{command: ['sh', '-c', 'vllm serve /m --served-model-name chat; sleep 5']}]}, 'chat', true],
	[{containers: [{command: ['sh', '-c', 'vllm serve org/chat|tee /log']}]}, 'org/chat', false],
	[{huggingface: {args: ['--model_name=llama3', '--model_id=org/llama']}}, 'llama3', true],
	[{model: {args: ['--model_name={{.Name}}'], env: [{name: 'MODEL_NAME', value: 'owl'}]}}, 'owl', true],
])('%j serves %s', (predictor, name, isExplicit) => {
	expect(servedName(model(predictor))).toEqual({name, isExplicit});
});

test('a transformer is asked first, so that its name counts where it is told one', () => {
	const named = model({model: {args: ['--model_name=owl']}});
	const spec = (args: readonly string[]) => ({...(named['spec'] as object), transformer: {containers: [{args}]}});
	expect(servedName({...named, spec: spec(['--model_name', 'elm'])})).toEqual({name: 'elm', isExplicit: true});
	expect(servedName({...named, spec: spec([])})).toEqual({name: 'owl', isExplicit: true});
});

test.each([
	[{model: {modelFormat: {name: 'sklearn'}}}, undefined],
	[{model: {modelFormat: {name: 'huggingface'}}}, 'OpenAI'],
	[{model: {modelFormat: {name: 'vllm'}}}, 'OpenAI'],
	[{containers: [{args: ['--served-model-name=chat']}]}, 'OpenAI'],
	[{containers: [{command: ['/usr/bin/vllm', 'serve']}]}, 'OpenAI'],
	[{containers: [{image: 'registry.example/odh-vllm-cuda@sha256:1', args: ['--model=/mnt/models']}]}, 'OpenAI'],
	[{huggingface: {storageUri: 'gs://a'}}, 'OpenAI'],
	[{huggingface: {args: ['--model_id=org/llama']}}, 'OpenAI'],
	[{containers: [{command: ['sh', '-c', 'exec vllm serve /mnt/models']}]}, 'OpenAI'],
	[{containers: [{ports: [{name: 'http1'}]}], triton: {storageUri: 'gs://a', protocolVersion: 'grpc-v2'}}, 'gRPC'],
	[{model: {modelFormat: {name: 'sklearn'}, protocolVersion: 'grpc-v2'}}, 'gRPC'],
	[{model: {modelFormat: {name: 'triton'}, ports: [{name: 'h2c', containerPort: 9000}]}}, 'gRPC'],
])('the body of requests to %j has a name for %s', (predictor, protocol) => {
	expect(bodyProtocol(model(predictor))).toBe(protocol);
});

test.each([
	['Serverless', undefined, 'Knative'],
	[undefined, 'RawDeployment', 'Standard'],
	['Standard', 'ModelMesh', 'Standard'],
	[undefined, 'ModelMesh', 'ModelMesh'],
	['Dream', undefined, undefined],
	[undefined, undefined, undefined],
])('status %s and annotation %s are the mode %s', (status, annotation, mode) => {
	const annotations = annotation === undefined ? {} : {'serving.kserve.io/deploymentMode': annotation};
	const object = {...model({}), metadata: {name: 'wisdom-0', annotations}, status: {deploymentMode: status}};
	expect(deploymentMode(object)).toBe(mode);
});
