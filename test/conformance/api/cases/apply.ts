import {apiCase, managedFieldsCase, type ApiCase} from '../api-case.ts';
import {configMap, deployment, inferenceService, service, virtualService} from '../objects.ts';

/** Server-side apply and who owns which field. */
export const applyCases: readonly ApiCase[] = [
	managedFieldsCase('an apply creates the object', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}, {labels: {x: 'y'}}));
		await api.apply('me', 'inferenceservices/wisdom', inferenceService('wisdom'));
	}),
	managedFieldsCase('the same apply again writes nothing', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('me', 'virtualservices/wisdom', virtualService('wisdom', [90, 10]));
		await api.apply('me', 'virtualservices/wisdom', virtualService('wisdom', [90, 10]));
	}),
	managedFieldsCase('what a manager stops naming is gone', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1', b: '2'}, {annotations: {x: 'y'}}));
		await api.apply('me', 'configmaps/note', configMap('note', {b: '2'}));
	}),
	managedFieldsCase('two managers own fields beside each other', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('you', 'configmaps/note', configMap('note', {b: '2'}));
		await api.apply('me', 'configmaps/note', configMap('note', {}));
	}),
	managedFieldsCase('two managers that say the same share the field', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('you', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('me', 'configmaps/note', configMap('note', {}));
		await api.apply('you', 'configmaps/note', configMap('note', {}));
	}),
	managedFieldsCase('a field of another manager is a conflict', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1', b: '1'}));
		await api.apply('you', 'configmaps/note', configMap('note', {a: '2'}));
		await api.apply('you', 'configmaps/note', configMap('note', {a: '2', b: '2'}));
		await api.get('configmaps/note');
	}),
	managedFieldsCase('force takes a field over', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1', b: '1'}));
		await api.apply('you', 'configmaps/note?force=true', configMap('note', {a: '2'}));
		await api.apply('me', 'configmaps/note', configMap('note', {b: '1'}));
	}),
	managedFieldsCase('fields of an update are a conflict, too', async api => {
		await api.post('configmaps?fieldManager=you', configMap('note', {a: '1'}));
		await api.apply('me', 'configmaps/note', configMap('note', {a: '2'}));
		await api.apply('me', 'configmaps/note?force=true', configMap('note', {a: '2'}));
	}),
	managedFieldsCase('a conflict with several managers names each', async api => {
		await api.apply('one', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('two', 'configmaps/note', configMap('note', {b: '1'}));
		await api.apply('three', 'configmaps/note', configMap('note', {a: '2', b: '2'}));
	}),
	managedFieldsCase('the lists of a VirtualService are owned whole', async api => {
		await api.apply('me', 'virtualservices/wisdom', virtualService('wisdom', [90, 10]));
		await api.apply('you', 'virtualservices/wisdom', virtualService('wisdom', [50, 50]));
		await api.apply('you', 'virtualservices/wisdom?force=true', virtualService('wisdom', [50, 50]));
	}),
	managedFieldsCase('a merge patch of a VirtualService takes the list over', async api => {
		await api.apply('me', 'virtualservices/wisdom', virtualService('wisdom', [90, 10]));
		const route = [{destination: {host: 'x.example'}}];
		await api.patch('merge', 'virtualservices/wisdom?fieldManager=you', {spec: {http: [{route}]}});
		await api.apply('me', 'virtualservices/wisdom', virtualService('wisdom', [90, 10]));
	}),
	managedFieldsCase('the parts of an InferenceService are owned one by one', async api => {
		await api.apply('me', 'inferenceservices/wisdom', inferenceService('wisdom', 'gs://one'));
		const spec = {predictor: {maxReplicas: 3}};
		const {apiVersion, kind, metadata} = inferenceService('wisdom');
		await api.apply('you', 'inferenceservices/wisdom', {apiVersion, kind, metadata, spec});
		await api.apply('you', 'inferenceservices/wisdom', inferenceService('wisdom', 'gs://two'));
	}),
	managedFieldsCase('the ports of a Service are owned one by one', async api => {
		await api.apply('me', 'services/wisdom', service('wisdom', [{name: 'http', port: 80}]));
		await api.apply('you', 'services/wisdom', service('wisdom', [{name: 'metrics', port: 9090}]));
	}),
	managedFieldsCase('a Deployment is applied', async api => {
		await api.apply('me', 'deployments/model', deployment('model'));
		await api.apply('me', 'deployments/model', deployment('model', 'model:2'));
	}),
	managedFieldsCase('finalizers are owned one by one', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {}, {finalizers: ['example.com/a']}));
		await api.apply('you', 'configmaps/note', configMap('note', {}, {finalizers: ['example.com/b']}));
		await api.apply('me', 'configmaps/note', configMap('note'));
	}),
	managedFieldsCase('owner references are owned one by one', async api => {
		const {metadata} = await api.post('configmaps', configMap('owner'));
		const owner = {apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: metadata.uid};
		await api.apply('me', 'configmaps/note', configMap('note', {}, {ownerReferences: [owner]}));
		await api.apply('me', 'configmaps/note', configMap('note'));
	}),
	managedFieldsCase('an apply to the status', async api => {
		await api.apply('me', 'inferenceservices/wisdom', inferenceService('wisdom'));
		const {apiVersion, kind, metadata} = inferenceService('wisdom');
		const status = {url: 'http://theirs'};
		await api.apply('kserve', 'inferenceservices/wisdom/status', {apiVersion, kind, metadata, status});
	}),
	managedFieldsCase('a create owns what it wrote', async api => {
		await api.post('configmaps?fieldManager=me', configMap('note', {a: '1'}));
		await api.post('configmaps', configMap('unnamed', {a: '1'}));
	}),
	managedFieldsCase('a replace owns what it changed', async api => {
		await api.post('configmaps?fieldManager=me', configMap('note', {a: '1', b: '1'}));
		await api.put('configmaps/note?fieldManager=you', configMap('note', {a: '1', b: '2', c: '3'}));
		await api.put('configmaps/note?fieldManager=they', configMap('note', {b: '2'}));
	}),
	managedFieldsCase('patches own what they changed', async api => {
		await api.post('configmaps?fieldManager=me', configMap('note', {a: '1'}));
		await api.patch('merge', 'configmaps/note?fieldManager=merge', {data: {b: '2'}});
		await api.patch('json', 'configmaps/note?fieldManager=json', [{op: 'add', path: '/data/c', value: '3'}]);
		await api.patch('strategic', 'configmaps/note?fieldManager=strategic', {data: {d: '4'}});
		await api.patch('merge', 'configmaps/note?fieldManager=merge', {data: {a: '1'}});
	}),
	managedFieldsCase('a status update owns the status under its own entry', async api => {
		await api.post('inferenceservices?fieldManager=me', inferenceService('wisdom'));
		await api.patch('merge', 'inferenceservices/wisdom/status?fieldManager=me', {status: {url: 'http://theirs'}});
		await api.patch('merge', 'inferenceservices/wisdom/status?fieldManager=you', {
			status: {conditions: [{type: 'Ready', status: 'True'}]},
		});
	}),
	managedFieldsCase('a manager applies and updates under two entries', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		await api.patch('merge', 'configmaps/note?fieldManager=me', {data: {a: '2', b: '2'}});
		await api.apply('me', 'configmaps/note', configMap('note', {a: '3'}));
	}),
	managedFieldsCase('managedFields can be cleared', async api => {
		await api.post('configmaps?fieldManager=me', configMap('note', {a: '1'}));
		await api.patch('merge', 'configmaps/note?fieldManager=you', {metadata: {managedFields: [{}]}});
		await api.apply('you', 'configmaps/note', configMap('note', {a: '2'}));
	}),
	managedFieldsCase('a replace without managedFields keeps them', async api => {
		const made = await api.post('configmaps?fieldManager=me', configMap('note', {a: '1'}));
		const {uid, resourceVersion} = made.metadata;
		await api.put(
			'configmaps/note?fieldManager=you',
			configMap('note', {a: '1'}, {uid, resourceVersion, labels: {x: 'y'}}),
		);
	}),
	managedFieldsCase('a key with dots and quotes', async api => {
		const annotations = {'example.com/a.b': 'c'};
		await api.apply('me', 'configmaps/note', configMap('note', {'a.b-c_d': '1'}, {annotations}));
		await api.apply(
			'you',
			'configmaps/note',
			configMap('note', {'a.b-c_d': '2'}, {annotations: {'example.com/a.b': 'd'}}),
		);
	}),
	apiCase('an apply needs a field manager', async api => {
		await api.patch('apply', 'configmaps/note', configMap('note'));
		await api.patch('apply', 'inferenceservices/wisdom', inferenceService('wisdom'));
	}),
	apiCase('only an apply can be forced', async api => {
		await api.post('configmaps', configMap('note'));
		await api.patch('merge', 'configmaps/note?force=true', {data: {a: '1'}});
	}),
	apiCase('the name of a field manager is validated', async api => {
		await api.apply('x'.repeat(129), 'configmaps/note', configMap('note'));
		await api.post(`configmaps?fieldManager=${'x'.repeat(129)}`, configMap('note'));
	}),
	apiCase('an applied object must say what it is', async api => {
		await api.apply('me', 'configmaps/note', {metadata: {name: 'note'}});
		await api.apply('me', 'configmaps/note', {...configMap('note'), kind: 'Wisdom'});
		await api.apply('me', 'configmaps/note', configMap('other'));
		await api.apply('me', 'inferenceservices/wisdom', {metadata: {name: 'wisdom'}});
	}),
	apiCase('an applied object must not name managedFields', async api => {
		const managedFields = [{manager: 'me', operation: 'Apply', apiVersion: 'v1'}];
		await api.apply('me', 'configmaps/note', configMap('note', {}, {managedFields}));
	}),
	apiCase('an apply with a uid is one of that very object, and of no other', async api => {
		const uid = '00000000-0000-4000-8000-000000000000';
		await api.apply('me', 'configmaps/none', configMap('none', {a: '1'}, {uid}));
		await api.apply('me', 'inferenceservices/none', inferenceService('none', 'gs://a', {uid}));
		const {metadata} = await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		await api.apply('me', 'configmaps/note', configMap('note', {a: '2'}, {uid: metadata.uid}));
		await api.apply('me', 'configmaps/note', configMap('note', {a: '3'}, {uid}));
		await api.get('configmaps/note');
	}),
	apiCase('an apply with a resourceVersion is an update or a conflict', async api => {
		await api.apply('me', 'configmaps/none', configMap('none', {}, {resourceVersion: '1'}));
		const {metadata} = await api.apply('me', 'configmaps/note', configMap('note', {a: '1'}));
		const {resourceVersion} = metadata;
		await api.apply('me', 'configmaps/note', configMap('note', {a: '2'}, {resourceVersion}));
		await api.apply('me', 'configmaps/note', configMap('note', {a: '3'}, {resourceVersion}));
	}),
	apiCase('an apply in YAML', async api => {
		const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: note\ndata:\n  a: "1"\n';
		await api.apply('me', 'configmaps/note', yaml);
	}),
	apiCase('an apply of an unknown field', async api => {
		await api.apply('me', 'configmaps/note', {...configMap('note'), colour: 'red'});
		const {spec, ...others} = inferenceService('wisdom');
		await api.apply('me', 'inferenceservices/wisdom', {...others, spec: {...(spec as object), colour: 'red'}});
	}),
	apiCase('an apply of an invalid object', async api => {
		await api.apply('me', 'configmaps/note', configMap('note', {}, {labels: {a: '-'}}));
		await api.apply('me', 'virtualservices/wisdom', {...virtualService('wisdom', [1]), spec: {hosts: 'x'}});
	}),
	apiCase('an apply moves the generation with the spec alone', async api => {
		await api.apply('me', 'inferenceservices/wisdom', inferenceService('wisdom'));
		await api.apply(
			'me',
			'inferenceservices/wisdom',
			inferenceService('wisdom', 'gs://models/one', {labels: {a: 'b'}}),
		);
		await api.apply('me', 'inferenceservices/wisdom', inferenceService('wisdom', 'gs://models/two'));
	}),
];
