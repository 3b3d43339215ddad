import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {configMaps, inferenceServices, virtualServices} from '../../../source/objects/resource.ts';
import {kindOf} from '../../../source/sandbox/api/kinds.ts';
import {Store} from '../../../source/sandbox/api/store.ts';

const kind = kindOf(configMaps);

function note(name: string, data: unknown = {}): KubeObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'models'}, data};
}

function model(spec: unknown, status?: unknown): KubeObject {
	const metadata = {name: 'wisdom', namespace: 'models'};
	return {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', metadata, spec, status};
}

function newStore(): Store {
	return new Store({now: () => new Date('2026-01-01T12:00:00.999Z'), newUid: () => 'uid'});
}

test('what is put has an identity, and a put that changes nothing is none', () => {
	const store = newStore();
	const stored = store.put(note('a', {x: '1'}));
	expect(stored.metadata).toMatchObject({uid: 'uid', resourceVersion: '1', creationTimestamp: '2026-01-01T12:00:00Z'});
	expect(store.put(note('a', {x: '1'}))).toBe(stored);
	expect(store.put(note('a', {x: '2'})).metadata.resourceVersion).toBe('2');
});

test('objects cannot be changed but by the store', () => {
	const given = note('a', {x: '1'});
	const stored = newStore().put(given);
	expect(() => Object.assign(stored['data'] as object, {x: '2'})).toThrow(TypeError);
	Object.assign(given['data'] as object, {x: '2'});
	expect(stored['data']).toEqual({x: '1'});
});

test('a changed spec is a new generation, a changed status is none, and each has its field manager', () => {
	const store = newStore();
	store.put(model({predictor: {}}));
	store.setStatus(inferenceServices, 'models', 'wisdom', {url: 'http://wisdom'}, 'kserve');
	const next = store.put(model({predictor: {minReplicas: 1}}, {url: 'http://wisdom'}), 'someone');
	expect(next.metadata.generation).toBe(2);
	expect(next.metadata.managedFields?.map(({manager, subresource}) => [manager, subresource])).toEqual([
		['kserve', 'status'],
		['manager', undefined],
		['someone', undefined],
	]);
	expect(() => store.setStatus(inferenceServices, 'models', 'none', {})).toThrow(
		'inferenceservices.serving.kserve.io "none" not found',
	);
});

test('an object is read in the version that is asked for', () => {
	const store = newStore();
	const metadata = {name: 'wisdom', namespace: 'models'};
	store.put({apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec: {hosts: ['a']}});
	expect(store.get(virtualServices, 'models', 'wisdom')?.apiVersion).toBe('networking.istio.io/v1beta1');
	const newer = {...virtualServices, version: 'v1'};
	expect(store.list(newer).items.map(({apiVersion}) => apiVersion)).toEqual(['networking.istio.io/v1']);
});

test('lists are in the order of names, now and as they were', () => {
	const store = newStore();
	for (const name of ['b', 'a']) store.put(note(name));
	const then = store.version;
	store.put(note('b', {x: '1'}));
	store.put(note('c'));
	store.remove(configMaps, 'models', 'a');
	const names = (version?: number) => store.all(kind, version).map(({metadata}) => metadata.name);
	expect(names()).toEqual(['b', 'c']);
	expect(names(then)).toEqual(['a', 'b']);
	expect(store.all(kind, then)[1]?.['data']).toEqual({});
});

test('what is removed stays until its last finalizer is gone', () => {
	const store = newStore();
	const held = note('a');
	store.put({...held, metadata: {...held.metadata, finalizers: ['example.com/hold']}});
	store.remove(configMaps, 'models', 'a');
	expect(store.get(configMaps, 'models', 'a')?.metadata.deletionTimestamp).toBe('2026-01-01T12:00:00Z');
	const {finalizers: _, ...metadata} = store.get(configMaps, 'models', 'a')?.metadata ?? {name: 'a'};
	store.put({...held, metadata: {...metadata, finalizers: []}});
	expect(store.get(configMaps, 'models', 'a')).toBeUndefined();
	store.remove(configMaps, 'models', 'none');
});

test('a watch replays from a version on, follows, and ends with its signal', async () => {
	const store = newStore();
	store.put(note('a'));
	const ending = new AbortController();
	const watch = store.watch(configMaps, 'models', {resourceVersion: '1', signal: ending.signal});
	store.put(note('b'));
	const seen: string[] = [];
	for await (const {type, object} of watch) {
		seen.push(`${type} ${object.metadata.name}@${object.metadata.resourceVersion}`);
		if (seen.length === 1) store.put(note('b', {x: '1'}));
		if (seen.length === 2) store.remove(configMaps, 'models', 'b');
		if (seen.length === 3) ending.abort();
	}

	expect(seen).toEqual(['ADDED b@2', 'MODIFIED b@3', 'DELETED b@4']);
});
