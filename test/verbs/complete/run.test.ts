import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import type {Cluster, ListOptions} from '../../../source/objects/cluster.ts';
import type {KubeList} from '../../../source/objects/object.ts';
import type {Resource} from '../../../source/objects/resource.ts';
import type {OptionsOf} from '../../../source/options/options.ts';
import {parse} from '../../../source/options/parse.ts';
import type {completeVerb} from '../../../source/verbs/complete/flags.ts';
import {run} from '../../../source/verbs/complete/run.ts';
import {verbs} from '../../../source/verbs/verbs.ts';
import {noLog} from '../../helpers/no-log.ts';
import {makeFiles} from '../../kube/surroundings.ts';

type List = (resource: Resource, namespace: string | undefined, options?: ListOptions) => Promise<KubeList>;

async function complete(words: readonly string[], list: List, terminals: unknown[] = []): Promise<string> {
	const stdout = new PassThrough();
	const options: OptionsOf<typeof completeVerb> = {
		streams: {stdin: new PassThrough(), stdout, stderr: new PassThrough()},
		flags: parse(verbs, ['__complete', ...words]).flags,
		arguments: words,
		connect: async terminal => {
			terminals.push(terminal);
			return {
				cluster: {list} as unknown as Cluster,
				namespace: 'models',
				context: undefined,
				podLog: noLog,
				portForward: () => Promise.reject(new Error('not asked for')),
			};
		},
		now: () => new Date(0),
		signal: new AbortController().signal,
		color: false,
		isDumb: false,
		isInteractive: false,
	};
	await run(options);
	stdout.end();
	return text(stdout);
}

const listOf = (...names: readonly string[]): KubeList => ({
	resourceVersion: '1',
	items: names.map(name => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}})),
});

test('apps are those that have a routemap in the namespace', async () => {
	const asked: unknown[] = [];
	const list: List = async ({plural}, namespace, {labelSelector} = {}) => {
		asked.push([plural, namespace, labelSelector]);
		return listOf('wisdom-routemap', 'wit-routemap', 'other\u001B[2J');
	};
	expect(await complete(['promote', 'w'], list)).toBe('wisdom\nwit\n:4\n');
	expect(await complete(['promote', ''], list)).toBe('wisdom\nwit\nother\\x1b[2J\n:4\n');
	expect(asked[0]).toEqual(['configmaps', 'models', 'iter8.tools/kind=routemap']);
});

test('templates are those that can be deployed', async () => {
	const list: List = () => Promise.reject(new Error('not asked for'));
	expect(await complete(['deploy', 'wisdom', '--template', 'skl'], list)).toBe('sklearn\n:4\n');
	expect(await complete(['deploy', 'wisdom', '--template=skl'], list)).toBe('sklearn\n:4\n');
});

test('namespaces come from the cluster', async () => {
	const list: List = async ({plural}, namespace) =>
		plural === 'namespaces' && namespace === undefined ? listOf('default', 'models') : listOf();
	expect(await complete(['status', '-n', 'd'], list)).toBe('default\n:4\n');
});

test('a credential plugin gets nothing of the terminal', async () => {
	const terminals: unknown[] = [];
	await complete(['promote', ''], async () => listOf(), terminals);
	expect(terminals).toEqual(['none']);
});

test.each<[readonly string[], string]>([
	[['status', '--kubeconfig', 'FILE', '--context', ''], 'dev\nprod\n:4\n'],
	[['status', '--kubeconfig', 'FILE', '--context', 'd'], 'dev\n:4\n'],
	[['--kubeconfig=FILE', 'status', '--context=p'], 'prod\n:4\n'],
	[['--kubeconfig', 'FILE', '--context='], 'dev\nprod\n:4\n'],
	[['status', '--kubeconfig', 'FILE', '--cluster', ''], 'blue\n:4\n'],
	[['status', '--kubeconfig', 'FILE', '--user', ''], 'ann\nbob\\x1b\n:4\n'],
	[['status', '--kubeconfig', '/nonexistent/file', '--context', ''], ':4\n'],
])('%j: names of the kubeconfig, which no cluster is asked for', async (words, expected) => {
	const config = {
		clusters: [{name: 'blue', cluster: {}}],
		users: [{name: 'ann'}, {name: 'bob\u001B'}],
		contexts: [{name: 'dev'}, {name: 'prod'}],
	};
	const file = join(makeFiles({config: JSON.stringify(config)}), 'config');
	const given = words.map(word => word.replace('FILE', file));
	const terminals: unknown[] = [];
	expect(await complete(given, () => Promise.reject(new Error('asked')), terminals)).toBe(expected);
	expect(terminals).toEqual([]);
});

test('an error of the cluster is no suggestion', async () => {
	expect(await complete(['promote', ''], () => Promise.reject(new Error('refused')))).toBe(':4\n');
});

test('a cluster that does not answer within a second is not waited for, and its request is ended', async () => {
	const started = performance.now();
	let isEnded = false;
	const list: List = (_resource, _namespace, {signal} = {}) =>
		new Promise(() => {
			signal?.addEventListener('abort', () => {
				isEnded = true;
			});
		});
	expect(await complete(['promote', ''], list)).toBe(':4\n');
	expect(isEnded).toBe(true);
	expect(performance.now() - started).toBeGreaterThan(900);
});
