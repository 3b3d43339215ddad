import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {createLog} from '../../source/daemon/log.ts';
import {createEventRecorder} from '../../source/kube/event-recorder.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../source/objects/lease.ts';
import {stringAt, type KubeObject} from '../../source/objects/object.ts';
import {events} from '../../source/objects/resource.ts';
import type {Command} from '../../source/options/options.ts';
import {escapeYaml} from '../../source/print/escape.ts';
import {formatFailure} from '../../source/print/failure.ts';
import {App} from '../../source/tui/app.tsx';
import {commands} from '../../source/verbs/commands.ts';
import type {Verbs} from '../../source/verbs/verbs.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {startDaemon} from '../helpers/daemon.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {runCommand} from '../helpers/run-command.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {fakeSession} from '../tui/session.ts';

/** What a cluster could say to move the cursor, to hide text and to put a line of its own into our output. */
const spite =
	'\nforged: all is well\r\n\u001B[2J\u009B31m\u0085\u202Egnp\u061C\u00AD\u180E\u3164\u2028forged\u{E0041}\uFFF9\uE000';

/** Line ends are ours; of everything else that a terminal acts on nothing may be there. */
// oxlint-disable-next-line no-control-regex
const dangerous = /[^\P{C}\n]|[\p{Zl}\p{Zp}\u3164]/u;

/** A text as YAML has it, which takes few of these characters as they are. */
function quoted(text: string): string {
	return escapeYaml(JSON.stringify(text));
}

function expectHarmless(what: string, text: string): void {
	expect([what, dangerous.exec(text)?.[0].codePointAt(0)?.toString(16)]).toEqual([what, undefined]);
	expect([what, text.split('\n').filter(line => /^[^\p{L}]*forged/u.test(line))]).toEqual([what, []]);
}

const failing = {
	conditions: [{type: 'Ready', status: 'False', reason: `Broken${spite}`, message: `no bucket${spite}`}],
	modelStatus: {
		transitionStatus: 'BlockedByFailedLoad',
		lastFailureInfo: {reason: `ModelLoadFailed${spite}`, message: `cannot load${spite}`},
	},
};

let cluster: MemoryCluster;
beforeEach(() => {
	const evil = canarySpec.replaceAll('wisdom-1', 'evil-1').replaceAll('wisdom', 'evil');
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec.replaceAll('exact: test', `exact: ${quoted(`x${spite}`)}`)),
		inferenceService('wisdom-0', {conditions: [{type: 'Ready', status: 'True'}]}),
		inferenceService('wisdom-1', failing, {
			annotations: {[`note${spite}`]: spite},
			labels: {'iter8.tools/watch': 'true', app: spite},
		}),
		routemapConfigMap(`evil${spite}`, evil),
		routemapConfigMap(
			'broken-routemap',
			canarySpec.replace('canary:', `${quoted(`canary${spite}`)}:`).replace('.Weights', `.W${spite}`),
		),
		routemapConfigMap(
			'claim-routemap',
			canarySpec.replaceAll('wisdom.models', quoted(`host${spite}`)).replaceAll('wisdom', 'claim'),
		),
		inferenceService(`evil-0${spite}`, failing),
		inferenceService('evil-0', failing),
		inferenceService('live', failing, {labels: {}}),
		{
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'VirtualService',
			metadata: {name: `wisdom${spite}`, namespace: 'models', annotations: {note: spite}},
			spec: {
				hosts: ['wisdom.models', `host${spite}`],
				http: [{name: `rule${spite}`, match: [{uri: {exact: spite}}], route: [{destination: {host: `to${spite}`}}]}],
			},
		},
		{
			apiVersion: 'coordination.k8s.io/v1',
			kind: 'Lease',
			metadata: {name: leaseName, namespace: clusterLeaseNamespace},
			spec: {
				holderIdentity: `ghost${spite}`,
				leaseDurationSeconds: 15,
				renewTime: microTime(new Date('2026-01-01T12:00:00Z')),
			},
		},
	] as readonly KubeObject[]);
});

/** Everything that a verb writes, its error included. */
async function saidBy(verb: keyof Verbs, argv: readonly string[]): Promise<string> {
	const command = (await commands[verb]()) as Command;
	let [out, failure] = ['', ''];
	try {
		const ran = await runCommand(command, [verb, ...argv], {
			cluster,
			signal: AbortSignal.timeout(1000),
			onOutput: text => void (out = text),
		});
		out = ran.stdout + ran.stderr;
	} catch (error) {
		failure = formatFailure(error, {verb, isVerbose: true});
	}

	return out + failure;
}

const apps = ['wisdom', 'evil', `evil${spite}`, 'broken', 'claim', `none${spite}`];

