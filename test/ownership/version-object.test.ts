import {expect, test} from 'vitest';
import type {ObjectMeta} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {changeFault, deletionFault, namesObject} from '../../source/ownership/version-object.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';

const watched = {'iter8.tools/watch': 'true'};
const claim = {
	app: 'bert',
	namespace: 'models',
	others: [routemapConfigMap('wisdom-routemap', canarySpec)],
	types: defaultResourceTypes,
};

function owner(kind: string, controller: boolean): Partial<ObjectMeta> {
	return {ownerReferences: [{apiVersion: 'v1', kind, name: 'boss', uid: 'boss-uid', controller}]};
}

test.each([
	['a watched object of the namespace', 'bert-1', {}, undefined],
	[
		'one of another name label, as init finds a live model',
		'bert',
		{labels: {...watched, 'app.kubernetes.io/name': 'nlp'}},
		undefined,
	],
	['one whose owner does not control it', 'bert-1', owner('ConfigMap', false), undefined],
	[
		'one of another namespace that consents',
		'bert-1',
		{namespace: 'other', annotations: {'iter8.tools/routemap-namespaces': 'models'}},
		undefined,
	],
	[
		'one of another namespace',
		'bert-1',
		{namespace: 'other'},
		'inferenceservice other/bert-1 is in another namespace than app bert of namespace models, and does not consent: let its owner annotate it with iter8.tools/routemap-namespaces: models',
	],
	[
		'one that is not watched',
		'bert-1',
		{labels: {'app.kubernetes.io/name': 'bert'}},
		'inferenceservice models/bert-1 has no label iter8.tools/watch, so it is none of app bert\'s: if it is, "kubectl label --overwrite inferenceservice bert-1 -n models iter8.tools/watch=true"; else set the app up anew with other --versions',
	],
	[
		'one that a controller made',
		'bert-1',
		owner('TrainedFleet', true),
		'inferenceservice models/bert-1 belongs to TrainedFleet boss, which would undo what is done to it: change that',
	],
	[
		'one that another routemap names',
		'wisdom-1',
		{},
		'inferenceservice models/wisdom-1 is also a version of app wisdom (configmap models/wisdom-routemap): leave it to one of the two apps',
	],
])('%s may be changed, or why not', (_, name, metadata, fault) => {
	expect(changeFault(inferenceService(name, undefined, metadata), claim)).toBe(fault);
});

test.each([
	['one without a name label', {}, undefined],
	['one that is labelled with the app', {labels: {...watched, 'app.kubernetes.io/name': 'bert'}}, undefined],
	[
		'one that is labelled with another app',
		{labels: {...watched, 'app.kubernetes.io/name': 'bert-1'}},
		'inferenceservice models/bert-1 is of app bert-1, as its label app.kubernetes.io/name says, not of bert: if it is, "kubectl label --overwrite inferenceservice bert-1 -n models app.kubernetes.io/name=bert"; else set the app up anew with other --versions',
	],
	[
		'one that may not even be changed',
		owner('TrainedFleet', true),
		'inferenceservice models/bert-1 belongs to TrainedFleet boss, which would undo what is done to it: change that',
	],
])('%s may be deleted, or why not', (_, metadata, fault) => {
	expect(deletionFault(inferenceService('bert-1', undefined, metadata), claim)).toBe(fault);
});

test.each([
	['by kind, namespace and name', 'wisdom-0', {}, true],
	['not by the name alone', 'wisdom-0', {namespace: 'other'}, false],
	['not what it does not name', 'bert-0', {}, false],
])('a routemap names an object %s', (_, name, metadata, isNamed) => {
	const object = inferenceService(name, undefined, metadata);
	expect(namesObject(routemapConfigMap('wisdom-routemap', canarySpec), object, defaultResourceTypes)).toBe(isNamed);
});

test('what is no valid routemap names nothing', () => {
	expect(
		namesObject(
			routemapConfigMap('wisdom-routemap', 'versions: ['),
			inferenceService('wisdom-0'),
			defaultResourceTypes,
		),
	).toBe(false);
});
