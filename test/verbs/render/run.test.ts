import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import * as render from '../../../source/verbs/render/run.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {runCommand} from '../../helpers/run-command.ts';

/** Runs the verb on a file with this text, `FILE` in the arguments and in what it says. */
async function rendered(text: string, ...argv: readonly string[]): Promise<string> {
	return renderedBy(render, text, ...argv);
}

function fileWith(text: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'render-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'file.yaml');
	writeFileSync(file, text);
	return file;
}

async function renderedBy(
	command: Pick<typeof render, 'run'>,
	text: string,
	...argv: readonly string[]
): Promise<string> {
	const file = fileWith(text);
	const cluster = createMemoryCluster([]);
	const words = argv.map(word => (word === 'FILE' ? file : word));
	try {
		const {stdout} = await runCommand(command, ['render', ...words], {cluster});
		return stdout;
	} catch (error) {
		return (error as Error).message.replaceAll(file, 'FILE');
	} finally {
		expect(cluster.calls).toEqual([]);
	}
}

const values =
	'appType: deployment\nappName: wisdom\naction: modify-weights\nstrategy: blue-green\nappVersions: [{weight: 30}, {}]\n';

test('the objects of a values file are printed one YAML document each, or as a List', async () => {
	expect(await rendered(values, '-f', 'FILE')).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  annotations:
    iter8.tools/weight: "30"
  labels:
    iter8.tools/watch: "true"
  name: wisdom-0-weight-config
---
apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    iter8.tools/watch: "true"
  name: wisdom-1-weight-config
`);
	expect(JSON.parse(await rendered(values, '-f', 'FILE', '-o', 'json'))).toMatchObject({
		kind: 'List',
		items: [{metadata: {name: 'wisdom-0-weight-config'}}, {metadata: {name: 'wisdom-1-weight-config'}}],
	});
});

test('release and namespace of the command line count, else the kubeconfig’s namespace', async () => {
	const release = 'environment: deployment\napplication:\n  versions:\n  - image: httpbin\n';
	expect(await rendered(release, '-f', 'FILE', '--release', 'oracle', '-n', 'delphi')).toContain(
		'  name: oracle-routemap\n  namespace: delphi\n',
	);
	expect(await rendered(release, '-f', 'FILE', '--release', 'oracle')).toContain('  namespace: models\n');
});

test('without a kubeconfig the namespace is default; one that the command line names has to be there', async () => {
	const failing: Pick<typeof render, 'run'> = {
		run: options => render.run({...options, connect: () => Promise.reject(new Error('no cluster is configured'))}),
	};
	const release = 'environment: deployment\napplication: {metadata: {name: wisdom}, versions: [{image: httpbin}]}\n';
	expect(await renderedBy(failing, release, '-f', 'FILE')).toContain('  namespace: default\n');
	expect(await renderedBy(failing, release, '-f', 'FILE', '--context', 'x')).toBe('no cluster is configured');
	expect(await renderedBy(failing, release, '-f', 'FILE', '--context', 'x', '-n', 'delphi')).toContain(
		'  namespace: delphi\n',
	);
});

const spec = `versions:
- resources:
  - {gvrShort: isvc, name: wisdom-0}
- resources:
  - {gvrShort: isvc, name: wisdom-1}
routingTemplates:
  canary:
    gvrShort: vs
    template: |
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata:
        name: wisdom
      spec:
        hosts: [é, {{ .Namespace }}]
        {{- if gt (index .Weights 1) 0 }}
        tcp: [{{ index .Weights 1 }}]
        {{- end }}
`;
const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: wisdom-routemap\n';
const configMap = (text: string): string => `${head}data:\n  strSpec: |\n${text.replaceAll(/^/gm, '    ')}`;

const route = (namespace: string, http: string): string => `apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata:
  name: wisdom
  namespace: ${namespace}
spec:
  hosts:
  - é
  - ${namespace}
${http}`;

test.each([
	['a routemap', configMap(spec)],
	['its spec alone', spec],
])('the routes of %s are printed for the weights', async (_, text) => {
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '1,0')).toBe(route('models', ''));
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '0,7', '-n', 'delphi')).toBe(
		route('delphi', '  tcp:\n  - 7\n'),
	);
});

test('a route that an API server refuses is printed, and the exit is no success', async () => {
	const split = (weights: string) =>
		rendered(
			spec.replace(
				/tcp: .*/,
				'http: [{route: [{destination: {host: a}, weight: {{ if gt (index .Weights 0) 0 }}50{{ end }}}]}]',
			),
			'--routemap',
			'FILE',
			'--weights',
			weights,
		);
	expect(await split('1,1')).toMatch('weight: 50');
	expect(await split('0,1')).toBe(
		'VirtualService models/wisdom is not valid: spec.http[0].route[0].weight: it is null, not a whole number: the API server refuses it',
	);
});

test('a template that renders nothing prints nothing', async () => {
	const text = spec.replace(/template: \|[^]*/, "template: ''");
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '1,1')).toBe('');
});

const outOfRange =
	'template: canary:8:11: executing "canary" at <index .Weights 9>: error calling index: index out of range: 9';

test.each([
	[
		'in a ConfigMap',
		configMap(spec.replace('[{{ index .Weights 1', '[{{ index .Weights 9')),
		`FILE:23:22: ${outOfRange}`,
	],
	['in a spec', spec.replace('[{{ index .Weights 1', '[{{ index .Weights 9'), `FILE:17:18: ${outOfRange}`],
	[
		'behind letters of several bytes',
		spec.replace('.Namespace', '.Name.Space'),
		'FILE:15:28: template: canary:6:22: executing "canary" at <.Name.Space>: can\'t evaluate field Space in type string',
	],
	[
		'where it does not parse',
		configMap(spec.replace('{{- end }}', '{{- ende }}')),
		'FILE:24:17: template: canary:9: function "ende" not defined',
	],
	[
		'in a quoted text, by the template’s own lines',
		`versions: [{resources: [{gvrShort: isvc, name: a}]}]\nroutingTemplates: {canary: {gvrShort: vs, template: "{{ .Nam }}"}}`,
		'FILE: template: canary:1:3: executing "canary" at <.Nam>: can\'t evaluate field Nam in type routemap',
	],
])('a fault of a template is found in the file: %s', async (_, text, message) => {
	const weights = text.includes('wisdom-1') ? '1,1' : '1';
	const shown = (await rendered(text, '--routemap', 'FILE', '--weights', weights)).replace('controllers.', '');
	expect(shown).toBe(message);
});

test.each([
	['a: [', 'FILE:1:5: unexpected end of the stream within a flow collection'],
	['a: 1\n---\nb: 2', 'FILE: expected one YAML document, found 2'],
	['kind: Secret', 'FILE: this is neither a ConfigMap nor a spec with versions and routingTemplates'],
	[head, 'FILE: data.strSpec is missing: a routemap is YAML in that key'],
	[configMap('versions:\n- [\n'), 'FILE:9:5: data.strSpec is no valid YAML: deficient indentation'],
	[
		`${head}data: {strSpec: "versions: ["}`,
		'FILE: data.strSpec is no valid YAML: line 1, column 12: unexpected end of the stream within a flow collection',
	],
	[spec.replace('isvc,', "'',"), 'FILE: versions[0].resources[0].gvrShort is missing or not a string'],
	[
		spec.replace('gvrShort: vs', 'gvrShort: zz'),
		'FILE: template canary: resource type zz is not configured; there are: svc, service, cm, deploy, isvc, vs, httproute',
	],
	[
		spec.replace('kind: V', 'a: ['),
		'FILE: template canary: renders no valid YAML: line 3, column 1: deficient indentation',
	],
	[
		spec.replace(
			/ - \{gvrShort: isvc, name: wisdom-1\}/,
			' - {gvrShort: isvc, name: b}\n- resources: [{gvrShort: cm, name: c}]',
		),
		'FILE: it has 3 versions, but --weights has 2',
	],
])('what else is wrong with a routemap: %j', async (text, message) => {
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '1,1')).toBe(message);
});

test('what is no routemap is told of before its versions are to get weights', async () => {
	expect(await rendered(spec, '--routemap', 'FILE')).toBe('give the weight of each version, as in --weights 1,0');
	expect(await rendered('versions: []', '--routemap', 'FILE')).toBe(
		'FILE: versions is empty: a routemap needs at least one version',
	);
});

test.each([
	[[], 'give either a values file with -f, or a routemap with --routemap and --weights'],
	[
		['-f', 'FILE', '--routemap', 'FILE'],
		'give either a values file with -f, or a routemap with --routemap and --weights',
	],
	[['-f', 'FILE', '--weights', '1'], '--weights and --config go with --routemap'],
	[['--routemap', 'FILE', '--release', 'a'], '--release goes with a values file, -f'],
	[['--routemap', 'FILE', '--weights', '1,-2'], '--weights 1,-2: "-2" is not a whole number from 0 to 4294967295'],
	[['--routemap', 'FILE', '--weights', '1,'], '--weights 1,: "" is not a whole number from 0 to 4294967295'],
	[
		['--routemap', 'FILE', '--weights', '4294967296'],
		'--weights 4294967296: "4294967296" is not a whole number from 0 to 4294967295',
	],
	[['-f', 'there/is/none.yaml'], 'cannot read there/is/none.yaml: there is no such file'],
])('a command line that cannot be meant is refused: %j', async (argv, message) => {
	expect(await rendered(spec, ...argv)).toBe(message);
});

test('a routemap that names its namespace belongs there', async () => {
	const text = configMap(spec).replace('  name: wisdom-routemap', '  name: wisdom-routemap\n  namespace: delphi');
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '1,0')).toBe(route('delphi', ''));
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '1,0', '-n', 'other')).toBe(
		'FILE: it is in namespace delphi, which is not the namespace other of --namespace',
	);
});

test('a configuration file gives kinds of its own', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'render-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const config = join(folder, 'config.yaml');
	writeFileSync(config, 'resourceTypes: {zz: {Group: networking.istio.io, Version: v1, Resource: virtualservices}}');
	const text = spec.replace('gvrShort: vs', 'gvrShort: zz');
	expect(await rendered(text, '--routemap', 'FILE', '--weights', '1,0', '--config', config)).toBe(route('models', ''));
});

test('what would keep a daemon from a routemap is warned of', async () => {
	const warnings = async (text: string): Promise<string> => {
		const file = fileWith(text);
		const cluster = createMemoryCluster([]);
		const {stderr} = await runCommand(render, ['render', '--routemap', file, '--weights', '1,1'], {cluster});
		return stderr.replaceAll(file, 'FILE');
	};
	expect(await warnings(spec)).toBe('');
	expect(await warnings(configMap(spec.replace('isvc', 'isv')))).toBe(
		[
			'Warning: FILE: without the label iter8.tools/kind: routemap no daemon takes the ConfigMap for a routemap',
			'Warning: FILE: versions[0].resources[0]: resource type isv is not configured; did you mean isvc? The version is never available so',
			'',
		].join('\n'),
	);
});
