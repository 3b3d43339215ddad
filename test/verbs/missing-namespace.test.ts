import {expect, test} from 'vitest';
import {find} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {namespaces} from '../../source/objects/resource.ts';
import {commands} from '../../source/verbs/commands.ts';
import type {verbs} from '../../source/verbs/verbs.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {runCommand, type Ran} from '../helpers/run-command.ts';
import {primary, writesOf} from './rollout.ts';

const namespace = (name: string): KubeObject => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}});

/** The app wisdom in namespace `models`, and the namespaces `shop` and `default`, where there is nothing. */
function shop(): MemoryCluster {
	return createMemoryCluster([
		...['default', 'models', 'shop'].map(namespace),
		primary(),
		routemapConfigMap('wisdom', canarySpec),
	]);
}

async function run(cluster: MemoryCluster, line: string): Promise<Ran> {
	const argv = line.split(' ');
	const verb = argv[0] as keyof typeof verbs;
	return runCommand(await commands[verb](), argv, {cluster});
}

/** What was written, questions of access aside. */
const changesOf = (cluster: MemoryCluster): readonly string[] =>
	writesOf(cluster).filter(call => call !== 'create selfsubjectaccessreviews');

const ofApps = [
	'status wisdom',
	'explain wisdom',
	'check wisdom',
	'send-test wisdom',
	'deploy wisdom --storage-uri gs://x',
	'weights wisdom 1 1',
	'promote wisdom --yes',
	'abort wisdom --yes',
	'undo wisdom --yes',
	'history wisdom',
	'cleanup wisdom --yes',
];

test.each(ofApps)('%s in a namespace that does not exist says so, and where the app is', async line => {
	const cluster = shop();
	await expect(run(cluster, `${line} -n modles`)).rejects.toThrow(
		/^namespace modles does not exist: app wisdom is in namespace models \(-n models\)$/,
	);
	expect(changesOf(cluster)).toEqual([]);
});

test.each(ofApps)('%s in a namespace without it says where the app is', async line => {
	await expect(run(shop(), `${line} -n shop`)).rejects.toThrow(
		/^no app wisdom in namespace shop: it is in namespace models \(-n models\)$/,
	);
});

test.each(['status', 'status -w', 'check', 'init fox', 'init fox --dry-run=server', 'watch'])(
	'%s in a namespace that does not exist says so, and which may be meant',
	async line => {
		const cluster = shop();
		await expect(run(cluster, `${line} -n defualt`)).rejects.toThrow(
			/^namespace defualt does not exist, did you mean default\?$/,
		);
		expect(changesOf(cluster)).toEqual([]);
	},
);

test('a name that is near none is answered with how to see the others', async () => {
	await expect(run(shop(), 'status -n elsewhere')).rejects.toThrow(
		/^namespace elsewhere does not exist: see "kubectl get namespaces"$/,
	);
});

test('init prints objects for a namespace that is to come', async () => {
	const {stdout} = await run(shop(), 'init fox -n defualt --app-type deployment --dry-run=client -o name');
	expect(stdout).toContain('configmap/fox-routemap\n');
});

test('of an app that many namespaces have some are named', async () => {
	const cluster = shop();
	for (const place of ['a', 'b', 'c']) cluster.put(routemapConfigMap('wisdom', canarySpec, {namespace: place}));
	await expect(run(cluster, 'promote wisdom --yes -n shop')).rejects.toThrow(
		/^no app wisdom in namespace shop: it is in namespaces a, b, c and 1 more$/,
	);
});

test('who may see nothing of namespaces hears of the app alone', async () => {
	const cluster = shop();
	cluster.onCall = call => {
		if (/namespaces|^list configmaps$/.test(call)) throw new Error('not yours to see');
	};
	expect(await find(cluster, namespaces, undefined, 'shop').catch(String)).toBe('Error: not yours to see');
	await expect(run(cluster, 'promote wisdom --yes -n defualt')).rejects.toThrow(
		/^no app wisdom in namespace defualt: set up its routing with "kubectl iter8 init wisdom -n defualt"$/,
	);
});
