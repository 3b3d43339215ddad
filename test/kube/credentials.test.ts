import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {TLSSocket} from 'node:tls';
import {isatty} from 'node:tty';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import type {ConnectionFlags} from '../../source/kube/connection-flags.ts';
import {loadConnection} from '../../source/kube/connection.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {certificate, certificatePath, sendJson, serverTls, startServer, status, type Answer} from './api-server.ts';
import {makeFiles, surroundings} from './surroundings.ts';

const empty = {items: [], metadata: {resourceVersion: '1'}};

/** A TLS server and a cluster that talks to it as a kubeconfig user. `folder` holds the kubeconfig and the files. */
async function startFor(
	user: object,
	answer: Answer,
	files: Readonly<Record<string, string>> = {},
	flags: ConnectionFlags = {},
) {
	const tls = {...serverTls(), ca: certificate('ca.crt'), requestCert: true, rejectUnauthorized: false};
	const {url, received} = await startServer(answer, tls);
	const config = {
		clusters: [{name: 'c', cluster: {server: url, 'certificate-authority': certificatePath('ca.crt')}}],
		users: [{name: 'u', user}],
		contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
		'current-context': 'x',
	};
	const folder = makeFiles({...files, config: JSON.stringify(config)});
	const load = () =>
		connect(loadConnection({kubeconfig: join(folder, 'config'), ...flags}, surroundings()), {version: '0'});
	return {load, received, folder};
}

describe('a user with a client certificate', () => {
	const pem = {
		'client-certificate-data': certificate('client.crt').toString('base64'),
		'client-key-data': certificate('client.key').toString('base64'),
	};

	it.each([
		['in the kubeconfig', pem],
		['in files', {'client-certificate': certificatePath('client.crt'), 'client-key': certificatePath('client.key')}],
	])('shows it, %s', async (_, user) => {
		let name: unknown;
		const {load} = await startFor(user, (_request, response) => {
			name = (response.socket as TLSSocket).getPeerCertificate().subject.CN;
			sendJson(response, empty);
		});
		await load().list(configMaps, 'n');
		expect(name).toBe('client');
	});

	it('reads its files again when it was refused, also in the middle of their renewal', async () => {
		const {load, received, folder} = await startFor(
			{'client-certificate': 'crt', 'client-key': 'key'},
			(_, response) => {
				const isNew = !(response.socket as TLSSocket).getPeerCertificate().valid_to.endsWith('2018 GMT');
				sendJson(response, isNew ? empty : status(401, 'Unauthorized', 'Unauthorized'), isNew ? 200 : 401);
			},
			{crt: certificate('expired.crt').toString(), key: certificate('client.key').toString()},
		);
		const cluster = load();
		await expect(cluster.list(configMaps, 'n')).rejects.toMatchObject({reason: 'Unauthorized'});
		expect(received).toHaveLength(1);
		writeFileSync(join(folder, 'key'), certificate('server.key'));
		await expect(cluster.list(configMaps, 'n')).rejects.toThrow('is not the key of');
		rmSync(join(folder, 'key'));
		await expect(cluster.list(configMaps, 'n')).rejects.toThrow('is not the key of');
		writeFileSync(join(folder, 'crt'), certificate('client.crt'));
		writeFileSync(join(folder, 'key'), certificate('client.key'));
		await expect(cluster.list(configMaps, 'n')).rejects.toThrow('is not the key of');
		expect(await cluster.list(configMaps, 'n')).toMatchObject({resourceVersion: '1'});
	});

	it('needs the key as well', async () => {
		const {load} = await startFor({'client-certificate': certificatePath('client.crt')}, () => {});
		expect(load).toThrow(new Error('user "u" needs both a client certificate and its key'));
	});

	it('needs files that can be read', async () => {
		const {load} = await startFor({'client-certificate': '/nonexistent/file'}, () => {});
		expect(load).toThrow(new Error('user "u": client-certificate: cannot read /nonexistent/file (ENOENT)'));
	});
});

