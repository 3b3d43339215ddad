import {expect, test} from 'vitest';
import {forbiddenIn} from '../../../source/check/read/forbidden-actions.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {deployments, httpRoutes, inferenceServices} from '../../../source/objects/resource.ts';
import {kindsOf} from '../../../source/ownership/permissions.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';

const signal = new AbortController().signal;
const modelKinds = kindsOf([], defaultResourceTypes);

test('nothing is forbidden to whom everything is allowed, and each access is asked once', async () => {
	const cluster = createMemoryCluster();
	const asked: string[] = [];
	cluster.refuses = ({verb, resource, namespace}) => {
		asked.push(`${String(verb)} ${String(resource)} ${String(namespace)}`);
		return false;
	};
	expect([
		...(await forbiddenIn(cluster, {namespace: 'models', kinds: modelKinds, isReadOnly: false}, signal)),
	]).toEqual([]);
	expect(asked).toHaveLength(new Set(asked).size);
	expect(asked).toContain('patch inferenceservices models');
});

test('an action is forbidden with the first thing that the user may not do', async () => {
	const cluster = createMemoryCluster();
	cluster.refuses = ({verb, resource}) =>
		(verb === 'delete' && resource === 'inferenceservices') || resource === 'virtualservices';
	expect([
		...(await forbiddenIn(cluster, {namespace: 'models', kinds: modelKinds, isReadOnly: false}, signal)),
	]).toEqual([
		['promote', 'you may not delete inferenceservices.serving.kserve.io in namespace models'],
		['abort', 'you may not delete inferenceservices.serving.kserve.io in namespace models'],
		['cleanup', 'you may not delete virtualservices.networking.istio.io in namespace models'],
		['send-test', 'you may not get virtualservices.networking.istio.io in namespace models'],
		['compare', 'you may not get virtualservices.networking.istio.io in namespace models'],
		['watch', 'you may not list virtualservices.networking.istio.io in namespace models'],
	]);
});

test('in read-only mode only a test may be sent, and nothing is asked about the rest', async () => {
	const cluster = createMemoryCluster();
	const forbidden = await forbiddenIn(cluster, {namespace: 'models', kinds: modelKinds, isReadOnly: true}, signal);
	expect(forbidden.get('promote')).toBe('this is read-only (--read-only)');
	expect([...forbidden.keys()]).toEqual(['init', 'deploy', 'weights', 'promote', 'abort', 'undo', 'cleanup', 'watch']);
	expect(cluster.calls).toHaveLength(2);
});

test('an app of Deployments under HTTPRoutes needs no rights to other kinds, the daemon that looks after models apart', async () => {
	const cluster = createMemoryCluster();
	cluster.refuses = ({resource}) => resource === 'inferenceservices' || resource === 'virtualservices';
	const kinds = {versions: [deployments], resources: [inferenceServices, deployments], routes: [httpRoutes]};
	expect([...(await forbiddenIn(cluster, {namespace: 'models', kinds, isReadOnly: false}, signal))]).toEqual([
		['watch', 'you may not get inferenceservices.serving.kserve.io in namespace models'],
	]);
	cluster.refuses = ({resource, verb}) => resource === 'deployments' && verb === 'delete';
	const forbidden = await forbiddenIn(cluster, {namespace: 'models', kinds, isReadOnly: false}, signal);
	expect([...forbidden.keys()]).toEqual(['promote', 'abort']);
});
