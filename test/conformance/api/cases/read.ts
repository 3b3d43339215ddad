import {apiCase, type ApiCase} from '../api-case.ts';
import type {ApiScript} from '../api-script.ts';
import {configMap, event, inferenceService, pod, service} from '../objects.ts';

const selectors = [
	'app=wisdom',
	'app==wisdom',
	'app!=wisdom',
	'app in (wisdom,other)',
	'app notin (wisdom)',
	'app',
	'!app',
	'app=wisdom,track=canary',
	'track in (stable),app',
	'app=',
];

const badSelectors = ['app in', 'app=a=b', 'app in (a', '=a', 'a b', 'app=-x'];

async function makeLabelled(api: ApiScript): Promise<void> {
	const labels = [{app: 'wisdom', track: 'stable'}, {app: 'wisdom', track: 'canary'}, {app: 'other'}, {app: ''}, {}];
	for (const [index, label] of labels.entries()) {
		await api.post('configmaps', configMap(`note-${index}`, {}, {labels: label}));
	}
}

const bySelector = selectors.map(selector =>
	apiCase(`a list by the label selector "${selector}"`, async api => {
		await makeLabelled(api);
		await api.get(`configmaps?labelSelector=${encodeURIComponent(selector)}`);
	}),
);

const byBadSelector = badSelectors.map(selector =>
	apiCase(`the label selector "${selector}" is refused`, async api => {
		await api.get(`configmaps?labelSelector=${encodeURIComponent(selector)}`);
		await api.get(`inferenceservices?labelSelector=${encodeURIComponent(selector)}`);
	}),
);

async function makeFive(api: ApiScript): Promise<void> {
	for (const name of ['a', 'b', 'c', 'd', 'e']) await api.post('configmaps', configMap(name));
}

