import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {httpRoutes, virtualServices} from '../../../source/objects/resource.ts';
import {isInForce} from '../../../source/routemap/assess/route-difference.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';

const manager = 'iter8-controller';

function route(spec: unknown, metadata: object = {}): KubeObject {
	const owner = {apiVersion: 'v1', kind: 'ConfigMap', name: 'wisdom-routemap', uid: 'uid-0'};
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models', ownerReferences: [owner], ...metadata},
		spec,
	};
}

const desired = route(
	{hosts: ['wisdom.models'], gateways: ['mesh'], http: [{name: 'a', timeout: '5s'}, {name: 'b'}]},
	{labels: {team: 'ml'}},
);

async function applied(object: KubeObject): Promise<{cluster: MemoryCluster; live: KubeObject}> {
	const cluster = createMemoryCluster();
	return {cluster, live: await cluster.apply(virtualServices, object, {fieldManager: manager, force: true})};
}

test('a route that was applied is in force', async () => {
	const {live} = await applied(desired);
	expect(isInForce(desired, live, manager)).toBe(true);
	expect(isInForce(desired, live, 'somebody-else')).toBe(false);
	expect(isInForce(desired, undefined, manager)).toBe(false);
});

test('a route is in force in whichever of its versions it is read', async () => {
	const {live} = await applied(desired);
	expect(isInForce({...desired, apiVersion: 'networking.istio.io/v1'}, live, manager)).toBe(true);
});

const edits: readonly [string, string, unknown][] = [
	['replaces a rule', '/spec/http/0/name', 'mine'],
	['adds a rule', '/spec/http/-', {name: 'c'}],
	['adds a field inside a rule', '/spec/http/0/mirror', {host: 'mine'}],
	['replaces a host', '/spec/hosts', ['mine']],
	['changes a label of ours', '/metadata/labels/team', 'mine'],
	[
		'changes the owner',
		'/metadata/ownerReferences',
		[{apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'uid-9'}],
	],
];

test.each(edits)('a route is not in force when someone %s', async (_, path, value) => {
	const {cluster} = await applied(desired);
	const live = await cluster.patch(virtualServices, 'models', 'wisdom', [{op: 'add', path, value}]);
	expect(isInForce(desired, live, manager)).toBe(false);
});

test('a route is not in force when someone wrote what we would write', async () => {
	const {cluster} = await applied(route({http: [{name: 'mine'}]}));
	const wanted = route({http: [{name: 'a'}]});
	const live = await cluster.patch(virtualServices, 'models', 'wisdom', [
		{op: 'replace', path: '/spec/http/0/name', value: 'a'},
	]);
	expect(live['spec']).toEqual(wanted['spec']);
	expect(isInForce(wanted, live, manager)).toBe(false);
});

test('fields that others add outside of ours are theirs', async () => {
	const {cluster} = await applied(desired);
	const live = await cluster.patch(virtualServices, 'models', 'wisdom', [
		{op: 'add', path: '/spec/exportTo', value: ['.']},
		{op: 'add', path: '/metadata/annotations', value: {note: 'x'}},
	]);
	expect(isInForce(desired, live, manager)).toBe(true);
});

test('a field that we no longer want is a difference', async () => {
	const {live} = await applied(desired);
	expect(
		isInForce(
			route({hosts: ['wisdom.models'], http: [{name: 'a', timeout: '5s'}, {name: 'b'}]}, {labels: {team: 'ml'}}),
			live,
			manager,
		),
	).toBe(false);
	expect(isInForce({...desired, metadata: {...desired.metadata, labels: {}}}, live, manager)).toBe(false);
});

test('a rule that we no longer want is a difference', async () => {
	const {live} = await applied(route({http: [{name: 'candidate'}, {name: 'primary'}]}));
	expect(isInForce(route({http: [{name: 'candidate'}]}), live, manager)).toBe(false);
});

test('a field inside a rule that we no longer want is a difference', async () => {
	const {live} = await applied(route({http: [{name: 'primary', mirror: {host: 'candidate'}}]}));
	expect(isInForce(route({http: [{name: 'primary'}]}), live, manager)).toBe(false);
	const nested = await applied(route({http: [{route: [{destination: {host: 'a', subset: 'b'}}]}]}));
	expect(isInForce(route({http: [{route: [{destination: {host: 'a'}}]}]}), nested.live, manager)).toBe(false);
});

test('values that the Gateway API fills in are none', async () => {
	const wanted = {
		...route({
			parentRefs: [{name: 'entry'}],
			rules: [{backendRefs: [{name: 'a', port: 80}]}, {matches: [{headers: [{name: 'x', value: 'y'}]}]}],
		}),
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
	};
	const cluster = createMemoryCluster();
	const live = await cluster.apply(httpRoutes, wanted, {fieldManager: manager, force: true});
	const path = {type: 'PathPrefix', value: '/'};
	const backend = {group: '', kind: 'Service', name: 'a', port: 80, weight: 1};
	const filled = (weight: number): KubeObject => ({
		...live,
		spec: {
			parentRefs: [{group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'entry'}],
			rules: [
				{backendRefs: [{...backend, weight}], matches: [{path}]},
				{matches: [{path, headers: [{name: 'x', value: 'y', type: 'Exact'}]}]},
			],
		},
	});
	expect(isInForce(wanted, filled(1), manager)).toBe(true);
	expect(isInForce(wanted, filled(2), manager)).toBe(false);
});

test.each([
	['managed fields of another operation', [{manager, operation: 'Update', fieldsV1: {}}]],
	['managed fields of a subresource', [{manager, operation: 'Apply', subresource: 'status', fieldsV1: {}}]],
	['managed fields that are no mapping', [{manager, operation: 'Apply', fieldsV1: 'all'}]],
	['no managed fields', undefined],
])('a route with %s is not ours', async (_, managedFields) => {
	const {live} = await applied(desired);
	expect(isInForce(desired, {...live, metadata: {...live.metadata, managedFields: managedFields ?? []}}, manager)).toBe(
		false,
	);
});

test('whatever was applied is in force, and what differs from it is not', async () => {
	const key = fc.constantFrom('a', 'b', 'c', 'f:a', '.');
	const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
	const {value} = fc.letrec(tie => ({
		value: fc.oneof(
			{maxDepth: 3},
			leaf,
			fc.array(tie('value'), {maxLength: 3}),
			fc.dictionary(key, tie('value'), {maxKeys: 3, noNullPrototype: true}),
		),
	}));
	const spec = fc.dictionary(key, value, {minKeys: 1, maxKeys: 3, noNullPrototype: true});
	await fc.assert(
		fc.asyncProperty(spec, spec, async (first, second) => {
			const {live} = await applied(route(first));
			expect(isInForce(route(first), live, manager)).toBe(true);
			const isSame = JSON.stringify(sorted(first)) === JSON.stringify(sorted(second));
			if (!isSame) expect(isInForce(route(second), live, manager)).toBe(false);
		}),
	);
});

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(entry => sorted(entry));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.toSorted(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, entry]) => [key, sorted(entry)]),
	);
}
