import {expect, onTestFinished, test} from 'vitest';
import {testsData, type VersionTest} from '../../source/rollout/version-test.ts';
import {followTests} from '../../source/snapshot/follow-tests.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

const tested: VersionTest = {
	version: 'wisdom-1',
	uid: 'u',
	spec: 'hash',
	at: '2026-01-01T11:59:20Z',
	by: 'alice',
	way: 'match',
	requests: 20,
	failed: 0,
	answered: {'wisdom-1': 20},
};

test('tells what was tested of an app: nothing at first, then each test, and nothing again when that is forgotten', async () => {
	const cluster = createMemoryCluster();
	const told: unknown[] = [];
	onTestFinished(followTests(cluster, {namespace: 'models', name: 'wisdom'}, tests => told.push(tests)));
	await eventually(() => expect(told).toEqual([[]]));
	const labels = {'iter8.tools/kind': 'tests', 'app.kubernetes.io/name': 'wisdom'};
	const metadata = {name: 'wisdom-tests', namespace: 'models', labels};
	const configMap = {apiVersion: 'v1', kind: 'ConfigMap', metadata, data: testsData([tested])};
	cluster.put(configMap);
	cluster.put({...configMap, metadata: {...metadata, name: 'forged'}});
	await eventually(() => expect(told).toEqual([[], [tested]]));
	await cluster.delete({group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap'}, 'models', 'wisdom-tests');
	await eventually(() => expect(told).toEqual([[], [tested], []]));
});