export const readCases: readonly ApiCase[] = [
	apiCase('an object is read as it was written', async api => {
		await api.post('configmaps', configMap('note', {colour: 'red'}, {labels: {a: 'b'}, annotations: {c: 'd'}}));
		await api.get('configmaps/note');
	}),
	apiCase('an object that is not there is not found', async api => {
		await api.get('configmaps/none');
		await api.get('services/none');
		await api.get('inferenceservices/none');
		await api.get('virtualservices/none');
		await api.get('/api/v1/namespaces/no-such-namespace');
	}),
	apiCase('nothing is found in a namespace that is not there', async api => {
		await api.get('/api/v1/namespaces/no-such-namespace/configmaps/none');
		await api.get('/api/v1/namespaces/no-such-namespace/configmaps');
	}),
	apiCase('a list of nothing', async api => {
		await api.get('configmaps');
		await api.get('inferenceservices');
		await api.get('leases');
		await api.get('deployments');
	}),
	apiCase('a list is sorted by name, and its items name no kind of their own', async api => {
		for (const name of ['b', 'a', 'c-1', 'c']) await api.post('configmaps', configMap(name));
		await api.get('configmaps');
	}),
	apiCase('the items of a list of custom resources name their kind', async api => {
		await api.post('inferenceservices', inferenceService('wisdom-1'));
		await api.post('inferenceservices', inferenceService('wisdom-0'));
		await api.get('inferenceservices');
	}),
	apiCase('a list over all namespaces', async api => {
		await api.post('configmaps', configMap('note', {}, {labels: {only: api.namespace}}));
		await api.get(`/api/v1/configmaps?labelSelector=only%3D${api.namespace}`);
		await api.post('inferenceservices', inferenceService('wisdom', 'gs://a', {labels: {only: api.namespace}}));
		await api.get(`/apis/serving.kserve.io/v1beta1/inferenceservices?labelSelector=only%3D${api.namespace}`);
	}),
	...bySelector,
	...byBadSelector,
	apiCase('a list by name', async api => {
		await makeFive(api);
		await api.get('configmaps?fieldSelector=metadata.name%3Dc');
		await api.get('configmaps?fieldSelector=metadata.name!%3Dc');
		await api.get('configmaps?fieldSelector=metadata.name%3Dnone');
		await api.get(`configmaps?fieldSelector=metadata.namespace%3D${api.namespace},metadata.name%3D%3Da`);
	}),
	apiCase('a list of custom resources by name', async api => {
		await api.post('inferenceservices', inferenceService('wisdom-0'));
		await api.post('inferenceservices', inferenceService('wisdom-1'));
		await api.get('inferenceservices?fieldSelector=metadata.name%3Dwisdom-1');
	}),
	apiCase('a field that cannot be selected by is refused', async api => {
		await api.get('configmaps?fieldSelector=data.colour%3Dred');
		await api.get('inferenceservices?fieldSelector=spec.predictor%3Dx');
		await api.get('configmaps?fieldSelector=metadata.name');
	}),
	apiCase('events are selected by what they are about', async api => {
		await api.post('events', event('one', api.namespace, 'note'));
		await api.post('events', event('two', api.namespace, 'other'));
		await api.get('events?fieldSelector=involvedObject.name%3Dnote,involvedObject.kind%3DConfigMap');
		await api.get('events?fieldSelector=reason%3DRouted,type!%3DNormal');
	}),
	apiCase('pods are selected by phase', async api => {
		await api.post('pods', pod('server'));
		await api.get('pods?fieldSelector=status.phase%3DPending', {only: namesOf});
		await api.get('pods?fieldSelector=status.phase%3DRunning', {only: namesOf});
	}),
	apiCase('pages of a list', async api => {
		await makeFive(api);
		const first = await api.get('configmaps?limit=2');
		const next = encodeURIComponent(String(first.metadata.continue));
		const second = await api.get(`configmaps?limit=2&continue=${next}`);
		await api.get(`configmaps?limit=2&continue=${encodeURIComponent(String(second.metadata.continue))}`);
	}),
	apiCase('a page that holds everything has no next', async api => {
		await makeFive(api);
		await api.get('configmaps?limit=5');
		await api.get('configmaps?limit=50');
		await api.get('configmaps?limit=0');
	}),
	apiCase('pages of a selection do not say how much remains', async api => {
		await makeLabelled(api);
		const first = await api.get('configmaps?limit=1&labelSelector=app%3Dwisdom');
		const next = encodeURIComponent(String(first.metadata.continue));
		await api.get(`configmaps?limit=1&labelSelector=app%3Dwisdom&continue=${next}`);
	}),
	apiCase('later pages show the list as it was', async api => {
		await makeFive(api);
		const first = await api.get('configmaps?limit=2');
		await api.delete('configmaps/d');
		await api.post('configmaps', configMap('cc'));
		await api.get(`configmaps?continue=${encodeURIComponent(String(first.metadata.continue))}`);
	}),
	apiCase('pages of custom resources', async api => {
		for (const name of ['a', 'b', 'c']) await api.post('inferenceservices', inferenceService(name));
		const first = await api.get('inferenceservices?limit=2');
		await api.get(`inferenceservices?limit=2&continue=${encodeURIComponent(String(first.metadata.continue))}`);
	}),
	apiCase('a continue token that is none is refused', async api => {
		await api.get('configmaps?limit=2&continue=nonsense');
		await api.get('inferenceservices?limit=2&continue=nonsense');
	}),
	apiCase('a limit that is no number is refused', async api => {
		await api.get('configmaps?limit=two');
	}),
	apiCase('a list from the cache', async api => {
		await api.get('inferenceservices?resourceVersion=0');
		await api.get('configmaps?resourceVersion=0');
	}),
	apiCase('a list at a resourceVersion', async api => {
		const {metadata} = await api.post('configmaps', configMap('a'));
		await api.post('configmaps', configMap('b'));
		await api.get(`configmaps?resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`);
		await api.get(`configmaps?resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`);
	}),
	apiCase('a resourceVersion that is none is refused', async api => {
		await api.get('configmaps?resourceVersion=x');
		await api.get('configmaps?resourceVersionMatch=Exact');
		await api.get('configmaps?resourceVersion=1&resourceVersionMatch=Newest');
		await api.get('configmaps?resourceVersion=0&resourceVersionMatch=Exact');
	}),
	apiCase('a list as a table', async api => {
		await api.post('configmaps', configMap('note', {a: '1', b: '2'}, {labels: {app: 'wisdom'}}));
		await api.get('configmaps', {as: 'Table'});
		await api.get('configmaps/note', {as: 'Table'});
	}),
	apiCase('an empty list as a table', async api => {
		await api.get('configmaps', {as: 'Table'});
		await api.get('inferenceservices', {as: 'Table'});
	}),
	apiCase('a table with whole objects, and one with none', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}));
		await api.get('configmaps?includeObject=Object', {as: 'Table'});
		await api.get('configmaps?includeObject=None', {as: 'Table'});
		await api.get('configmaps?includeObject=Some', {as: 'Table'});
	}),
	apiCase('a table of InferenceServices', async api => {
		await api.post('inferenceservices', inferenceService('wisdom-0'));
		await api.get('inferenceservices', {as: 'Table'});
		await api.get('inferenceservices/wisdom-0', {as: 'Table'});
	}),
	apiCase('a table of an InferenceService that is ready', async api => {
		const made = await api.post('inferenceservices', inferenceService('wisdom-0'));
		const time = '2024-02-03T04:05:06Z';
		const status = {
			url: 'http://wisdom-0.example',
			conditions: [{type: 'Ready', status: 'True', lastTransitionTime: time}],
			components: {
				predictor: {
					latestReadyRevision: 'wisdom-0-predictor-00001',
					traffic: [{latestRevision: true, percent: 100, revisionName: 'wisdom-0-predictor-00001'}],
				},
			},
		};
		await api.put('inferenceservices/wisdom-0/status', {...made, status});
		await api.get('inferenceservices', {as: 'Table'});
	}),
	apiCase('a table of Services', async api => {
		await api.post('services', service('wisdom'));
		await api.get('services', {as: 'Table'});
	}),
	apiCase('pages of a table', async api => {
		await makeFive(api);
		const first = await api.get('configmaps?limit=3', {as: 'Table'});
		await api.get(`configmaps?continue=${encodeURIComponent(String(first.metadata.continue))}`, {as: 'Table'});
	}),
	apiCase('the error of a request for a table is a Status', async api => {
		await api.get('configmaps/none', {as: 'Table'});
	}),
	apiCase('the metadata of objects alone', async api => {
		await api.post('configmaps', configMap('note', {a: '1'}, {labels: {app: 'wisdom'}}));
		await api.get('configmaps/note', {as: 'PartialObjectMetadata'});
		await api.get('configmaps', {as: 'PartialObjectMetadataList'});
		await api.post('inferenceservices', inferenceService('wisdom-0'));
		await api.get('inferenceservices', {as: 'PartialObjectMetadataList'});
	}),
];

function namesOf(list: unknown): unknown {
	return (list as {readonly items: readonly {readonly metadata: {readonly name: string}}[]}).items.map(
		({metadata}) => metadata.name,
	);
}
