import {apiCase, type ApiCase} from '../api-case.ts';
import {configMap, inferenceService, ownedBy, pod, service} from '../objects.ts';

const keep = {finalizers: ['example.com/keep']};
const options = (fields: object) => ({apiVersion: 'v1', kind: 'DeleteOptions', ...fields});

export const deleteCases: readonly ApiCase[] = [
	apiCase('a deletion answers with what it deleted', async api => {
		await api.post('configmaps', configMap('note'));
		await api.delete('configmaps/note');
		await api.get('configmaps/note');
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.delete('inferenceservices/wisdom');
		await api.get('inferenceservices/wisdom');
	}),
	apiCase('a Service and a Pod are deleted', async api => {
		await api.post('services', service('wisdom'));
		await api.delete('services/wisdom');
		await api.post('pods', pod('server'));
		await api.delete('pods/server?gracePeriodSeconds=0');
		await api.get('pods/server');
	}),
	apiCase('what is not there cannot be deleted', async api => {
		await api.delete('configmaps/none');
		await api.delete('inferenceservices/none');
		await api.delete('/api/v1/namespaces/no-such-namespace');
	}),
	apiCase('a deletion by options in the body', async api => {
		await api.post('configmaps', configMap('note'));
		await api.delete('configmaps/note', options({gracePeriodSeconds: 0, propagationPolicy: 'Background'}));
	}),
	apiCase('the options of a deletion are validated', async api => {
		await api.post('configmaps', configMap('note'));
		await api.delete('configmaps/note', options({propagationPolicy: 'Sometimes'}));
		await api.delete('configmaps/note?propagationPolicy=Sometimes');
		await api.delete('configmaps/note', '{');
		await api.delete('configmaps/note', configMap('note'));
		await api.delete('configmaps/note', options({orphanDependents: true, propagationPolicy: 'Background'}));
	}),
	apiCase('a deletion of one uid', async api => {
		const {metadata} = await api.post('configmaps', configMap('note'));
		await api.delete('configmaps/note', options({preconditions: {uid: '11111111-2222-3333-4444-555555555555'}}));
		await api.delete('configmaps/note', options({preconditions: {uid: metadata.uid}}));
	}),
	apiCase('a deletion of one resourceVersion', async api => {
		const {metadata} = await api.post('configmaps', configMap('note'));
		const {resourceVersion} = metadata;
		await api.patch('merge', 'configmaps/note', {data: {a: '1'}});
		await api.delete('configmaps/note', options({preconditions: {resourceVersion}}));
	}),
	apiCase('a dry run of a deletion', async api => {
		await api.post('configmaps', configMap('note'));
		await api.delete('configmaps/note?dryRun=All');
		await api.delete('configmaps/note', options({dryRun: ['All']}));
		await api.get('configmaps/note');
		await api.delete('configmaps/none?dryRun=All');
	}),
	apiCase('a finalizer holds an object until it is taken off', async api => {
		await api.post('configmaps', configMap('note', {}, keep));
		await api.delete('configmaps/note');
		await api.get('configmaps/note');
		await api.delete('configmaps/note');
		await api.patch('merge', 'configmaps/note', {metadata: {finalizers: null}});
		await api.get('configmaps/note');
	}),
	apiCase('a finalizer holds a custom resource until it is taken off', async api => {
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', keep));
		await api.delete('inferenceservices/wisdom');
		await api.get('inferenceservices/wisdom');
		await api.patch('json', 'inferenceservices/wisdom', [{op: 'remove', path: '/metadata/finalizers/0'}]);
		await api.get('inferenceservices/wisdom');
	}),
	apiCase('one of two finalizers is taken off', async api => {
		const finalizers = ['example.com/a', 'example.com/b'];
		await api.post('configmaps', configMap('note', {}, {finalizers}));
		await api.delete('configmaps/note');
		await api.patch('merge', 'configmaps/note', {metadata: {finalizers: ['example.com/b']}});
		await api.patch('merge', 'configmaps/note', {metadata: {finalizers: []}});
		await api.get('configmaps/note');
	}),
	apiCase('a replace without finalizers ends a deletion', async api => {
		await api.post('configmaps', configMap('note', {}, keep));
		await api.delete('configmaps/note');
		await api.put('configmaps/note', configMap('note'));
		await api.get('configmaps/note');
	}),
	apiCase('no finalizer is added to an object that is being deleted', async api => {
		await api.post('configmaps', configMap('note', {}, keep));
		await api.delete('configmaps/note');
		const finalizers = ['example.com/keep', 'example.com/more'];
		await api.patch('merge', 'configmaps/note', {metadata: {finalizers}});
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', keep));
		await api.delete('inferenceservices/wisdom');
		await api.patch('merge', 'inferenceservices/wisdom', {metadata: {finalizers}});
	}),
	apiCase('an object that is being deleted can be changed, and cannot be kept', async api => {
		await api.post('configmaps', configMap('note', {}, keep));
		await api.delete('configmaps/note');
		await api.patch('merge', 'configmaps/note', {data: {a: '1'}, metadata: {deletionTimestamp: null}});
	}),
	apiCase('a name is free only when the object is gone', async api => {
		await api.post('configmaps', configMap('note', {}, keep));
		await api.delete('configmaps/note');
		await api.post('configmaps', configMap('note'));
	}),
	apiCase('a deletion moves the generation of a custom resource', async api => {
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', keep));
		await api.delete('inferenceservices/wisdom');
		await api.delete('inferenceservices/wisdom');
		await api.patch('merge', 'inferenceservices/wisdom', {spec: {predictor: {minReplicas: 2}}});
	}),
	apiCase('what is owned goes after its owner', async api => {
		const owner = await api.post('configmaps', configMap('owner'));
		await api.post('configmaps', configMap('owned', {}, {ownerReferences: [ownedBy(owner)]}));
		await api.delete('configmaps/owner?propagationPolicy=Background');
		await api.untilGone('configmaps/owned');
	}),
	apiCase('what the owned own goes, too', async api => {
		const owner = await api.post('configmaps', configMap('owner'));
		const owned = await api.post('configmaps', configMap('owned', {}, {ownerReferences: [ownedBy(owner)]}));
		await api.post('configmaps', configMap('leaf', {}, {ownerReferences: [ownedBy(owned)]}));
		await api.delete('configmaps/owner');
		await api.untilGone('configmaps/leaf');
	}),
	apiCase('what has another owner stays', async api => {
		const one = await api.post('configmaps', configMap('one'));
		const two = await api.post('configmaps', configMap('two'));
		const ownerReferences = [ownedBy(one), ownedBy(two)];
		await api.post('configmaps', configMap('owned', {}, {ownerReferences}));
		await api.delete('configmaps/one');
		await api.until('configmaps/owned', ({body}) => !JSON.stringify(body).includes('"one"'));
		await api.delete('configmaps/two');
		await api.untilGone('configmaps/owned');
	}),
	apiCase('the owner goes after what it owns', async api => {
		const owner = await api.post('configmaps', configMap('owner'));
		const ownerReferences = [ownedBy(owner, {blockOwnerDeletion: true})];
		await api.post('configmaps', configMap('owned', {}, {...keep, ownerReferences}));
		await api.delete('configmaps/owner?propagationPolicy=Foreground');
		await api.until('configmaps/owned', ({body}) => JSON.stringify(body).includes('deletionTimestamp'));
		await api.get('configmaps/owner');
		await api.patch('merge', 'configmaps/owned', {metadata: {finalizers: null}});
		await api.untilGone('configmaps/owner');
	}),
	apiCase('the owner does not wait for what does not block it', async api => {
		const owner = await api.post('configmaps', configMap('owner'));
		await api.post('configmaps', configMap('owned', {}, {...keep, ownerReferences: [ownedBy(owner)]}));
		await api.delete('configmaps/owner?propagationPolicy=Foreground');
		await api.untilGone('configmaps/owner');
		await api.until('configmaps/owned', ({body}) => JSON.stringify(body).includes('deletionTimestamp'));
	}),
	apiCase('what is owned is orphaned', async api => {
		const owner = await api.post('configmaps', configMap('owner'));
		await api.post('configmaps', configMap('owned', {}, {ownerReferences: [ownedBy(owner)]}));
		await api.delete('configmaps/owner?propagationPolicy=Orphan');
		await api.untilGone('configmaps/owner');
		await api.get('configmaps/owned');
	}),
	apiCase('an owner of another kind', async api => {
		const owner = await api.post('inferenceservices', inferenceService('wisdom'));
		const ownerReferences = [ownedBy(owner, {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService'})];
		await api.post('services', {...service('predictor'), metadata: {name: 'predictor', ownerReferences}});
		await api.delete('inferenceservices/wisdom');
		await api.untilGone('services/predictor');
	}),
	apiCase('what names an owner that never was goes', async api => {
		const owner = {metadata: {name: 'ghost', uid: '11111111-2222-3333-4444-555555555555'}};
		await api.post('configmaps', configMap('owned', {}, {ownerReferences: [ownedBy(owner)]}));
		await api.untilGone('configmaps/owned');
	}),
	apiCase('a collection is deleted by a selector', async api => {
		for (const [name, app] of [
			['a', 'x'],
			['b', 'y'],
			['c', 'x'],
		] as const) {
			await api.post('configmaps', configMap(name, {}, {labels: {app}}));
		}

		await api.delete('configmaps?labelSelector=app%3Dx');
		await api.get('configmaps');
	}),
	apiCase('a collection of custom resources is deleted', async api => {
		await api.post('inferenceservices', inferenceService('wisdom-0', 'gs://a', keep));
		await api.post('inferenceservices', inferenceService('wisdom-1'));
		await api.delete('inferenceservices');
		await api.get('inferenceservices');
	}),
	apiCase('a namespace goes with all that is in it', async api => {
		const name = `${api.namespace}-2`;
		await api.post('/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
		await api.post(`/api/v1/namespaces/${name}/configmaps`, configMap('note', {}, keep));
		await api.delete(`/api/v1/namespaces/${name}`);
		await api.until(`/api/v1/namespaces/${name}/configmaps/note`, ({body}) =>
			JSON.stringify(body).includes('deletionTimestamp'),
		);
		await api.post(`/api/v1/namespaces/${name}/configmaps`, configMap('late'));
		await api.patch('merge', `/api/v1/namespaces/${name}/configmaps/note`, {metadata: {finalizers: null}});
		await api.untilGone(`/api/v1/namespaces/${name}`);
	}),
];
