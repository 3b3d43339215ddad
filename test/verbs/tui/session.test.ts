import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {stringify} from 'yaml';
import {inferenceServices, virtualServices} from '../../../source/objects/resource.ts';
import {createOptions} from '../../../source/options/create-options.ts';
import type {OptionsOf} from '../../../source/options/options.ts';
import {parse} from '../../../source/options/parse.ts';
import {createApiServer} from '../../../source/sandbox/api/api-server.ts';
import type {Session} from '../../../source/tui/session.ts';
import type {tuiVerb} from '../../../source/verbs/tui/flags.ts';
import {createSession} from '../../../source/verbs/tui/session.ts';
import {verbs} from '../../../source/verbs/verbs.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../../helpers/app-objects.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {noLog} from '../../helpers/no-log.ts';

/** A session as the verb makes it, on a kubeconfig whose contexts `here` and `there` lead to an API server. */
async function openSession(...argv: readonly string[]): Promise<Session> {
	const api = await createApiServer({namespaces: ['models']});
	const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-session-'));
	onTestFinished(async () => {
		await api.close();
		await rm(folder, {recursive: true});
	});
	const authority = Buffer.from(api.authority).toString('base64');
	const context = (namespace: string) => ({cluster: 'c', user: 'u', namespace});
	const kubeconfig = join(folder, 'kubeconfig');
	await writeFile(
		kubeconfig,
		stringify({
			clusters: [{name: 'c', cluster: {server: api.url, 'certificate-authority-data': authority}}],
			users: [{name: 'u', user: {token: api.token}}],
			contexts: [
				{name: 'here', context: context('default')},
				{name: 'there', context: context('models')},
				{name: 'nowhere', context: {cluster: 'none', user: 'u'}},
			],
			'current-context': 'here',
		}),
	);
	const line = parse(verbs, ['tui', '--kubeconfig', kubeconfig, ...argv]);
	const {signal} = new AbortController();
	const options = createOptions(line, {streams: process, env: {}, signal}) as OptionsOf<typeof tuiVerb>;
	const target = await options.connect();
	return createSession({
		options,
		target,
		namespace: target.namespace,
		connectedBy: options.flags,
		prometheus: undefined,
	});
}

const signal = new AbortController().signal;
const kubeconfig: unknown = expect.stringMatching(/\/kubeconfig$/);

test('knows where it is and where one can go from there', async () => {
	const session = await openSession();
	expect(session).toMatchObject({context: 'here', namespace: 'default', connection: {kubeconfig}, isReadOnly: false});
	expect(await session.contexts()).toEqual(['here', 'there', 'nowhere']);
	expect(await session.namespaces(signal)).toEqual([
		'default',
		'kube-node-lease',
		'kube-public',
		'kube-system',
		'models',
	]);
	expect(await session.templateNames()).toContain('sklearn');
	expect(session.actionContext('models', signal)).toMatchObject({namespace: 'models', drainMs: 5000, signal});
});

test('moves to another namespace over the same connection, and to another context over its own', async () => {
	const session = await openSession('--server', 'https://127.0.0.1:1', '--read-only');
	await expect(session.namespaces(signal)).rejects.toThrow('refused');
	const elsewhere = await session.move({context: 'here', namespace: undefined});
	expect(elsewhere).toMatchObject({
		context: 'here',
		namespace: undefined,
		connection: {kubeconfig, server: 'https://127.0.0.1:1'},
		isReadOnly: true,
	});
	await expect(elsewhere.namespaces(signal)).rejects.toThrow('refused');
	const there = await session.move({context: 'there', namespace: 'models'});
	expect(there).toMatchObject({
		context: 'there',
		namespace: 'models',
		connection: {kubeconfig, context: 'there'},
		isReadOnly: true,
	});
	expect(await there.namespaces(signal)).toContain('models');
	await expect(session.move({context: 'nowhere', namespace: 'models'})).rejects.toThrow(
		'cluster "none" does not exist',
	);
});

test('a command line to copy says what the one of the TUI has said, but no token', async () => {
	expect(await openSession('--context', 'there', '--token', 'secret', '--as', 'ann')).toMatchObject({
		context: 'there',
		connection: {kubeconfig, context: 'there', as: 'ann'},
	});
});

test('runs the daemon of its namespace until the signal aborts, and hands on what it logs', async () => {
	const session = await openSession();
	const stopping = new AbortController();
	const messages: unknown[] = [];
	const leads = Promise.withResolvers<void>();
	const ended = session.runDaemon(line => {
		const {message, namespace} = JSON.parse(line) as {readonly message: string; readonly namespace?: string};
		messages.push(namespace === undefined ? message : `${message} ${namespace}`);
		if (message === 'lease') leads.resolve();
	}, stopping.signal);
	await leads.promise;
	stopping.abort();
	await ended;
	expect(messages.slice(0, 2)).toEqual(['started default', 'lease']);
	expect(messages.at(-1)).toBe('stopped');
});

test('a test of an app that does not exist is refused with what to do, unless it was stopped', async () => {
	const session = await openSession();
	const send = (given: AbortSignal) =>
		session.sendTest(
			{namespace: 'models', name: 'owl'},
			{
				version: undefined,
				headers: {},
				path: undefined,
				requests: 1,
				concurrency: 1,
				onOutcome: () => undefined,
				onRemark: () => undefined,
				signal: given,
			},
		);
	await expect(send(signal)).rejects.toThrow('kubectl iter8 init owl -n models');
	await expect(send(AbortSignal.abort())).resolves.toBeUndefined();
});

test('a comparison is refused as the verb refuses it: for its file, and for an app that does not exist', async () => {
	const session = await openSession();
	const compareWith = (filename: string) =>
		session.compare(
			{namespace: 'models', name: 'owl'},
			{
				version: 'owl-1',
				filename,
				requests: undefined,
				margin: 0.01,
				looks: 'once',
				onPair: () => undefined,
				onRemark: () => undefined,
				signal,
			},
		);
	await expect(compareWith('/none.jsonl')).rejects.toThrow('cannot read /none.jsonl: there is no such file');
	await expect(compareWith('docs/digits.jsonl')).rejects.toThrow('kubectl iter8 init owl -n models');
});

test('the daemon of a session looks for gateways in the namespace of the session', async () => {
	const spec = canarySpec.replace('hosts: [wisdom.models]', 'hosts: [wisdom]');
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', spec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
	]);
	const asked = new Set<string>();
	cluster.onCall = call => {
		if (call.startsWith('get services')) asked.add(call);
	};
	const ending = new AbortController();
	const line = parse(verbs, ['tui']);
	const options = createOptions(line, {streams: process, env: {}, signal: ending.signal}) as OptionsOf<typeof tuiVerb>;
	const session = createSession({
		options,
		target: {
			cluster,
			namespace: 'default',
			context: 'here',
			podLog: noLog,
			portForward: () => Promise.reject(new Error('no pod')),
		},
		namespace: 'models',
		connectedBy: options.flags,
		prometheus: undefined,
	});
	const ended = session.runDaemon(() => undefined, ending.signal);
	await eventually(() => expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeDefined());
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await eventually(() => expect([...asked]).toEqual(['get services models/wisdom']));
	ending.abort();
	await ended;
});
