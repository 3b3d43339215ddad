import {beforeEach, expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../../source/objects/object.ts';
import {configMaps} from '../../../source/objects/resource.ts';
import {GarbageCollector} from '../../../source/sandbox/api/garbage-collector.ts';
import {kindOf} from '../../../source/sandbox/api/kinds.ts';
import {Store} from '../../../source/sandbox/api/store.ts';
import {Writes, type Deletion} from '../../../source/sandbox/api/writes.ts';

let store: Store;
let writes: Writes;

beforeEach(() => {
	let uids = 0;
	store = new Store({newUid: () => `uid-${++uids}`});
	writes = new Writes(store);
	new GarbageCollector(writes).watch(store);
});

function put(name: string, owners: readonly KubeObject[] = [], metadata: Partial<ObjectMeta> = {}): KubeObject {
	const ownerReferences = owners.map(owner => ({
		apiVersion: 'v1',
		// as Iter8 writes it: only the uid counts
		kind: 'configmap',
		name: owner.metadata.name,
		uid: owner.metadata.uid ?? '',
		blockOwnerDeletion: true,
	}));
	const own = ownerReferences.length > 0 ? {ownerReferences} : {};
	return store.put({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name, namespace: 'models', ...own, ...metadata},
	});
}

function remove(name: string, deletion?: Deletion): void {
	writes.delete(kindOf(configMaps), 'models', name, deletion);
}

function names(): readonly string[] {
	return store.list(configMaps).items.map(({metadata}) => metadata.name);
}

function read(name: string): ObjectMeta | undefined {
	return store.get(configMaps, 'models', name)?.metadata;
}

test('what an object owns goes after it, and what that owns', () => {
	const owner = put('owner');
	put('child', [owner]);
	put('grandchild', [put('child', [owner])]);
	put('stranger');
	remove('owner');
	expect(names()).toEqual(['stranger']);
});

test('an object with two owners goes with the second, and names only who is there', () => {
	const [a, b] = [put('a'), put('b')];
	put('child', [a, b]);
	remove('a');
	expect(read('child')?.ownerReferences?.map(({name}) => name)).toEqual(['b']);
	remove('b');
	expect(names()).toEqual([]);
});

test('an owner that waits for a finalizer still owns', () => {
	put('child', [put('owner', [], {finalizers: ['example.com/hold']})]);
	remove('owner');
	expect(names()).toEqual(['child', 'owner']);
	writes.patch(
		kindOf(configMaps),
		'models',
		'owner',
		live => ({...live, metadata: {...live.metadata, finalizers: []}}),
		{manager: 'me'},
	);
	expect(names()).toEqual([]);
});

test('an object whose owner was never there, or is in another namespace, goes at once', () => {
	const elsewhere = put('owner', [], {namespace: 'other'});
	put('child', [elsewhere]);
	put('foundling', [{...elsewhere, metadata: {name: 'x', uid: 'nobody'}}]);
	expect(names()).toEqual(['owner']);
});

test('orphans stay, and forget their owner', () => {
	put('child', [put('owner')]);
	remove('owner', {propagationPolicy: 'Orphan'});
	expect(names()).toEqual(['child']);
	expect(read('child')?.ownerReferences).toBeUndefined();
});

test('a foreground deletion waits for what the object owns', () => {
	put('child', [put('owner')], {finalizers: ['example.com/hold']});
	remove('owner', {propagationPolicy: 'Foreground'});
	expect(read('owner')?.finalizers).toEqual(['foregroundDeletion']);
	expect(read('child')?.deletionTimestamp).toBeDefined();
	writes.patch(
		kindOf(configMaps),
		'models',
		'child',
		live => ({...live, metadata: {...live.metadata, finalizers: []}}),
		{manager: 'me'},
	);
	expect(names()).toEqual([]);
});