describe('a user with impersonation', () => {
	it('sends every value as a header of its own', async () => {
		const flags = {as: 'ann', asUid: '7', asGroup: ['a', 'b'], asUserExtra: ['k=1', 'k=2']};
		const {load, received} = await startFor({token: 't'}, (_, response) => sendJson(response, empty), {}, flags);
		await load().list(configMaps, 'n');
		const raw = received[0]?.rawHeaders ?? [];
		expect(raw.flatMap((name, i) => (name.startsWith('Impersonate') ? [`${name}: ${raw[i + 1]}`] : []))).toEqual([
			'Impersonate-User: ann',
			'Impersonate-Uid: 7',
			'Impersonate-Group: a',
			'Impersonate-Group: b',
			'Impersonate-Extra-k: 1',
			'Impersonate-Extra-k: 2',
		]);
	});
});

describe('a user with a token file', () => {
	it('reads it again when the server refuses the token', async () => {
		const {load, received, folder} = await startFor(
			{tokenFile: 'token'},
			({headers}, response) => {
				if (headers.authorization === 'Bearer new') sendJson(response, empty);
				else sendJson(response, status(401, 'Unauthorized', 'Unauthorized'), 401);
			},
			{token: 'old\n'},
		);
		const cluster = load();
		await expect(cluster.list(configMaps, 'n')).rejects.toMatchObject({reason: 'Unauthorized'});
		writeFileSync(join(folder, 'token'), 'new\n');
		expect((await cluster.list(configMaps, 'n')).resourceVersion).toBe('1');
		expect(received.map(({headers}) => headers.authorization)).toEqual([
			'Bearer old',
			'Bearer old',
			'Bearer old',
			'Bearer new',
		]);
	});
});

describe('a token file that cannot be read for a moment', () => {
	/** The header of a request after each change of the file `token`; the error where there is none. */
	async function headersAfter(user: object, changes: readonly ((file: string) => void)[]): Promise<unknown[]> {
		vi.useFakeTimers({toFake: ['performance']});
		onTestFinished(() => void vi.useRealTimers());
		const config = {
			clusters: [{name: 'c', cluster: {server: 'https://c.test'}}],
			users: [{name: 'u', user: {tokenFile: 'token', ...user}}],
			contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
			'current-context': 'x',
		};
		const folder = makeFiles({config: JSON.stringify(config)});
		const {credentials} = loadConnection({kubeconfig: join(folder, 'config')}, surroundings());
		const seen: unknown[] = [];
		for (const change of changes) {
			change(join(folder, 'token'));
			seen.push(
				await credentials.identity().then(
					({headers}) => headers['Authorization'],
					(error: Error) => error.message.replace(folder, 'DIR'),
				),
			);
		}

		return seen;
	}

	const holds = (token: string) => (file: string) => writeFileSync(file, token);
	const isGone = (file: string) => rmSync(file, {force: true});
	/** When what was read is to be read again. */
	const isGoneLater = (file: string) => {
		vi.advanceTimersByTime(61_000);
		isGone(file);
	};

	it('keeps the last good token, and the next one counts as soon as it is there', async () => {
		expect(
			await headersAfter({}, [holds('1'), isGoneLater, holds(''), holds('a\nb'), holds('2'), isGoneLater]),
		).toEqual(['Bearer 1', 'Bearer 1', 'Bearer 1', 'Bearer 1', 'Bearer 2', 'Bearer 2']);
	});

	it('is an error while there was no token yet', async () => {
		expect(await headersAfter({}, [isGone, holds(''), holds('1')])).toEqual([
			'user "u": tokenFile: cannot read DIR/token (ENOENT)',
			'user "u": tokenFile DIR/token is empty',
			'Bearer 1',
		]);
	});

	it('leaves the token beside it until there was one in the file', async () => {
		expect(await headersAfter({token: 'beside'}, [isGone, holds('1'), isGoneLater])).toEqual([
			'Bearer beside',
			'Bearer 1',
			'Bearer 1',
		]);
	});

	it('keeps it also after the server refused it, as with client-go', async () => {
		const {load, received, folder} = await startFor(
			{tokenFile: 'token'},
			(_, response) => sendJson(response, status(401, 'Unauthorized', 'Unauthorized'), 401),
			{token: 'old'},
		);
		const cluster = load();
		await expect(cluster.list(configMaps, 'n')).rejects.toMatchObject({reason: 'Unauthorized'});
		rmSync(join(folder, 'token'));
		await expect(cluster.list(configMaps, 'n')).rejects.toMatchObject({reason: 'Unauthorized'});
		expect(new Set(received.map(({headers}) => headers.authorization))).toEqual(new Set(['Bearer old']));
	});
});

