import {expect, test} from 'vitest';
import {denied} from '../../source/kube/access-review.ts';
import {ApiError} from '../../source/objects/cluster.ts';
import {namespaces, pods, virtualServices} from '../../source/objects/resource.ts';
import type {Access} from '../../source/ownership/access.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

const {signal} = new AbortController();
const patch: Access = {verb: 'patch', resource: virtualServices, namespace: 'models'};
const list: Access = {verb: 'list', resource: virtualServices};
const forward: Access = {verb: 'create', resource: pods, namespace: 'models', subresource: 'portforward'};
const names: Access = {verb: 'list', resource: namespaces};

test('what may not be done comes with a sentence', async () => {
	const cluster = createMemoryCluster();
	cluster.refuses = ({verb}) => verb !== 'patch';
	expect(await denied(cluster, [patch, list, forward, names], signal)).toEqual(
		new Map([
			[list, 'you may not list virtualservices.networking.istio.io in all namespaces'],
			[forward, 'you may not create pods/portforward in namespace models'],
			[names, 'you may not list namespaces'],
		]),
	);
});

test('the attributes are those of the access, and the same is asked once', async () => {
	const cluster = createMemoryCluster();
	const asked: unknown[] = [];
	cluster.refuses = attributes => asked.push(attributes) < 0;
	expect(await denied(cluster, [forward, {...forward}], signal)).toEqual(new Map());
	expect(asked).toEqual([
		{verb: 'create', group: '', version: 'v1', resource: 'pods', namespace: 'models', subresource: 'portforward'},
	]);
});

test('whoever may not ask is told nothing; other errors are passed on', async () => {
	const cluster = createMemoryCluster();
	cluster.onCall = () => {
		throw new ApiError(403, 'Forbidden', 'no');
	};
	expect(await denied(cluster, [patch], signal)).toEqual(new Map());
	cluster.setReachable(false);
	cluster.onCall = undefined;
	await expect(denied(cluster, [patch], signal)).rejects.toThrow('refused');
});
