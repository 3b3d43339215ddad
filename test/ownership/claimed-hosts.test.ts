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
