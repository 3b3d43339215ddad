import type {KubectlCase} from '../kubectl-script.ts';
import {configMap, deployment, event, inferenceService, service, virtualService} from '../objects.ts';

const kubectlCase = (name: string, script: KubectlCase['script']): KubectlCase => ({name, script});

const ready = (status: 'True' | 'False') => ({
	status: {
		url: 'http://wisdom.example',
		conditions: [{type: 'Ready', status, lastTransitionTime: '2024-02-03T04:05:06Z'}],
	},
});

/** What kubectl itself prints; kubectl is the same for both servers, so that a difference is the server's. */
export const kubectlCases: readonly KubectlCase[] = [
	kubectlCase('get: a list, one, none', async (kubectl, api) => {
		await kubectl.run(['get', 'configmaps']);
		await api.post('configmaps', configMap('note', {a: '1'}, {labels: {app: 'wisdom'}}));
		await api.post('configmaps', configMap('other'));
		await kubectl.run(['get', 'configmaps']);
		await kubectl.run(['get', 'cm', 'note']);
		await kubectl.run(['get', 'cm/note', 'cm/none']);
		await kubectl.run(['get', 'cm', '-l', 'app=wisdom', '--show-labels']);
		await kubectl.run(['get', 'cm', '-L', 'app', '--no-headers']);
		await kubectl.run(['get', 'cm', '-A', '--field-selector', `metadata.namespace=${api.namespace}`]);
	}),
	kubectlCase('get: each form of output', async (kubectl, api) => {
		await api.post('configmaps?fieldManager=me', configMap('note', {a: '1'}, {labels: {app: 'wisdom'}}));
		for (const form of ['wide', 'yaml', 'json', 'name', 'jsonpath={.data.a}', 'custom-columns=N:.metadata.name']) {
			await kubectl.run(['get', 'configmap', 'note', '-o', form]);
		}

		await kubectl.run(['get', 'configmaps', '-o', 'yaml', '--show-managed-fields']);
		await kubectl.run(['get', 'configmaps', '-o', 'name']);
		await kubectl.run(['get', 'configmaps', '--sort-by', '.metadata.name']);
	}),
	kubectlCase('get: InferenceServices', async (kubectl, api) => {
		await api.post('inferenceservices?fieldManager=me', inferenceService('wisdom'));
		await kubectl.run(['get', 'isvc']);
		await api.patch('merge', 'inferenceservices/wisdom/status', ready('True'));
		await kubectl.run(['get', 'inferenceservice', 'wisdom']);
		await kubectl.run(['get', 'isvc', '-o', 'wide']);
		await kubectl.run(['get', 'inferenceservices.serving.kserve.io', '-o', 'yaml']);
		await kubectl.run(['get', 'isvc/wisdom', '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}']);
	}),
	kubectlCase('get: several kinds', async (kubectl, api) => {
		await api.post('virtualservices', virtualService('wisdom', [1]));
		await api.post('services', service('wisdom'));
		await api.post('deployments', deployment('model'));
		await kubectl.run(['get', 'vs,svc,deploy']);
		await kubectl.run(['get', 'virtualservice', 'wisdom', '-o', 'yaml']);
		await kubectl.run(['get', 'leases,httproutes']);
	}),
	kubectlCase('get: a kind that there is not', async kubectl => {
		await kubectl.run(['get', 'wisdoms']);
		await kubectl.run(['get', 'wisdoms.example.com', 'x']);
	}),
	kubectlCase('get -w', async (kubectl, api) => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		await kubectl.follow(['get', 'isvc', '-w'], 4, async () => {
			await api.patch('merge', 'inferenceservices/wisdom/status', ready('False'));
			await api.patch('merge', 'inferenceservices/wisdom/status', ready('True'));
		});
	}),
	kubectlCase('get -w of one, as names', async (kubectl, api) => {
		await api.post('configmaps', configMap('note'));
		await kubectl.follow(['get', 'cm', 'note', '-w', '-o', 'name'], 2, async () => {
			await api.patch('merge', 'configmaps/note', {data: {a: '1'}});
		});
	}),
	kubectlCase('describe', async (kubectl, api) => {
		await api.post('configmaps', configMap('note', {a: '1'}, {labels: {app: 'wisdom'}, annotations: {x: 'y'}}));
		await api.post('events', event('one', api.namespace, 'note'));
		await kubectl.run(['describe', 'configmap', 'note']);
		await api.post('inferenceservices', inferenceService('wisdom'));
		await kubectl.run(['describe', 'isvc', 'wisdom']);
		await kubectl.run(['describe', 'cm', 'none']);
	}),
	kubectlCase('describe: a VirtualService', async (kubectl, api) => {
		await api.post('virtualservices', virtualService('wisdom', [90, 10]));
		await kubectl.run(['describe', 'virtualservice/wisdom']);
	}),
	kubectlCase('apply', async kubectl => {
		await kubectl.run(['apply', '-f', '-'], configMap('note', {a: '1', b: '1'}));
		await kubectl.run(['apply', '-f', '-'], configMap('note', {a: '1', b: '1'}));
		await kubectl.run(['apply', '-f', '-'], configMap('note', {a: '2'}));
		await kubectl.run(['get', 'cm', 'note', '-o', 'yaml']);
	}),
	kubectlCase('apply: an InferenceService', async kubectl => {
		await kubectl.run(['apply', '-f', '-'], inferenceService('wisdom'));
		await kubectl.run(['apply', '-f', '-'], inferenceService('wisdom'));
		await kubectl.run(['apply', '-f', '-'], inferenceService('wisdom', 'gs://two'));
		await kubectl.run(['get', 'isvc', 'wisdom', '-o', 'yaml']);
	}),
	kubectlCase('apply: a Deployment', async kubectl => {
		await kubectl.run(['apply', '-f', '-'], deployment('model'));
		await kubectl.run(['apply', '-f', '-'], deployment('model', 'model:2'));
		await kubectl.run(['get', 'deployment', 'model', '-o', 'jsonpath={.spec.template.spec.containers[*].image}']);
	}),
	kubectlCase('apply: several objects, and one that is wrong', async kubectl => {
		const list = (...items: readonly object[]) => ({apiVersion: 'v1', kind: 'List', items});
		await kubectl.run(['apply', '-f', '-'], list(configMap('a'), configMap('B'), service('c')));
		await kubectl.run(['apply', '-f', '-'], list(configMap('d'), configMap('e')));
	}),
	kubectlCase('apply: what is wrong with a file', async kubectl => {
		await kubectl.run(['apply', '-f', '-'], 'kind: [');
		await kubectl.run(['apply', '-f', '-'], {apiVersion: 'v1', kind: 'Wisdom', metadata: {name: 'x'}});
		await kubectl.run(['apply', '-f', '-'], {...configMap('note'), colour: 'red'});
		await kubectl.run(['apply', '-f', '-'], configMap('note', {a: 1}));
		await kubectl.run(['apply', '-f', '-'], configMap('note', {}, {namespace: 'default'}));
	}),
	kubectlCase('apply: dry runs', async kubectl => {
		await kubectl.run(['apply', '--dry-run=server', '-f', '-'], configMap('note'));
		await kubectl.run(['apply', '--dry-run=client', '-f', '-'], configMap('note'));
		await kubectl.run(['apply', '--dry-run=server', '-o', 'yaml', '-f', '-'], inferenceService('wisdom'));
		await kubectl.run(['get', 'cm,isvc']);
	}),
	kubectlCase('apply --server-side', async kubectl => {
		await kubectl.run(['apply', '--server-side', '-f', '-'], configMap('note', {a: '1'}));
		await kubectl.run(['apply', '--server-side', '--field-manager', 'you', '-f', '-'], configMap('note', {a: '2'}));
		const force = ['apply', '--server-side', '--field-manager', 'you', '--force-conflicts', '-f', '-'];
		await kubectl.run(force, configMap('note', {a: '2'}));
		await kubectl.run(['get', 'cm', 'note', '-o', 'yaml', '--show-managed-fields']);
		await kubectl.run(['apply', '--server-side', '-f', '-'], inferenceService('wisdom'));
	}),
	kubectlCase('apply --server-side after apply', async kubectl => {
		await kubectl.run(['apply', '-f', '-'], configMap('note', {a: '1', b: '1'}));
		await kubectl.run(['apply', '--server-side', '-f', '-'], configMap('note', {a: '2'}));
		await kubectl.run(['get', 'cm', 'note', '-o', 'yaml', '--show-managed-fields']);
	}),
	kubectlCase('diff', async (kubectl, api) => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await kubectl.run(['diff', '-f', '-'], configMap('note', {a: '2'}), diffLines);
		await kubectl.run(['diff', '-f', '-'], configMap('note', {a: '1'}), diffLines);
	}),
	kubectlCase('create and replace', async kubectl => {
		await kubectl.run(['create', 'configmap', 'note', '--from-literal', 'a=1']);
		await kubectl.run(['create', 'configmap', 'note']);
		await kubectl.run(['replace', '-f', '-'], configMap('note', {b: '2'}));
		await kubectl.run(['replace', '-f', '-'], configMap('none'));
		await kubectl.run(['create', '-f', '-'], inferenceService('wisdom'));
		await kubectl.run(['replace', '-f', '-'], inferenceService('wisdom', 'gs://two'));
		await kubectl.run(['get', 'cm,isvc', '-o', 'yaml']);
	}),
	kubectlCase('replace of an immutable ConfigMap', async (kubectl, api) => {
		await api.post('configmaps', {...configMap('note', {a: '1'}), immutable: true});
		await kubectl.run(['replace', '-f', '-'], {...configMap('note', {a: '2'}), immutable: true});
		await kubectl.run(['replace', '--force', '-f', '-'], {...configMap('note', {a: '2'}), immutable: true});
	}),
	kubectlCase('delete', async (kubectl, api) => {
		for (const name of ['a', 'b', 'c']) await api.post('configmaps', configMap(name, {}, {labels: {app: 'x'}}));
		await kubectl.run(['delete', 'configmap', 'a']);
		await kubectl.run(['delete', 'configmap', 'a']);
		await kubectl.run(['delete', 'configmap', 'a', '--ignore-not-found']);
		await kubectl.run(['delete', 'cm', '-l', 'app=x']);
		await api.post('inferenceservices', inferenceService('wisdom'));
		await kubectl.run(['delete', 'isvc/wisdom']);
		await kubectl.run(['delete', '-f', '-'], configMap('none'));
	}),
	kubectlCase('delete waits for finalizers', async (kubectl, api) => {
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', {finalizers: ['example.com/keep']}));
		await kubectl.run(['delete', 'isvc', 'wisdom', '--timeout=1500ms']);
		await kubectl.whileWaiting(['delete', 'isvc', 'wisdom'], 1, async () => {
			await api.patch('merge', 'inferenceservices/wisdom', {metadata: {finalizers: null}});
		});
		await api.post('configmaps', configMap('note', {}, {finalizers: ['example.com/keep']}));
		await kubectl.run(['delete', 'cm', 'note', '--wait=false']);
	}),
	kubectlCase('delete: propagation', async (kubectl, api) => {
		await api.post('configmaps', configMap('a'));
		await kubectl.run(['delete', 'cm', 'a', '--cascade=orphan']);
		await api.post('configmaps', configMap('b'));
		await kubectl.run(['delete', 'cm', 'b', '--cascade=foreground']);
		await kubectl.run(['delete', 'cm', 'b', '--dry-run=server']);
	}),
	kubectlCase('wait for a condition', async (kubectl, api) => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		await kubectl.run(['wait', '--for=condition=Ready', 'isvc/wisdom', '--timeout=1500ms']);
		await kubectl.whileWaiting(['wait', '--for=condition=Ready', 'isvc/wisdom', '--timeout=30s'], 0, async () => {
			await api.patch('merge', 'inferenceservices/wisdom/status', ready('False'));
			await api.patch('merge', 'inferenceservices/wisdom/status', ready('True'));
		});
		await kubectl.run(['wait', '--for=jsonpath={.status.url}=http://wisdom.example', 'isvc/wisdom', '--timeout=5s']);
		await kubectl.run(['wait', '--for=condition=Ready', 'isvc/none', '--timeout=1s']);
	}),
	kubectlCase('wait for the end', async (kubectl, api) => {
		await api.post('configmaps', configMap('note'));
		await kubectl.run(['wait', '--for=delete', 'cm/note', '--timeout=1500ms']);
		await api.delete('configmaps/note');
		await kubectl.run(['wait', '--for=delete', 'cm/note', '--timeout=1s']);
	}),
	kubectlCase('label and annotate', async (kubectl, api) => {
		await api.post('configmaps', configMap('note', {}, {labels: {app: 'wisdom'}}));
		await kubectl.run(['label', 'cm', 'note', 'track=canary']);
		await kubectl.run(['label', 'cm', 'note', 'app=other']);
		await kubectl.run(['label', 'cm', 'note', 'app=other', '--overwrite']);
		await kubectl.run(['label', 'cm', 'note', 'track-']);
		await kubectl.run(['label', 'cm', 'note', 'app=a b', '--overwrite']);
		await kubectl.run(['annotate', 'cm', 'note', 'iter8.tools/weight=10']);
		await kubectl.run(['annotate', 'cm', '--all', 'x=y']);
		await kubectl.run(['get', 'cm', 'note', '-o', 'yaml']);
		await api.post('inferenceservices', inferenceService('wisdom'));
		await kubectl.run(['label', 'isvc', 'wisdom', 'track=canary']);
		await kubectl.run(['annotate', 'isvc', 'wisdom', 'iter8.tools/weight=10', '--overwrite']);
	}),
	kubectlCase('patch', async (kubectl, api) => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await kubectl.run(['patch', 'cm', 'note', '-p', '{"data": {"b": "2"}}']);
		await kubectl.run(['patch', 'cm', 'note', '--type=merge', '-p', '{"data": {"b": "2"}}']);
		await kubectl.run(['patch', 'cm', 'note', '--type=json', '-p', '[{"op": "remove", "path": "/data/c"}]']);
		await kubectl.run(['patch', 'cm', 'note', '--type=json', '-p', '[{"op": "remove", "path": "/data/a"}]']);
		await api.post('inferenceservices', inferenceService('wisdom'));
		await kubectl.run(['patch', 'isvc', 'wisdom', '-p', '{"metadata": {"labels": {"a": "b"}}}']);
		await kubectl.run(['patch', 'isvc', 'wisdom', '--type=merge', '-p', '{"metadata": {"labels": {"a": "b"}}}']);
		const status = ['patch', 'isvc', 'wisdom', '--subresource=status', '--type=merge', '-p'];
		await kubectl.run([...status, '{"status": {"url": "http://x"}}']);
		await kubectl.run(['get', 'isvc', 'wisdom', '-o', 'yaml']);
	}),
	kubectlCase('events', async (kubectl, api) => {
		await kubectl.run(['get', 'events']);
		await api.post('events', event('one', api.namespace, 'note'));
		await kubectl.run(['get', 'events', '-o', 'jsonpath={.items[*].message}']);
		await kubectl.run(['get', 'events', '-o', 'custom-columns=REASON:.reason,OBJECT:.involvedObject.name']);
	}),
	kubectlCase('get namespaces', async kubectl => {
		await kubectl.run(['get', 'namespace', kubectl.namespace]);
		await kubectl.run(['get', 'ns', 'default', '-o', 'name']);
	}),
	kubectlCase('create and delete a namespace', async kubectl => {
		await kubectl.run(['create', 'namespace', `${kubectl.namespace}-2`]);
		await kubectl.run(['create', 'namespace', `${kubectl.namespace}-2`]);
		await kubectl.run(['delete', 'namespace', `${kubectl.namespace}-2`]);
	}),
	kubectlCase('api-resources', async kubectl => {
		for (const group of ['serving.kserve.io', 'networking.istio.io', 'apps', 'coordination.k8s.io']) {
			await kubectl.run(['api-resources', '--api-group', group], undefined, ourKinds);
		}

		await kubectl.run(['api-resources', '--api-group', ''], undefined, ourKinds);
		await kubectl.run(['api-versions'], undefined, ourVersions);
	}),
	kubectlCase('auth can-i', async kubectl => {
		await kubectl.run(['auth', 'can-i', 'create', 'configmaps']);
		await kubectl.run(['auth', 'can-i', 'patch', 'isvc']);
	}),
	kubectlCase('get --raw', async kubectl => {
		await kubectl.run(['get', '--raw', '/readyz']);
		await kubectl.run(['get', '--raw', '/nonsense']);
	}),
	kubectlCase('pages', async (kubectl, api) => {
		for (const name of ['a', 'b', 'c', 'd', 'e']) await api.post('configmaps', configMap(name));
		await kubectl.run(['get', 'cm', '--chunk-size=2']);
	}),
	kubectlCase('scale and set image', async (kubectl, api) => {
		await api.post('deployments', deployment('model'));
		await kubectl.run(['set', 'image', 'deployment/model', 'model=model:2']);
		await kubectl.run(['get', 'deployment', 'model', '-o', 'wide']);
	}),
];

/** Without the names of temporary files. */
function diffLines(text: string): string {
	return text
		.split('\n')
		.filter(line => !/^(diff|---|\+\+\+) /.test(line))
		.join('\n');
}

const kinds =
	/^(NAME|configmaps|services|pods|events|namespaces|leases|deployments|inferenceservices|virtualservices)\b/;

function ourKinds(table: string): string {
	return table
		.split('\n')
		.filter(line => kinds.test(line))
		.map(line => line.replaceAll(/ +/g, ' '))
		.join('\n');
}

function ourVersions(list: string): string {
	const ours = ['apps/v1', 'coordination.k8s.io/v1', 'networking.istio.io/v1beta1', 'serving.kserve.io/v1beta1', 'v1'];
	return list
		.split('\n')
		.filter(line => ours.includes(line))
		.join('\n');
}
