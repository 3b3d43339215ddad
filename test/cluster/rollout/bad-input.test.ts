import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startTestbed, type MeshTestbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {Daemon} from './daemon.ts';
import {pluginEnvironment, runPlugin, type PluginRun} from './stage.ts';

let testbed: MeshTestbed;
beforeAll(async () => {
	testbed = await startTestbed({mesh: true});
});
afterAll(async () => testbed?.stop());

const iter8 = (...args: readonly string[]): Promise<PluginRun> => runPlugin(testbed, args);

test.each<readonly [string, readonly string[], number, string]>([
	[
		'an unknown verb',
		['promot', 'wisdom'],
		2,
		'error: unknown command "promot" for "kubectl iter8", did you mean "promote"?\n',
	],
	['an unknown flag', ['status', '--wide'], 2, `error: unknown flag: --wide`],
	['a missing app', ['promote'], 2, 'error: '],
	[
		'an app that is not there',
		['promote', 'wisdom'],
		1,
		'error: no app wisdom in namespace default: set up its routing with "kubectl iter8 init wisdom -n default"\n',
	],
	['a wrong context', ['status', '--context', 'nowhere'], 1, 'error: '],
	[
		'a server that does not answer',
		['status', '--server', 'https://127.0.0.1:1'],
		1,
		'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n',
	],
	['a kubeconfig that is not there', ['status', '--kubeconfig', '/nonexistent/config'], 1, 'error: '],
	['a wrong token', ['status', '--token', 'expired'], 1, 'error: You must be logged in to the server (Unauthorized)\n'],
])('%s is one line that says what to do', async (_, args, code, stderr) => {
	const run = await iter8(...args);
	expect({code: run.code, stdout: run.stdout}).toEqual({code, stdout: ''});
	expect(run.stderr.startsWith(stderr)).toBe(true);
	expect(run.stderr.trim().split('\n').length).toBe(code === 2 ? 2 : 1);
});

test('a user without rights is told which right is missing, and nothing changes', async () => {
	const run = await runPlugin(testbed, ['init', 'wisdom'], testbed.viewerKubeconfig);
	expect(run.code).toBe(1);
	expect(run.stderr).toMatch(/^Error from server \(Forbidden\): .*User "viewer" cannot (get|list) resource/);
	expect((await testbed.api.call('/api/v1/namespaces/default/services/wisdom')).code).toBe(404);
});

test('a file that is no YAML, and one that holds something else, are named', async () => {
	const file = join(testbed.runDir, 'broken.yaml');
	await writeFile(file, 'a: [1\n');
	expect((await iter8('deploy', 'wisdom', '-f', file)).stderr).toMatch(
		new RegExp(`^error: ${file} is no valid YAML: line 2, column 1: `),
	);
	await writeFile(file, 'apiVersion: v1\nkind: Pod\n');
	expect((await iter8('deploy', 'wisdom', '-f', file)).stderr).toBe(
		`error: ${file} holds no InferenceService and no Deployment\n`,
	);
});

test('a routemap that is broken gets an event that says why, and the others are routed', async () => {
	const daemon = new Daemon(
		testbed,
		join(import.meta.dirname, '..', '..', '..', 'dist', 'kubectl-iter8'),
		pluginEnvironment(testbed.kubeconfig),
	);
	const configMap = (name: string, strSpec: string): unknown => ({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name, labels: {'iter8.tools/kind': 'routemap'}},
		data: {strSpec},
	});
	const versions = 'versions:\n- resources:\n  - {gvrShort: isvc, name: nobody}\n';
	const template = (name: string, text: string): string =>
		`routingTemplates:\n  ${name}:\n    gvrShort: vs\n    template: |\n      ${text.replaceAll('\n', '\n      ')}\n`;
	const route =
		'apiVersion: networking.istio.io/v1beta1\nkind: VirtualService\nmetadata: {name: good}\nspec: {hosts: [good.default], http: [{route: [{destination: {host: good}}]}]}';
	for (const object of [
		configMap('no-versions', 'versions: []\n'),
		configMap('bad-template', versions + template('broken', '{{ if }}')),
		configMap('good', versions + template('plain', route)),
	]) {
		await testbed.api.expect('/api/v1/namespaces/default/configmaps', {method: 'POST', body: object});
	}

	daemon.start();
	const good = '/apis/networking.istio.io/v1beta1/namespaces/default/virtualservices/good';
	await waitFor('the good route', async () => (await testbed.api.call(good)).code === 200, 30_000);
	const messages = async (): Promise<Readonly<Record<string, string>>> => {
		const {items} = (await testbed.api.expect('/api/v1/namespaces/default/events')) as {
			items: readonly {reason: string; message: string; involvedObject: {name: string}}[];
		};
		return Object.fromEntries(
			items.filter(({reason}) => reason === 'RoutemapFault').map(item => [item.involvedObject.name, item.message]),
		);
	};
	await waitFor('the events', async () => Object.keys(await messages()).length >= 3, 30_000);
	const told = await messages();
	expect(told['no-versions']).toBe('versions is empty: a routemap needs at least one version');
	expect(told['bad-template']).toMatch(/^routing template broken: template: broken:1: missing value for if/);
	expect(told['good']).toMatch(/^the primary nobody cannot take requests: InferenceService nobody does not exist/);
	expect(await daemon.stop()).toBe(0);
});

test('without KServe and Istio the verbs name what is missing', async () => {
	await testbed.kubectl([
		'delete',
		'crd',
		'inferenceservices.serving.kserve.io',
		'virtualservices.networking.istio.io',
	]);
	await waitFor(
		'the API to be gone',
		async () => (await testbed.api.call('/apis/serving.kserve.io/v1beta1/inferenceservices')).code === 404,
		90_000,
	);
	expect((await iter8('init', 'wisdom')).stderr).toBe(
		'error: cannot tell what serves wisdom: in namespace default is no deployment wisdom-0, and the server has no InferenceServices (is KServe installed?): apply its first version, or say --app-type\n',
	);
	const status = await iter8('status');
	expect({code: status.code, named: /is (KServe|Istio) installed\?/.test(status.stderr)}).toEqual({
		code: 1,
		named: true,
	});
});
