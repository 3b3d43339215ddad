import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';
import {claimedByAnother, claimWords} from '../../source/ownership/claimed-hosts.ts';
import {HostIndex} from '../../source/ownership/host-index.ts';

const routemap = {name: 'wisdom-routemap', uid: 'uid-1'};

function route(
	name: string,
	hosts: readonly string[],
	gateways?: readonly string[],
	metadata?: Partial<ObjectMeta>,
): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name, namespace: 'models', ...metadata},
		spec: {hosts, gateways},
	};
}

/** The words about the claim of the route `wisdom` among live routes; undefined when there is none. */
function claim(wanted: KubeObject, live: KubeObject | undefined, ...others: readonly KubeObject[]): string | undefined {
	const index = new HostIndex();
	for (const [key, other] of others.entries()) index.set(String(key), other);
	const found = claimedByAnother(wanted, live, routemap, host => index.claimants('VirtualService', host));
	return found && claimWords(wanted, found);
}

const wanted = route('wisdom', ['Wisdom.models', 'wisdom.example.com']);
const model = [{apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: 'churn', uid: 'uid-9'}];

test('a host that a route of something else has is not taken from it', () => {
	const other = route('churn', ['wisdom.models'], undefined, {ownerReferences: model});
	expect(claim(wanted, undefined, other)).toBe(
		'VirtualService models/wisdom is not applied, since VirtualService models/churn has the host wisdom.models already and belongs to InferenceService churn: give the app another name, or have that route removed',
	);
});

test('a public host is not taken from a route of another namespace', () => {
	const other = route('shop', ['wisdom.example.com'], undefined, {namespace: 'team-c'});
	expect(claim(wanted, undefined, other)).toContain(
		'VirtualService team-c/shop has the host wisdom.example.com already:',
	);
});

test.each([
	['the same route', route('wisdom', ['wisdom.models'])],
	[
		'another route of the routemap',
		route('second', ['wisdom.models'], undefined, {
			ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', ...routemap}],
		}),
	],
	['a route at another gateway', route('churn', ['wisdom.models'], ['other'])],
	['a route of another host', route('churn', ['churn.models'])],
])('nothing is taken from %s', (_, other) => {
	expect(claim(wanted, undefined, other)).toBeUndefined();
});

test('a host that the route has already it keeps, one that it adds it does not get', () => {
	const other = route('churn', ['wisdom.models', 'wisdom.example.com']);
	expect(claim(wanted, wanted, other)).toBeUndefined();
	expect(claim(wanted, route('wisdom', ['wisdom.models']), other)).toContain('the host wisdom.example.com');
});

test('a host is not taken by a route that it had at another gateway', () => {
	const other = route('shop', ['wisdom.example.com'], ['team-c/entry'], {namespace: 'team-c'});
	const live = route('wisdom', ['wisdom.example.com'], ['own']);
	expect(claim(route('wisdom', ['wisdom.example.com'], ['own', 'team-c/entry']), live, other)).toContain('team-c/shop');
	expect(claim(live, live, other)).toBeUndefined();
});

test.each(['team-c/entry', 'entry.team-c', 'entry.team-c.svc.cluster.local'])(
	'a gateway is known by the name %s',
	name => {
		const other = route('shop', ['wisdom.example.com'], ['./entry'], {namespace: 'team-c'});
		expect(claim(route('wisdom', ['wisdom.example.com'], [name]), undefined, other)).toContain('team-c/shop');
	},
);

test('a route of another namespace is none of a routemap that has the name of its own', () => {
	const metadata: Partial<ObjectMeta> = {
		namespace: 'team-c',
		ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'wisdom-routemap', uid: 'uid-2'}],
		managedFields: [{manager: 'iter8-controller', operation: 'Apply'}],
	};
	expect(claim(wanted, undefined, route('shop', ['wisdom.example.com'], undefined, metadata))).toContain('team-c/shop');
	const {ownerReferences: _, ...nobodys} = metadata;
	expect(claim(wanted, undefined, route('shop', ['wisdom.example.com'], undefined, nobodys))).toContain('team-c/shop');
});

test('a host is not taken out of the wildcard of another, unless whoever runs the daemon allows it', () => {
	const other = route('shop', ['*.example.com'], undefined, {namespace: 'team-c'});
	expect(claim(wanted, undefined, other)).toBe(
		"VirtualService models/wisdom is not applied, since VirtualService team-c/shop has the hosts *.example.com already, wisdom.example.com among them: give the app another name, have that route removed, or start the daemon with --allow-hosts 'wisdom.example.com'",
	);
	const index = new HostIndex();
	index.set('other', other);
	const claimants = (host: string): Iterable<KubeObject> => index.claimants('VirtualService', host);
	expect(claimedByAnother(wanted, undefined, routemap, claimants, ['wisdom.example.com'])).toBeUndefined();
	expect(claim(wanted, undefined, route('all', ['*'], undefined, {namespace: 'team-c'}))).toBeUndefined();
});

test('many hosts at many gateways are compared in little time', () => {
	const texts = (prefix: string): readonly string[] => Array.from({length: 1000}, (_, index) => `${prefix}${index}`);
	const other = route('other', texts('host'), texts('his'));
	expect(claim(route('wisdom', texts('host'), texts('own')), undefined, other)).toBeUndefined();
});

test('the index knows the routes of a host as they are now', () => {
	const index = new HostIndex();
	const names = (host: string): readonly string[] =>
		[...index.claimants('VirtualService', host)].map(({metadata}) => metadata.name);
	index.set('a', route('one', ['wisdom', 'shared.com']));
	index.set('b', route('two', ['shared.com.']));
	expect(names('wisdom.models.svc.cluster.local')).toEqual(['one']);
	expect(names('shared.com')).toEqual(['one', 'two']);
	index.set('a', route('one', ['shared.com']));
	index.set('b', undefined);
	expect([names('wisdom.models.svc.cluster.local'), names('shared.com')]).toEqual([[], ['one']]);
	expect([...index.claimants('HTTPRoute', 'shared.com')]).toEqual([]);
});