/** A credential plugin that counts its runs in a file and prints the status in its first argument, `N` replaced by the run. */
const plugin = `
const fs = require('node:fs');
fs.appendFileSync('RUNS', process.env.KUBERNETES_EXEC_INFO + '\\n');
const run = fs.readFileSync('RUNS', 'utf8').split('\\n').length - 1;
const status = JSON.parse(process.argv[2].replaceAll('N', run));
console.log(JSON.stringify({apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status}));
`;

async function startWithPlugin(pluginStatus: object, answer: Answer, exec: object = {}, flags: ConnectionFlags = {}) {
	const {load, received, folder} = await startFor({}, answer, {}, flags);
	const [script, runs, config] = ['plugin.cjs', 'runs', 'config'].map(name => join(folder, name)) as [
		string,
		string,
		string,
	];
	writeFileSync(script, plugin.replaceAll('RUNS', runs));
	const kubeconfig = JSON.parse(readFileSync(config, 'utf8'));
	kubeconfig.users[0].user.exec = {
		apiVersion: 'client.authentication.k8s.io/v1',
		command: process.execPath,
		args: [script, JSON.stringify(pluginStatus)],
		interactiveMode: 'IfAvailable',
		...exec,
	};
	writeFileSync(config, JSON.stringify(kubeconfig));
	return {
		load,
		received,
		/** KUBERNETES_EXEC_INFO of each run. */
		runs: () =>
			readFileSync(runs, 'utf8')
				.trim()
				.split('\n')
				.map(line => JSON.parse(line)),
	};
}

