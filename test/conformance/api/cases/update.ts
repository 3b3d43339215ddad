import {apiCase, type ApiCase} from '../api-case.ts';
import {configMap, deployment, inferenceService, lease, service, virtualService} from '../objects.ts';

export const updateCases: readonly ApiCase[] = [
	apiCase('a replace with the present resourceVersion', async api => {
		const {metadata} = await api.post('configmaps', configMap('note', {a: '1'}));
		const {resourceVersion} = metadata;
		await api.put('configmaps/note', configMap('note', {b: '2'}, {resourceVersion}));
	}),
	apiCase('a replace with an old resourceVersion is a conflict', async api => {
		const {metadata} = await api.post('configmaps', configMap('note', {a: '1'}));
		const {resourceVersion} = metadata;
		await api.put('configmaps/note', configMap('note', {b: '2'}));
		await api.put('configmaps/note', configMap('note', {c: '3'}, {resourceVersion}));
		const made = await api.post('inferenceservices', inferenceService('wisdom'));
		await api.patch('merge', 'inferenceservices/wisdom', {metadata: {labels: {a: 'b'}}});
		await api.put('inferenceservices/wisdom', made);
	}),
	apiCase('a replace without resourceVersion', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.put('configmaps/note', configMap('note', {b: '2'}));
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.put('inferenceservices/wisdom', inferenceService('wisdom', 'gs://two'));
		await api.post('leases', lease('lock', 'one'));
		await api.put('leases/lock', lease('lock', 'two'));
	}),
	apiCase('a resourceVersion that is no number', async api => {
		await api.post('configmaps', configMap('note'));
		await api.put('configmaps/note', configMap('note', {}, {resourceVersion: 'x'}));
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.put('inferenceservices/wisdom', inferenceService('wisdom', 'gs://a', {resourceVersion: 'x'}));
	}),
	apiCase('a replace of what is not there', async api => {
		await api.put('configmaps/none', configMap('none'));
		await api.put('inferenceservices/none', inferenceService('none'));
		await api.put('configmaps/none', configMap('none', {}, {resourceVersion: '1'}));
	}),
	apiCase('a Lease is created by a replace', async api => {
		await api.put('leases/lock', lease('lock', 'one'));
	}),
	apiCase('the name of the path and of the object must agree', async api => {
		await api.post('configmaps', configMap('note'));
		await api.put('configmaps/note', configMap('other'));
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.put('inferenceservices/wisdom', inferenceService('other'));
		await api.put('configmaps/note', configMap('note', {}, {namespace: 'default'}));
	}),
	apiCase('a replace with another uid is a conflict', async api => {
		const uid = '11111111-2222-3333-4444-555555555555';
		await api.post('configmaps', configMap('note'));
		await api.put('configmaps/note', configMap('note', {}, {uid}));
		const {metadata} = await api.post('inferenceservices', inferenceService('wisdom'));
		const {resourceVersion} = metadata;
		await api.put('inferenceservices/wisdom', inferenceService('wisdom', 'gs://a', {uid, resourceVersion}));
	}),
	apiCase('a replace that changes nothing writes nothing', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.put('configmaps/note', configMap('note', {a: '1'}));
		const made = await api.post('inferenceservices', inferenceService('wisdom'));
		await api.put('inferenceservices/wisdom', made);
	}),
	apiCase('what a replace leaves out is gone, finalizers too', async api => {
		const metadata = {labels: {a: 'b'}, annotations: {c: 'd'}, finalizers: ['example.com/keep']};
		const made = await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', metadata));
		const {resourceVersion} = made.metadata;
		await api.put('inferenceservices/wisdom', inferenceService('wisdom', 'gs://a', {resourceVersion}));
	}),
	apiCase('what the server set stays on a replace', async api => {
		const {metadata} = await api.post('inferenceservices', inferenceService('wisdom'));
		const {resourceVersion} = metadata;
		const mine = {resourceVersion, creationTimestamp: '2001-01-01T00:00:00Z', generation: 9};
		await api.put('inferenceservices/wisdom', inferenceService('wisdom', 'gs://a', mine));
	}),
	apiCase('the generation moves with the spec, not with metadata', async api => {
		const made = await api.post('inferenceservices', inferenceService('wisdom'));
		await api.put('inferenceservices/wisdom', {...made, metadata: {...made.metadata, labels: {a: 'b'}}});
		await api.patch('merge', 'inferenceservices/wisdom', {metadata: {annotations: {a: 'b'}}});
		await api.patch('merge', 'inferenceservices/wisdom', {spec: {predictor: {minReplicas: 2}}});
		await api.patch('merge', 'inferenceservices/wisdom', {spec: {predictor: {minReplicas: 2}}});
	}),
	apiCase('the status is not written through the object', async api => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.patch('merge', 'inferenceservices/wisdom', {status: {url: 'http://mine'}});
	}),
	apiCase('the status is written through its subresource, and nothing else is', async api => {
		const made = await api.post('inferenceservices', inferenceService('wisdom'));
		const metadata = {...made.metadata, labels: {a: 'b'}, annotations: {c: 'd'}, finalizers: ['example.com/keep']};
		const changed = {...inferenceService('wisdom', 'gs://two'), metadata, status: {url: 'http://theirs'}};
		await api.put('inferenceservices/wisdom/status', changed);
		await api.get('inferenceservices/wisdom');
	}),
	apiCase('the status is read by its subresource', async api => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.get('inferenceservices/wisdom/status');
		await api.get('inferenceservices/none/status');
	}),
	apiCase('the status has the conflicts of the object', async api => {
		const made = await api.post('inferenceservices', inferenceService('wisdom'));
		await api.patch('merge', 'inferenceservices/wisdom', {metadata: {labels: {a: 'b'}}});
		await api.put('inferenceservices/wisdom/status', {...made, status: {url: 'http://theirs'}});
		await api.put('inferenceservices/wisdom/status', {
			...inferenceService('wisdom'),
			status: {url: 'http://theirs'},
		});
	}),
	apiCase('the status by a merge patch', async api => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.patch('merge', 'inferenceservices/wisdom/status', {
			spec: {predictor: {minReplicas: 5}},
			status: {url: 'http://theirs'},
		});
		await api.patch('merge', 'inferenceservices/wisdom/status', {status: null});
	}),
	apiCase('the status by a JSON patch', async api => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		const operation = {op: 'add', path: '/status', value: {url: 'http://theirs'}};
		await api.patch('json', 'inferenceservices/wisdom/status', [operation]);
	}),
	apiCase('an object without status subresource', async api => {
		await api.post('configmaps', configMap('note'));
		await api.get('configmaps/note/status');
		await api.put('configmaps/note/status', configMap('note'));
	}),
	apiCase('the status of a VirtualService', async api => {
		await api.post('virtualservices', virtualService('wisdom', [1]));
		await api.patch('merge', 'virtualservices/wisdom/status', {status: {observedGeneration: 1}});
		await api.patch('merge', 'virtualservices/wisdom', {spec: {hosts: ['other.example']}});
	}),
	apiCase('a dry run of a replace', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.put('configmaps/note?dryRun=All', configMap('note', {b: '2'}));
		await api.get('configmaps/note');
	}),
	apiCase('an immutable ConfigMap keeps what it says', async api => {
		await api.post('configmaps', {...configMap('note', {a: '1'}), immutable: true});
		await api.put('configmaps/note', {...configMap('note', {a: '2'}), immutable: true});
		await api.patch('merge', 'configmaps/note', {data: {b: '2'}});
		await api.patch('merge', 'configmaps/note', {immutable: false});
		await api.patch('merge', 'configmaps/note', {immutable: null, data: {a: '2'}});
		await api.patch('merge', 'configmaps/note', {binaryData: {c: 'aGVsbG8='}});
	}),
	apiCase('the metadata of an immutable ConfigMap may change', async api => {
		await api.post('configmaps', {...configMap('note', {a: '1'}), immutable: true});
		await api.patch('merge', 'configmaps/note', {metadata: {labels: {a: 'b'}, annotations: {c: 'd'}}});
	}),
	apiCase('a ConfigMap becomes immutable', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.patch('merge', 'configmaps/note', {immutable: true, data: {a: '2'}});
		await api.patch('merge', 'configmaps/note', {data: {a: '3'}});
	}),
	apiCase('an immutable ConfigMap can be deleted and made anew', async api => {
		await api.post('configmaps', {...configMap('note', {a: '1'}), immutable: true});
		await api.delete('configmaps/note');
		await api.post('configmaps', {...configMap('note', {a: '2'}), immutable: true});
	}),
	apiCase('a Service keeps its cluster IP', async api => {
		await api.post('services', service('wisdom'));
		await api.put('services/wisdom', service('wisdom', [{name: 'http', port: 8080}]));
		await api.patch('merge', 'services/wisdom', {spec: {ports: [{name: 'web', port: 80}]}});
	}),
	apiCase('a Deployment has a generation', async api => {
		await api.post('deployments', deployment('model'));
		await api.put('deployments/model', deployment('model', 'model:2'));
		await api.patch('merge', 'deployments/model', {metadata: {labels: {a: 'b'}}});
		await api.patch('merge', 'deployments/model', {spec: {replicas: 3}});
	}),
	apiCase('the status of a Deployment', async api => {
		const made = await api.post('deployments', deployment('model'));
		const time = '2024-02-03T04:05:06Z';
		const conditions = [{type: 'Available', status: 'True', lastUpdateTime: time, lastTransitionTime: time}];
		const status = {observedGeneration: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1, conditions};
		await api.put('deployments/model/status', {...made, status});
		await api.get('deployments', {as: 'Table'});
	}),
	apiCase('the selector of a Deployment is immutable', async api => {
		await api.post('deployments', deployment('model'));
		await api.patch('merge', 'deployments/model', {
			spec: {selector: {matchLabels: {app: 'x'}}, template: {metadata: {labels: {app: 'x'}}}},
		});
	}),
	apiCase('two hold a Lease in turn, and the slower meets a conflict', async api => {
		const made = await api.post('leases', lease('lock', 'one'));
		const {resourceVersion} = made.metadata;
		await api.put('leases/lock', {...lease('lock', 'two'), metadata: {name: 'lock', resourceVersion}});
		await api.put('leases/lock', {...lease('lock', 'three'), metadata: {name: 'lock', resourceVersion}});
		await api.get('leases/lock');
	}),
	apiCase('times of a Lease are written with microseconds', async api => {
		const {spec, ...others} = lease('lock', 'one');
		await api.post('leases', {...others, spec: {...(spec as object), renewTime: '2024-02-03T04:05:06Z'}});
		await api.patch('merge', 'leases/lock', {spec: {renewTime: '2024-02-03T04:05:06.5+01:00'}});
		await api.patch('merge', 'leases/lock', {spec: {renewTime: 'soon'}});
	}),
	apiCase('a Lease is validated', async api => {
		const {spec, ...others} = lease('lock', 'one');
		await api.post('leases', {...others, spec: {...(spec as object), leaseDurationSeconds: 0}});
		await api.post('leases', {...others, spec: {...(spec as object), leaseTransitions: -1}});
	}),
];
