import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isRecord, type KubeObject} from '../../../source/objects/object.ts';
import {configMaps, virtualServices} from '../../../source/objects/resource.ts';
import {fieldsOf, readFieldsV1, writeFieldsV1} from '../../../source/sandbox/api/field-set.ts';
import {kindOf} from '../../../source/sandbox/api/kinds.ts';
import {Store} from '../../../source/sandbox/api/store.ts';
import {Writes} from '../../../source/sandbox/api/writes.ts';

const kind = kindOf(virtualServices);

function route(spec: unknown, metadata: object = {}): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models', ...metadata},
		spec,
	};
}

function newWrites(): Writes {
	return new Writes(new Store());
}

/** Who owns what, e.g. `me: {spec: {hosts: {}}}`. */
function owners({metadata}: KubeObject): Readonly<Record<string, unknown>> {
	return Object.fromEntries((metadata.managedFields ?? []).map(({manager = '', fieldsV1}) => [manager, fieldsV1]));
}

test('a manager owns what it applied, and what it no longer applies is gone', () => {
	const writes = newWrites();
	writes.apply(kind, route({hosts: ['a'], http: [{name: 'x'}]}, {labels: {a: 'b'}}), {manager: 'me'});
	const next = writes.apply(kind, route({hosts: ['a']}), {manager: 'me'});
	expect(next['spec']).toEqual({hosts: ['a']});
	expect(next.metadata.labels).toBeUndefined();
	expect(owners(next)).toEqual({me: {'f:spec': {'f:hosts': {}}}});
});

test('what two managers apply alike stays until both have let go of it', () => {
	const writes = newWrites();
	for (const manager of ['me', 'you']) writes.apply(kind, route({hosts: ['a']}), {manager});
	expect(writes.apply(kind, route({}), {manager: 'me'})['spec']).toEqual({hosts: ['a']});
	expect(writes.apply(kind, route({}), {manager: 'you'})['spec']).toEqual({});
});

test('a change of what others own is a conflict that names each field and each owner', () => {
	const writes = newWrites();
	writes.apply(kind, route({hosts: ['a'], gateways: ['g']}), {manager: 'me'});
	writes.patch(kind, 'models', 'wisdom', live => ({...live, metadata: {...live.metadata, labels: {x: '1'}}}), {
		manager: 'kubectl',
	});
	const wanted = route({hosts: ['b'], gateways: ['h']}, {labels: {x: '2'}});
	expect(() => writes.apply(kind, wanted, {manager: 'you'})).toThrow(
		[
			'Apply failed with 3 conflicts: conflicts with "kubectl" using networking.istio.io/v1beta1:',
			'- .metadata.labels.x',
			'conflicts with "me":',
			'- .spec.gateways',
			'- .spec.hosts',
		].join('\n'),
	);
	const forced = writes.apply(kind, wanted, {manager: 'you', force: true});
	expect(forced).toMatchObject({metadata: {labels: {x: '2'}}, spec: {hosts: ['b'], gateways: ['h']}});
	expect(Object.keys(owners(forced))).toEqual(['you', 'kubectl']);
});

test('an object of nobody belongs to before-first-apply', () => {
	const writes = newWrites();
	const note = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'note', namespace: 'models'}};
	writes.create(kindOf(configMaps), note, {manager: 'me'});
	const untracked = writes.replace(kindOf(configMaps), {...note, data: {a: '1'}}, {manager: 'me'});
	expect(untracked.metadata.managedFields).toBeUndefined();
	expect(() => writes.apply(kindOf(configMaps), {...note, data: {a: '2'}}, {manager: 'you'})).toThrow(
		'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a',
	);
});

test('what kubectl applied from the client, it takes over on the server without force', () => {
	const writes = newWrites();
	const config = route({hosts: ['a']});
	const annotations = {'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(config)};
	writes.create(kind, route({hosts: ['a']}, {annotations}), {manager: 'kubectl-client-side-apply'});
	expect(() => writes.apply(kind, route({hosts: ['b']}), {manager: 'you'})).toThrow('Apply failed with 1 conflict');
	const next = writes.apply(kind, route({hosts: ['b']}), {manager: 'kubectl'});
	expect(next['spec']).toEqual({hosts: ['b']});
	expect(next.metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration']).toBe(
		'{"apiVersion":"networking.istio.io/v1beta1","kind":"VirtualService","metadata":{"name":"wisdom","namespace":"models"},"spec":{"hosts":["b"]}}\n',
	);
});

test('the same apply twice writes once', () => {
	const json = fc.dictionary(fc.string({minLength: 1}), fc.jsonValue(), {maxKeys: 4});
	fc.assert(
		fc.property(json, spec => {
			const writes = newWrites();
			const first = writes.apply(kind, route(spec), {manager: 'me'});
			expect(writes.apply(kind, route(spec), {manager: 'me'})).toBe(first);
		}),
	);
});

test('after two managers forced their own, nothing of the first is left but what the second does not name', () => {
	const flat = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer());
	fc.assert(
		fc.property(flat, flat, (one, other) => {
			const writes = newWrites();
			writes.apply(kind, route(one), {manager: 'one'});
			expect(writes.apply(kind, route(other), {manager: 'other', force: true})['spec']).toEqual({...one, ...other});
			expect(writes.apply(kind, route({}), {manager: 'one'})['spec']).toEqual(other);
		}),
	);
});

test('a set of fields is read back as it was written', () => {
	fc.assert(
		fc.property(fc.jsonValue(), value => {
			const key = fieldsOf(isRecord(value) ? value : {value}, {});
			const set = new Set(key.keys());
			expect(readFieldsV1(writeFieldsV1(set))).toEqual(set);
		}),
	);
});