describe('a user with a credential plugin', () => {
	it('asks it once for many requests, and tells it what kubectl would', async () => {
		const answer: Answer = (_, response) => sendJson(response, empty);
		const {load, received, runs} = await startWithPlugin({token: 'tN'}, answer, {provideClusterInfo: true});
		const cluster = load();
		await Promise.all([cluster.list(configMaps, 'a'), cluster.list(configMaps, 'b')]);
		await cluster.list(configMaps, 'c');
		expect(received.map(({headers}) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
		expect(runs()).toEqual([
			{
				apiVersion: 'client.authentication.k8s.io/v1',
				kind: 'ExecCredential',
				spec: {
					interactive: isatty(0),
					cluster: {
						server: cluster.server,
						'certificate-authority-data': certificate('ca.crt').toString('base64'),
					},
				},
			},
		]);
	});

	it('asks it again, once, when the server refuses the token', async () => {
		const {load, received} = await startWithPlugin({token: 'tN'}, ({headers}, response) => {
			if (headers.authorization === 'Bearer t1') sendJson(response, status(401, 'Unauthorized', 'Unauthorized'), 401);
			else sendJson(response, empty);
		});
		await load().list(configMaps, 'n');
		expect(received.map(({headers}) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
	});

	it('asks it again when the certificate that it issued cannot be shown', async () => {
		const answer: Answer = (_, response) => sendJson(response, empty);
		const {load, runs} = await startWithPlugin({clientCertificateData: 'N', clientKeyData: 'N'}, answer);
		const cluster = load();
		await expect(cluster.list(configMaps, 'n')).rejects.toThrow('holds no certificate in PEM form');
		await expect(cluster.list(configMaps, 'n')).rejects.toThrow('holds no certificate in PEM form');
		expect(runs()).toHaveLength(2);
	});

	it('is not waited for beyond the time of a request', async () => {
		const wait = {args: ['-e', 'setTimeout(() => {}, 60_000)']};
		const {load} = await startWithPlugin({token: 't'}, () => {}, wait, {requestTimeoutMs: 300});
		await expect(load().list(configMaps, 'n')).rejects.toMatchObject({
			name: 'ConnectionError',
			message: 'Unable to connect to the server: no answer within 0.3 s',
		});
	});

	it('asks it again when the token has expired', async () => {
		const credential = {token: 'tN', expirationTimestamp: '2020-01-01T00:00:00Z'};
		const {load, received} = await startWithPlugin(credential, (_, response) => sendJson(response, empty));
		const cluster = load();
		await cluster.list(configMaps, 'n');
		await cluster.list(configMaps, 'n');
		expect(received.map(({headers}) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
	});

	it('shows the certificate that it issues', async () => {
		let name: unknown;
		const credential = {apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential'};
		const issued = {
			clientCertificateData: certificate('client.crt').toString(),
			clientKeyData: certificate('client.key').toString(),
		};
		const {load} = await startFor(
			{
				exec: {
					apiVersion: 'client.authentication.k8s.io/v1',
					command: process.execPath,
					args: ['-p', `JSON.stringify(${JSON.stringify({...credential, status: issued})})`],
					interactiveMode: 'Never',
				},
			},
			(_, response) => {
				name = (response.socket as TLSSocket).getPeerCertificate().subject.CN;
				sendJson(response, empty);
			},
		);
		await load().list(configMaps, 'n');
		expect(name).toBe('client');
	});

	it.each<[string, object, string]>([
		[
			'cannot be run',
			{command: '/nonexistent/file', installHint: 'Install it.'},
			'user "u": cannot run the credential plugin "/nonexistent/file": there is no such file\nInstall it.',
		],
		[
			'fails',
			{args: ['-e', 'process.exit(3)']},
			`user "u": the credential plugin "${process.execPath}" failed with exit code 3`,
		],
		[
			'prints nonsense',
			{args: ['-p', '"secret"']},
			`the credential plugin "${process.execPath}" printed neither JSON nor YAML of a map`,
		],
		[
			'prints no credential',
			{args: ['-p', '"{}"']},
			`the credential plugin "${process.execPath}" gave neither a token nor a certificate with its key`,
		],
		['has no apiVersion', {apiVersion: undefined}, 'user "u": exec needs a command and an apiVersion'],
		[
			'prints without end',
			{
				args: [
					'-e',
					'const fill = () => { while (process.stdout.write("a".repeat(65536))); }; process.stdout.on("drain", fill); fill()',
				],
			},
			`user "u": what the credential plugin "${process.execPath}" prints is larger than 1 MiB: run it by itself, and see what it does`,
		],
	])('is told when the plugin %s', async (_, exec, message) => {
		const {load} = await startWithPlugin({token: 't'}, () => {}, exec);
		await expect(load().list(configMaps, 'n')).rejects.toMatchObject({message});
	});
});

it.each<[string, object, string]>([
	['a token', {tokenFile: '/dev/zero'}, 'tokenFile: /dev/zero'],
	['a certificate', {'client-certificate': '/dev/zero', 'client-key': 'k'}, 'user "u": client-certificate: /dev/zero'],
])('the file of %s is not read without end', async (_, user, what) => {
	const {load} = await startFor(user, () => {});
	await expect((async () => load().list(configMaps, 'n'))()).rejects.toThrow(
		`${what} is larger than 2 MiB: name the file that was meant`,
	);
});

describe('an auth-provider', () => {
	it('sends the token of OpenID Connect', async () => {
		const payload = Buffer.from(JSON.stringify({exp: 4_000_000_000})).toString('base64url');
		const token = `${Buffer.from('{}').toString('base64url')}.${payload}.x`;
		const user = {'auth-provider': {name: 'oidc', config: {'id-token': token}}};
		const {load, received} = await startFor(user, (_, response) => sendJson(response, empty));
		await load().list(configMaps, 'n');
		expect(received[0]?.headers.authorization).toBe(`Bearer ${token}`);
	});

	it('is refused when Kubernetes has removed it', async () => {
		const {load} = await startFor({'auth-provider': {name: 'gcp'}}, () => {});
		expect(load).toThrow(
			new Error('user "u" uses the auth-provider "gcp", which Kubernetes has removed: use its exec plugin instead'),
		);
	});
});

describe('a secret', () => {
	const secret = 'top-secret-token';

	it.each<[string, object, Answer]>([
		[
			'a refusal',
			{token: secret},
			(_, response) => sendJson(response, status(401, 'Unauthorized', 'Unauthorized'), 401),
		],
		['a broken answer', {token: secret}, (_, response) => response.end('garbage')],
		['a lost connection', {token: secret}, (_, response) => response.socket?.destroy()],
		['a token that is no header', {token: `${secret}\nX: y`}, () => {}],
		['a token that is no text', {token: [secret]}, () => {}],
	])('never appears in the error of %s', async (_, user, answer) => {
		const {load} = await startFor(user, answer);
		const failure = await (async () => load().list(configMaps, 'n'))().catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(Error);
		expect(JSON.stringify(failure) + String((failure as Error).stack)).not.toContain(secret);
	});
});
