import {delimiter, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {ConnectionFlags} from '../../source/kube/connection-flags.ts';
import {loadConnection} from '../../source/kube/connection.ts';
import {makeFiles, surroundings} from './surroundings.ts';

const kubeconfig = `
apiVersion: v1
kind: Config
clusters:
- {name: blue, cluster: {server: "https://blue.test:6443/"}}
- {name: green, cluster: {server: "https://green.test/k8s/green", tls-server-name: api.test}}
users:
- {name: ann, user: {token: anns-token}}
- {name: bob, user: {username: bob, password: hunter2}}
contexts:
- {name: dev, context: {cluster: blue, user: ann, namespace: models}}
- {name: prod, context: {cluster: green, user: bob}}
- {name: lost, context: {cluster: nowhere, user: ann}}
- {name: stranger, context: {cluster: blue, user: nobody}}
current-context: dev
`;

function load(flags: ConnectionFlags, files: Readonly<Record<string, string>> = {config: kubeconfig}) {
	const folder = makeFiles(files);
	return loadConnection({kubeconfig: join(folder, 'config'), ...flags}, surroundings());
}

async function summary(flags: ConnectionFlags) {
	const {server, namespace, context, credentials} = load(flags);
	return {server, namespace, context, headers: (await credentials.identity()).headers};
}

describe('loadConnection', () => {
	const annsHeaders = {Authorization: 'Bearer anns-token'};
	const bobsHeaders = {Authorization: `Basic ${btoa('bob:hunter2')}`};
	const blue = 'https://blue.test:6443';

	it.each<[string, ConnectionFlags, object]>([
		['the current context', {}, {server: blue, namespace: 'models', context: 'dev', headers: annsHeaders}],
		[
			'another context',
			{context: 'prod'},
			{server: 'https://green.test/k8s/green', namespace: 'default', context: 'prod', headers: bobsHeaders},
		],
		['another user', {user: 'bob'}, {server: blue, namespace: 'models', context: 'dev', headers: bobsHeaders}],
		[
			'another cluster',
			{cluster: 'green'},
			{server: 'https://green.test/k8s/green', namespace: 'models', context: 'dev', headers: annsHeaders},
		],
		['another namespace', {namespace: 'x'}, {server: blue, namespace: 'x', context: 'dev', headers: annsHeaders}],
		[
			'another server',
			{server: 'https://other.test'},
			{server: 'https://other.test', namespace: 'models', context: 'dev', headers: annsHeaders},
		],
		[
			'another token',
			{token: 'flag', user: 'bob'},
			{server: blue, namespace: 'models', context: 'dev', headers: {Authorization: 'Bearer flag'}},
		],
		[
			'no secret for a server without TLS',
			{server: 'http://other.test'},
			{server: 'http://other.test', namespace: 'models', context: 'dev', headers: {}},
		],
	])('selects %s', async (_, flags, expected) => {
		expect(await summary(flags)).toEqual(expected);
	});

	it.each<[string, ConnectionFlags, string]>([
		[
			'a context',
			{context: 'nope'},
			'context "nope" does not exist in the kubeconfig (there are: dev, prod, lost, stranger)',
		],
		['a cluster', {cluster: 'nope'}, 'cluster "nope" does not exist in the kubeconfig (there are: blue, green)'],
		['a user', {user: 'nope'}, 'user "nope" does not exist in the kubeconfig (there are: ann, bob)'],
		[
			"a context's cluster",
			{context: 'lost'},
			'cluster "nowhere" does not exist in the kubeconfig (there are: blue, green)',
		],
		["a context's user", {context: 'stranger'}, 'user "nobody" does not exist in the kubeconfig (there are: ann, bob)'],
	])('says that %s does not exist, and which do', (_, flags, message) => {
		expect(() => load(flags)).toThrow(new Error(message));
	});

	it('says what to do when nothing is configured', () => {
		expect(() => loadConnection({}, surroundings())).toThrow(
			new Error('no cluster is configured: give --kubeconfig FILE, set KUBECONFIG, or create ~/.kube/config'),
		);
	});

	it.each<[string, ConnectionFlags, string]>([
		[
			'/gone/a',
			{},
			'no cluster is configured: KUBECONFIG names /gone/a, which does not exist: create what is missing, or give --kubeconfig FILE',
		],
		[
			'/gone/a:/dev/null:/gone/b',
			{},
			'no cluster is configured: KUBECONFIG names /gone/a and /gone/b, which do not exist: create what is missing, or give --kubeconfig FILE',
		],
		[
			'/gone/a',
			{context: 'prod'},
			'context "prod" does not exist in the kubeconfig (there is no context; KUBECONFIG names /gone/a, which does not exist)',
		],
	])('says which files of KUBECONFIG=%s were looked for', (files, flags, message) => {
		expect(() => loadConnection(flags, surroundings({KUBECONFIG: files}))).toThrow(new Error(message));
	});

	it('says of a missing file where other files do not say enough', () => {
		const folder = makeFiles({config: kubeconfig.replace('current-context: dev', '')});
		const files = surroundings({KUBECONFIG: ['/gone/a', join(folder, 'config')].join(delimiter)});
		expect(() => loadConnection({}, files)).toThrow(
			new Error(
				'no context is selected: give --context or run "kubectl config use-context" (there are: dev, prod, lost, stranger; KUBECONFIG names /gone/a, which does not exist)',
			),
		);
		expect(loadConnection({context: 'dev'}, files).context).toBe('dev');
	});

	it('says how to select a context when none is current', () => {
		expect(() => load({}, {config: kubeconfig.replace('current-context: dev', '')})).toThrow(
			new Error(
				'no context is selected: give --context or run "kubectl config use-context" (there are: dev, prod, lost, stranger)',
			),
		);
	});

	it('refuses a server that is no http address', () => {
		expect(() => load({server: 'ftp://blue.test'})).toThrow(
			new Error('cluster "blue": the server "ftp://blue.test" is not an https:// or http:// address'),
		);
	});

	it.each([
		['user:p%zz@blue.test:x', 'blue.test:x'],
		['https://user:p/w@blue.test', 'https://blue.test'],
		['https://user:p\\w@blue.test', 'https://blue.test'],
		['https://user:p?w#@blue.test:x', 'https://blue.test:x'],
		['https://user:p@w@blue.test:x', 'https://blue.test:x'],
		['HTTPS://user:p://@blue.test:x', 'HTTPS://blue.test:x'],
		['user:p://w@blue.test', 'blue.test'],
		['user:p\nw@blue.test:x', 'blue.test:x'],
	])('does not tell the password of a server that it refuses: %o', (server, shown) => {
		expect(() => load({server})).toThrow(
			new Error(`cluster "blue": the server "${shown}" is not an https:// or http:// address`),
		);
	});

	it.each([
		'https://%FF:x@blue.test',
		'https://x:%FF@blue.test',
		'https://%C3:%A9@blue.test',
		'https://u:p%zz@blue.test',
	])('refuses a name and password that cannot be decoded: %s', server => {
		expect(() => load({server})).toThrow(
			new Error(
				'cluster "blue": the name and password in the server\'s URL cannot be decoded: write them in UTF-8, each "%" as "%25"',
			),
		);
	});

	it('takes the name and password in the URL of a server, and decodes them', async () => {
		const {headers} = await summary({server: 'https://jo%C3%A9:p%25%3Aw@blue.test'});
		expect(headers).toEqual({Authorization: `Basic ${Buffer.from('joé:p%:w').toString('base64')}`});
	});

	it.each<[string, ConnectionFlags, Record<string, string>, string]>([
		[
			'its server',
			{server: 'ftp://blue.test'},
			{},
			'the cluster of --server: the server "ftp://blue.test" is not an https:// or http:// address',
		],
		[
			'its server by the environment',
			{},
			{KUBERNETES_MASTER: 'ftp://blue.test'},
			'the cluster of KUBERNETES_MASTER: the server "ftp://blue.test" is not an https:// or http:// address',
		],
		[
			'its authority',
			{server: blue, certificateAuthority: '/nonexistent/ca'},
			{},
			'the cluster of --server: certificate-authority: cannot read /nonexistent/ca (ENOENT)',
		],
		[
			'its user',
			{server: blue, clientCertificate: '/nonexistent/crt'},
			{},
			'the user of the flags: client-certificate: cannot read /nonexistent/crt (ENOENT)',
		],
	])('names what no kubeconfig does by where it comes from: %s', (_, flags, env, message) => {
		expect(() => loadConnection(flags, surroundings(env))).toThrow(new Error(message));
	});

	it('takes a server without scheme for https only when something about TLS is known', () => {
		expect(load({server: 'blue.test:1'}).server).toBe('http://blue.test:1');
		expect(load({server: 'blue.test:1', insecureSkipTlsVerify: true}).server).toBe('https://blue.test:1');
	});

	it('reads ~/.kube/config when no other file is named', () => {
		const home = makeFiles({'.kube/config': kubeconfig});
		expect(loadConnection({}, surroundings({}, home)).server).toBe(blue);
	});
});

describe('a file or token of a flag', () => {
	const data = (text: string) => Buffer.from(text).toString('base64');
	const files = {
		config: JSON.stringify({
			clusters: [{name: 'c', cluster: {server: 'https://c.test', 'certificate-authority-data': data('old')}}],
			users: [
				{name: 'pair', user: {'client-certificate-data': data('old'), 'client-key-data': data('old')}},
				{name: 'file', user: {tokenFile: 'old'}},
			],
			contexts: [{name: 'x', context: {cluster: 'c', user: 'pair'}}],
			'current-context': 'x',
		}),
		old: 'old',
		new: 'new',
	};

	it('replaces what the kubeconfig holds itself', async () => {
		const folder = makeFiles(files);
		const file = join(folder, 'new');
		const flags = {
			kubeconfig: join(folder, 'config'),
			certificateAuthority: file,
			clientCertificate: file,
			clientKey: file,
		};
		const {tls, credentials} = loadConnection(flags, surroundings());
		const {certificate, key} = await credentials.identity();
		expect([tls.ca, certificate, key].map(String)).toEqual(['new', 'new', 'new']);
	});

	it('replaces a token file', async () => {
		const {credentials} = load({user: 'file', token: 'flag'}, files);
		expect((await credentials.identity()).headers).toEqual({Authorization: 'Bearer flag'});
	});
});

describe('loadConnection inside a cluster', () => {
	const inCluster = {KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443'};
	const mounted = {
		'serviceaccount/token': 'pod-token\n',
		'serviceaccount/ca.crt': 'authority',
		'serviceaccount/namespace': 'team-a\n',
	};

	it('takes the service account of the pod', async () => {
		const {server, namespace, tls, credentials} = loadConnection({}, surroundings(inCluster, makeFiles(mounted)));
		expect({server, namespace, tls, headers: (await credentials.identity()).headers}).toEqual({
			server: 'https://10.96.0.1',
			namespace: 'team-a',
			tls: {insecure: false, ca: Buffer.from('authority')},
			headers: {Authorization: 'Bearer pod-token'},
		});
	});

	it('prefers a kubeconfig', () => {
		const home = makeFiles({...mounted, '.kube/config': kubeconfig});
		expect(loadConnection({}, surroundings(inCluster, home)).server).toBe('https://blue.test:6443');
	});
});