test.each<[keyof Verbs, readonly (readonly string[])[]]>([
	[
		'status',
		[
			[],
			['-o', 'wide'],
			['-o', 'name'],
			['-o', 'yaml'],
			['-o', 'json'],
			['-A'],
			...apps.map(app => [app]),
			['-l', spite],
			['-n', spite],
		],
	],
	[
		'explain',
		apps.flatMap(app => [
			[app],
			[app, '-o', 'json'],
			[app, '--header', `traffic: x${spite}`],
			[app, '--host', `host${spite}`],
		]),
	],
	['check', [[], ['-o', 'json'], ['-A'], ['--allow-hosts', spite], ...apps.map(app => [app])]],
	['promote', apps.flatMap(app => [[app, '--yes', '--timeout', '1s'], [app], [app, '--dry-run=server', '--yes']])],
	[
		'weights',
		apps.flatMap(app => [
			[app, 'wisdom-0=1', `wisdom-1${spite}=2`],
			[app, spite],
			[app, 'wisdom-0=1'],
		]),
	],
	['abort', apps.flatMap(app => [[app, '--yes', '--timeout', '1s'], [app]])],
	['cleanup', apps.flatMap(app => [[app, '--all', '--yes', '--timeout', '1s'], [app]])],
	[
		'deploy',
		apps.flatMap(app => [
			[app, '--storage-uri', `gs://x${spite}`, '--dry-run=client'],
			[app, '--template', spite],
			[app, '-f', `no-file${spite}`],
		]),
	],
	[
		'init',
		[
			...apps.map(app => [app, '--dry-run=client', '-o', 'yaml']),
			['live', '--versions', `live,live${spite}`],
			['live', '--header', `a: b${spite}`],
			[`live${spite}`],
		],
	],
	['__complete', [['status', ''], ['promote', 'e'], ['status', '-n', ''], ['-']]],
	['version', [[], ['-o', 'yaml'], ['-o', 'json']]],
	['help', [[], ['status']]],
	['options', [[]]],
	['tui', [[]]],
])('%s prints nothing that a cluster could use', async (verb, calls) => {
	const said: string[] = [];
	for (const argv of calls) {
		// oxlint-disable-next-line no-await-in-loop -- they change the cluster
		const text = await saidBy(verb, argv);
		// Between a suggestion and what it means a tab is ours.
		expectHarmless(`${verb} ${JSON.stringify(argv)}`, verb === '__complete' ? text.replaceAll('\t', ' ') : text);
		said.push(text);
	}

	// Else it would be harmless because the cluster was not asked.
	if (!['version', 'help', 'options', 'tui'].includes(verb)) expect(said.join('')).toContain('\\u202egnp');
});

async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-hostile-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	return folder;
}

test('render shows what files say, and their names', async () => {
	const file = join(await temporaryFolder(), `a\u202Eb\n.yaml`);
	const routemap = routemapConfigMap(`evil${spite}`, canarySpec.replaceAll('exact: test', `exact: ${quoted(spite)}`));
	await writeFile(file, JSON.stringify(routemap));
	for (const argv of [[], ['-o', 'json'], ['-o', 'yaml'], ['-o', 'name']]) {
		// oxlint-disable-next-line no-await-in-loop -- one after the other is quick enough
		expectHarmless(`render ${argv.join(' ')}`, await saidBy('render', ['-f', file, ...argv]));
	}

	await writeFile(file, `versions: [${spite}`);
	expectHarmless('render of no YAML', await saidBy('render', ['-f', file]));
});

test('send-test shows what models answer, and which version they say they are', async () => {
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	const answer = {
		model_name: `m${spite}`,
		outputs: [{name: `o${spite}`, datatype: 'BYTES', shape: [1], data: [spite]}],
	};
	const server = createServer((_, response) => {
		response.setHeader('app-version', `v\u009B31m\u00AD`);
		response.end(JSON.stringify(answer));
	}).listen(0, '127.0.0.1');
	await eventually(() => expect(server.listening).toBe(true));
	onTestFinished(() => void server.close());
	const request = join(await temporaryFolder(), 'request.json');
	await writeFile(request, JSON.stringify({inputs: [{name: 'x', shape: [1], datatype: 'INT32', data: [0]}]}));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	for (const argv of [[], ['-o', 'json'], ['--requests', '3']]) {
		// oxlint-disable-next-line no-await-in-loop -- one after the other is quick enough
		const text = await saidBy('send-test', ['wisdom', '--url', url, '-f', request, ...argv]);
		expectHarmless(`send-test ${argv.join(' ')}`, text);
		expect(text).toMatch(/x9b31m|u009b31m/);
	}
});

test('the log of the daemon and the events that it records are safe to print', async () => {
	const lines: string[] = [];
	const now = () => new Date('2026-01-01T12:00:00Z');
	const recorder = createEventRecorder({
		cluster,
		component: 'kubectl-iter8',
		instance: 'test',
		onError: () => undefined,
		now,
	});
	await startDaemon(cluster, {log: createLog(line => lines.push(line), now), recorder});
	await eventually(() => expect(lines.join('')).toContain('routemap has a fault'));
	await eventually(() => expect(lines.join('')).toContain('route applied'));
	await recorder.idle();
	const {items} = await cluster.list(events, 'models');
	expect(items.length).toBeGreaterThan(1);
	for (const event of items) expectHarmless('event', stringAt(event, 'message') ?? '');
	for (const line of lines) expectHarmless('log', line);
	for (const line of lines) expect(JSON.parse(line)).toHaveProperty('message');
});

test('the full screen draws nothing that a cluster could use', async () => {
	const fake = fakeSession(cluster);
	const terminal = openTerminal(<App session={fake.session} terminal={fake.terminal} />, 120, 40);
	onTestFinished(() => terminal.unmount());
	await fake.tell();
	await terminal.until('ghost\\nforged');
	for (const keys of ['', '\r', 'j', 'j', 'y', '\u001B', 'x', '\u001B', '?', '\u001B', 'p', '\u001B']) {
		terminal.press(keys);
		// oxlint-disable-next-line no-await-in-loop -- a screen after each key
		await eventually(() => expectHarmless(`screen after ${JSON.stringify(keys)}`, terminal.screen()));
	}
});
