import {apiCase, type ApiCase} from '../api-case.ts';
import {configMap, deployment, httpRoute, inferenceService, pod, service, virtualService} from '../objects.ts';

const badNames = ['Note', 'a_b', '-a', 'a..b', 'a/b', 'x'.repeat(254)];

export const createCases: readonly ApiCase[] = [
	apiCase('an object that is already there is not created again', async api => {
		await api.post('configmaps', configMap('note'));
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.post('inferenceservices', inferenceService('wisdom'));
	}),
	apiCase('the server sets uid, creationTimestamp and generation, whatever the client says', async api => {
		const metadata = {
			uid: 'mine',
			creationTimestamp: '2001-01-01T00:00:00Z',
			generation: 7,
			selfLink: '/mine',
			deletionTimestamp: '2001-01-01T00:00:00Z',
			deletionGracePeriodSeconds: 5,
		};
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', metadata));
		await api.post('configmaps', configMap('note', {}, metadata));
	}),
	apiCase('a resourceVersion must not be set on creation', async api => {
		await api.post('configmaps', configMap('note', {}, {resourceVersion: '1'}));
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', {resourceVersion: '1'}));
	}),
	apiCase('generateName', async api => {
		await api.post('configmaps', {apiVersion: 'v1', kind: 'ConfigMap', metadata: {generateName: 'note-'}});
		await api.post('inferenceservices', {...inferenceService('x'), metadata: {generateName: 'wisdom-'}});
	}),
	apiCase('a name is needed', async api => {
		await api.post('configmaps', {apiVersion: 'v1', kind: 'ConfigMap', metadata: {}});
		await api.post('configmaps', {apiVersion: 'v1', kind: 'ConfigMap'});
		await api.post('inferenceservices', {...inferenceService('x'), metadata: {}});
	}),
	...badNames.map(name =>
		apiCase(`the name "${name.slice(0, 10)}" is invalid`, async api => {
			await api.post('configmaps', configMap(name));
		}),
	),
	apiCase('the name of a custom resource is invalid', async api => {
		await api.post('inferenceservices', inferenceService('Wisdom'));
		await api.post('virtualservices', virtualService('a_b', [1]));
	}),
	apiCase('the name of a Service is a label', async api => {
		await api.post('services', service('1-wisdom'));
	}),
	apiCase('labels and annotations are validated', async api => {
		await api.post('configmaps', configMap('a', {}, {labels: {'a b': 'c'}}));
		await api.post('configmaps', configMap('b', {}, {labels: {a: 'b c'}}));
		await api.post('configmaps', configMap('c', {}, {annotations: {'-x': ''}}));
		await api.post('inferenceservices', inferenceService('d', 'gs://a', {labels: {a: '-'}}));
	}),
	apiCase('finalizers are validated', async api => {
		await api.post('configmaps', configMap('a', {}, {finalizers: ['plain']}));
		await api.post('inferenceservices', inferenceService('b', 'gs://a', {finalizers: ['a b']}));
	}),
	apiCase('owner references are validated', async api => {
		const reference = {apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: ''};
		await api.post('configmaps', configMap('a', {}, {ownerReferences: [reference]}));
	}),
	apiCase('keys of a ConfigMap are validated', async api => {
		await api.post('configmaps', configMap('a', {'a b': 'c'}));
	}),
	apiCase('values of a ConfigMap must be strings', async api => {
		await api.post('configmaps', configMap('a', {a: 1}));
	}),
	apiCase('binaryData of a ConfigMap', async api => {
		await api.post('configmaps', {...configMap('a', {}), binaryData: {b: 'aGVsbG8='}});
		await api.post('configmaps', {...configMap('b', {}), binaryData: {b: 'no base64!'}});
	}),
	apiCase('the namespace must be there', async api => {
		await api.post('/api/v1/namespaces/no-such-namespace/configmaps', configMap('note'));
		await api.post(
			'/apis/serving.kserve.io/v1beta1/namespaces/no-such-namespace/inferenceservices',
			inferenceService('wisdom'),
		);
	}),
	apiCase('the namespace of the path and of the object must agree', async api => {
		await api.post('configmaps', configMap('note', {}, {namespace: 'default'}));
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', {namespace: 'default'}));
		await api.post('configmaps', configMap('note', {}, {namespace: api.namespace}));
	}),
	apiCase('the kind of the path and of the object must agree', async api => {
		await api.post('configmaps', {...configMap('note'), kind: 'Wisdom'});
		await api.post('configmaps', {...configMap('note'), kind: 'Service'});
		await api.post('configmaps', {...configMap('note'), apiVersion: 'v2'});
		await api.post('inferenceservices', configMap('note'));
		await api.post('inferenceservices', {...inferenceService('x'), kind: 'Other'});
	}),
	apiCase('the kind may be left out where the path names it', async api => {
		await api.post('configmaps', {metadata: {name: 'note'}});
		await api.post('inferenceservices', {metadata: {name: 'wisdom'}, spec: {predictor: {}}});
	}),
	apiCase('a body that is no JSON', async api => {
		await api.post('configmaps', '{"metadata":');
		await api.post('configmaps', 'nonsense');
		await api.post('configmaps', '');
		await api.post('inferenceservices', '{"metadata":');
		await api.post('configmaps', '[]');
	}),
	apiCase('a body in YAML', async api => {
		const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: note\ndata:\n  a: "1"\n';
		await api.post('configmaps', yaml, {contentType: 'application/yaml'});
	}),
	apiCase('a media type that is not supported', async api => {
		await api.post('configmaps', 'note', {contentType: 'text/plain'});
		await api.post('inferenceservices', 'note', {contentType: 'application/xml'});
	}),
	apiCase('a body that is too large', async api => {
		await api.post('configmaps', configMap('note', {a: 'x'.repeat(3.5 * 1024 * 1024)}));
	}),
	apiCase('a ConfigMap that is too large', async api => {
		await api.post('configmaps', configMap('note', {a: 'x'.repeat(1_100_000)}));
	}),
	apiCase('a dry run answers as if, and stores nothing', async api => {
		await api.post('configmaps?dryRun=All', configMap('note', {a: '1'}));
		await api.get('configmaps/note');
		await api.post('inferenceservices?dryRun=All', inferenceService('wisdom'));
		await api.get('inferenceservices/wisdom');
	}),
	apiCase('a dry run is validated as any run', async api => {
		await api.post('configmaps', configMap('note'));
		await api.post('configmaps?dryRun=All', configMap('note'));
		await api.post('configmaps?dryRun=All', configMap('Note'));
	}),
	apiCase('a dry run is all or nothing', async api => {
		await api.post('configmaps?dryRun=Some', configMap('note'));
		await api.post('configmaps?dryRun=true', configMap('note'));
	}),
	apiCase('unknown fields are dropped, with a warning or an error when asked for', async api => {
		await api.post('configmaps', {...configMap('a'), colour: 'red'});
		await api.post('configmaps?fieldValidation=Ignore', {...configMap('b'), colour: 'red'});
		await api.post('configmaps?fieldValidation=Warn', {...configMap('c'), colour: 'red'});
		await api.post('configmaps?fieldValidation=Strict', {...configMap('d'), colour: 'red'});
		await api.post('configmaps?fieldValidation=Often', configMap('e'));
	}),
	apiCase('unknown fields of a custom resource are dropped, with a warning or an error when asked for', async api => {
		const {spec, ...others} = inferenceService('a');
		const object = {...others, spec: {...(spec as object), colour: 'red'}};
		await api.post('inferenceservices?fieldValidation=Warn', object);
		await api.post('inferenceservices?fieldValidation=Strict&dryRun=All', object);
	}),
	apiCase('the status of a new custom resource is dropped', async api => {
		await api.post('inferenceservices', {...inferenceService('wisdom'), status: {url: 'http://mine'}});
		await api.get('inferenceservices/wisdom');
	}),
	apiCase('a wrong type in a custom resource is invalid', async api => {
		const wrong = {...virtualService('a', [1]), spec: {hosts: 'a.example'}};
		await api.post('virtualservices', wrong);
		await api.post('inferenceservices', {...inferenceService('b'), spec: {predictor: {minReplicas: 'one'}}});
		await api.post('inferenceservices', {...inferenceService('c'), spec: {}});
	}),
	apiCase('defaults of a Service', async api => {
		await api.post('services', service('wisdom'));
		const external = {type: 'ExternalName', externalName: 'gateway.example'};
		await api.post('services', {apiVersion: 'v1', kind: 'Service', metadata: {name: 'outside'}, spec: external});
		await api.post('services', {
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name: 'headless'},
			spec: {clusterIP: 'None', selector: {app: 'x'}, ports: [{port: 80, targetPort: 8080}]},
		});
	}),
	apiCase('a Service without ports is invalid', async api => {
		await api.post('services', service('wisdom', []));
	}),
	apiCase('defaults of a Deployment', async api => {
		await api.post('deployments', deployment('model'));
	}),
	apiCase('the selector of a Deployment must select its pods', async api => {
		const {spec, ...others} = deployment('model');
		await api.post('deployments', {...others, spec: {...(spec as object), selector: {matchLabels: {app: 'other'}}}});
	}),
	apiCase('defaults of a Pod', async api => {
		await api.post('pods', pod('server'));
	}),
	apiCase('defaults of an HTTPRoute', async api => {
		await api.post('httproutes', httpRoute('wisdom'));
	}),
	apiCase('a VirtualService is read in each of its versions', async api => {
		await api.post('virtualservices', virtualService('wisdom', [90, 10]));
		const path = `namespaces/${api.namespace}/virtualservices/wisdom`;
		await api.get(`/apis/networking.istio.io/v1/${path}`);
		await api.get(`/apis/networking.istio.io/v1alpha3/${path}`);
	}),
	apiCase('a namespace is active at once and labelled with its name', async api => {
		const name = `${api.namespace}-2`;
		await api.post('/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
		await api.get(`/api/v1/namespaces/${name}`);
		await api.delete(`/api/v1/namespaces/${name}`, undefined, {only: () => undefined});
	}),
	apiCase('an object with null in it', async api => {
		await api.post('configmaps', {...configMap('note', {}, {labels: null, annotations: null}), data: null});
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', {labels: null}));
	}),
	apiCase('the paths and verbs that there are not', async api => {
		await api.get('/nonsense');
		await api.get('/api/v2');
		await api.get('/api/v1/nonsense');
		await api.get('/apis/nonsense.example/v1');
		await api.get('/apis/serving.kserve.io/v9/inferenceservices');
		await api.get('/apis/serving.kserve.io/v1beta1/nonsense');
		await api.get('configmaps/note/nonsense');
		await api.get('inferenceservices/wisdom/nonsense');
	}),
	apiCase('the verbs that a path does not have', async api => {
		await api.post('configmaps/note', configMap('note'));
		await api.put('configmaps', configMap('note'));
		await api.patch('merge', 'configmaps', {});
		await api.post('/api/v1/configmaps', configMap('note'));
	}),
	apiCase('a token that is wrong', async api => {
		await api.get('configmaps', {token: 'wrong'});
		await api.get('/apis', {token: 'wrong'});
		await api.post('configmaps', configMap('note'), {token: 'wrong'});
	}),
	apiCase('nobody without a token sees objects', async api => {
		await api.get('configmaps', {token: ''});
		await api.get('configmaps/note', {token: ''});
		await api.post('inferenceservices', inferenceService('wisdom'), {token: ''});
		await api.get('/version', {token: '', only: () => undefined});
		await api.get('/api', {token: '', only: body => body});
	}),
	apiCase('a user without rights may do nothing', async api => {
		const user = 'viewer';
		await api.get('configmaps', {user});
		await api.get('configmaps/note', {user});
		await api.get('/api/v1/configmaps', {user});
		await api.get(`/api/v1/namespaces/${api.namespace}`, {user});
		await api.get('/api/v1/namespaces', {user});
		await api.post('configmaps', configMap('note'), {user});
		await api.put('configmaps/note', configMap('note'), {user});
		await api.patch('merge', 'virtualservices/wisdom', {}, {user});
		await api.apply('me', 'inferenceservices/wisdom', inferenceService('wisdom'), {user});
		await api.patch('merge', 'inferenceservices/wisdom/status', {}, {user});
		await api.delete('deployments/model', undefined, {user});
		await api.delete('configmaps', undefined, {user});
		await api.get('configmaps?watch=true', {user});
		await api.get('/nonsense', {user});
	}),
];
