import {apiCase, type ApiCase} from '../api-case.ts';
import {configMap, inferenceService} from '../objects.ts';

export const watchCases: readonly ApiCase[] = [
	apiCase('a watch from a list on says what happens', async api => {
		const {metadata} = await api.get('configmaps');
		const watch = await api.watch(`configmaps?watch=true&resourceVersion=${metadata.resourceVersion}`);
		await api.post('configmaps', configMap('note'));
		await api.patch('merge', 'configmaps/note', {data: {a: '1'}});
		await api.delete('configmaps/note');
		await watch.take(3);
	}),
	apiCase('a watch of custom resources', async api => {
		const {metadata} = await api.get('inferenceservices');
		const watch = await api.watch(`inferenceservices?watch=true&resourceVersion=${metadata.resourceVersion}`);
		await api.post('inferenceservices', inferenceService('wisdom'));
		await api.patch('merge', 'inferenceservices/wisdom/status', {status: {url: 'http://x'}});
		await api.patch('merge', 'inferenceservices/wisdom', {spec: {predictor: {minReplicas: 2}}});
		await api.delete('inferenceservices/wisdom');
		await watch.take(4);
	}),
	apiCase('a watch sees a finalizer hold an object', async api => {
		const {metadata} = await api.post('configmaps', configMap('note', {}, {finalizers: ['example.com/keep']}));
		const watch = await api.watch(`configmaps?watch=true&resourceVersion=${metadata.resourceVersion}`);
		await api.delete('configmaps/note');
		await api.patch('merge', 'configmaps/note', {metadata: {finalizers: null}});
		await watch.take(2);
	}),
	apiCase('a watch without resourceVersion begins with what is there', async api => {
		await api.post('configmaps', configMap('a'));
		await api.post('configmaps', configMap('b'));
		const watch = await api.watch('configmaps?watch=true');
		await watch.take(2);
		await api.post('configmaps', configMap('c'));
		await watch.take(1);
	}),
	apiCase('a watch from resourceVersion 0 begins with what is there', async api => {
		await api.post('inferenceservices', inferenceService('a'));
		const watch = await api.watch('inferenceservices?watch=true&resourceVersion=0');
		await watch.take(1);
		await api.delete('inferenceservices/a');
		await watch.take(1);
	}),
	apiCase('a watch is resumed where it was', async api => {
		const {metadata} = await api.get('configmaps');
		const first = await api.watch(`configmaps?watch=true&resourceVersion=${metadata.resourceVersion}`);
		await api.post('configmaps', configMap('a'));
		const [event] = await first.take(1);
		first.close();
		await api.post('configmaps', configMap('b'));
		await api.delete('configmaps/a');
		const second = await api.watch(
			`configmaps?watch=true&resourceVersion=${String(event?.object.metadata.resourceVersion)}`,
		);
		await second.take(2);
	}),
	apiCase('a watch by label sees objects come and go', async api => {
		const {metadata} = await api.get('configmaps');
		const query = `labelSelector=app%3Dwisdom&resourceVersion=${metadata.resourceVersion}`;
		const watch = await api.watch(`configmaps?watch=true&${query}`);
		await api.post('configmaps', configMap('other'));
		await api.post('configmaps', configMap('note', {}, {labels: {app: 'wisdom'}}));
		await api.patch('merge', 'configmaps/note', {data: {a: '1'}});
		await api.patch('merge', 'configmaps/note', {metadata: {labels: {app: 'other'}}});
		await api.patch('merge', 'configmaps/note', {metadata: {labels: {app: 'wisdom'}}});
		await api.delete('configmaps/note');
		await watch.take(5);
	}),
	apiCase('a watch of one object', async api => {
		const {metadata} = await api.post('configmaps', configMap('note'));
		const query = `fieldSelector=metadata.name%3Dnote&resourceVersion=${metadata.resourceVersion}`;
		const watch = await api.watch(`configmaps?watch=true&${query}`);
		await api.post('configmaps', configMap('other'));
		await api.patch('merge', 'configmaps/note', {data: {a: '1'}});
		await watch.take(1);
	}),
	apiCase('a watch over all namespaces', async api => {
		const path = `/api/v1/configmaps?labelSelector=only%3D${api.namespace}`;
		const {metadata} = await api.get(path);
		const watch = await api.watch(`${path}&watch=true&resourceVersion=${metadata.resourceVersion}`);
		await api.post('configmaps', configMap('note', {}, {labels: {only: api.namespace}}));
		await watch.take(1);
	}),
	apiCase('the older path of a watch', async api => {
		await api.post('configmaps', configMap('note'));
		const watch = await api.watch(`/api/v1/watch/namespaces/${api.namespace}/configmaps`);
		await watch.take(1);
	}),
	apiCase('a watch ends after its time', async api => {
		const {metadata} = await api.post('configmaps', configMap('note'));
		const query = `timeoutSeconds=1&resourceVersion=${metadata.resourceVersion}`;
		const watch = await api.watch(`configmaps?watch=true&${query}`);
		await watch.rest();
	}),
	apiCase('a watch that asks for them gets bookmarks before it ends', async api => {
		const {metadata} = await api.post('inferenceservices', inferenceService('a'));
		const query = `timeoutSeconds=3&allowWatchBookmarks=true&fieldSelector=metadata.name%3Da`;
		const watch = await api.watch(`inferenceservices?watch=true&${query}&resourceVersion=${metadata.resourceVersion}`);
		await api.post('inferenceservices', inferenceService('b'));
		await watch.rest();
	}),
	apiCase('what a watch that lists first needs', async api => {
		await api.get('configmaps?watch=true&sendInitialEvents=true');
		await api.get('configmaps?watch=true&sendInitialEvents=true&resourceVersionMatch=Exact');
		await api.get('configmaps?sendInitialEvents=true');
	}),
	apiCase('a watch from too long ago', async api => {
		const watch = await api.watch('inferenceservices?watch=true&resourceVersion=1');
		await watch.take(1);
	}),
	apiCase('a watch from nowhere', async api => {
		await api.get('configmaps?watch=true&resourceVersion=x');
		await api.get('configmaps?watch=true&labelSelector=a%3Db%3Dc');
		await api.get('configmaps?watch=true&fieldSelector=data%3Dx');
		await api.get('configmaps?watch=true&timeoutSeconds=x');
	}),
	apiCase('a watch as tables', async api => {
		await api.post('configmaps', configMap('a', {x: '1'}));
		const watch = await api.watch('configmaps?watch=true&resourceVersion=0', {as: 'Table'});
		await watch.take(1);
		await api.patch('merge', 'configmaps/a', {data: {y: '2'}});
		await api.delete('configmaps/a');
		await watch.take(2);
	}),
	apiCase('a watch of InferenceServices as tables', async api => {
		await api.post('inferenceservices', inferenceService('wisdom'));
		const watch = await api.watch('inferenceservices?watch=true&resourceVersion=0', {as: 'Table'});
		await watch.take(1);
		await api.delete('inferenceservices/wisdom');
		await watch.take(1);
	}),
	apiCase('a watch of metadata alone', async api => {
		await api.post('configmaps', configMap('a', {x: '1'}));
		const watch = await api.watch('configmaps?watch=true&resourceVersion=0', {as: 'PartialObjectMetadata'});
		await watch.take(1);
	}),
	apiCase('a write that changes nothing is no event', async api => {
		const {metadata} = await api.post('configmaps', configMap('a', {x: '1'}));
		const watch = await api.watch(`configmaps?watch=true&resourceVersion=${metadata.resourceVersion}`);
		await api.patch('merge', 'configmaps/a', {data: {x: '1'}});
		await api.patch('merge', 'configmaps/a?dryRun=All', {data: {x: '2'}});
		await api.patch('merge', 'configmaps/a', {data: {x: '3'}});
		await watch.take(1);
	}),
];
