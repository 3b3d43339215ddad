import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {TLSSocket} from 'node:tls';
import {certificate, certificatePath, sendJson, serverTls} from './api-server.ts';
import type {PrecedenceCase} from './precedence-cases.ts';

/** A case as a process gets it: what stands in braces in the table is replaced. */
export interface Call {
	readonly flags: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** HOME; the case's files lie in it. */
	readonly home: string;
}

/** Servers that note who asks them for ConfigMaps. */
export interface Recorder {
	/** What the servers were asked while `call` ran, a line a request; `refused` when that rejects or asks none of them. */
	asked(given: PrecedenceCase, call: (call: Call) => Promise<unknown>): Promise<string>;
	close(): void;
}

const mayShowCertificate = {requestCert: true, rejectUnauthorized: false};

/** Starts servers with TLS (`tls`, `other`, and `v6` on ::1) and without (`plain`), on loopback. */
export async function startRecorder(): Promise<Recorder> {
	let lines: string[] = [];
	const listener = (name: string) => (request: IncomingMessage, response: ServerResponse) => {
		const path = request.url ?? '';
		const [, prefix, namespace] = /^(.*)\/api\/v1\/namespaces\/([^/?]*)\/configmaps/.exec(path) ?? [];
		if (prefix !== undefined) lines.push(`${name}${prefix} ${namespace}${traits(request)}`);
		sendJson(response, answers(path, prefix));
	};
	const tls = {...serverTls(), ca: certificate('ca.crt'), ...mayShowCertificate};
	const servers = {
		tls: await listening(https.createServer(tls, listener('tls')), '127.0.0.1'),
		other: await listening(https.createServer(tls, listener('other')), '127.0.0.1'),
		v6: await listening(https.createServer(tls, listener('v6')), '::1'),
		plain: await listening(http.createServer(listener('plain')), '127.0.0.1'),
	};
	const places: Record<string, string> = {
		ca: certificatePath('ca.crt'),
		certificate: certificatePath('client.crt'),
		key: certificatePath('client.key'),
		caPem: certificate('ca.crt').toString(),
		caData: certificate('ca.crt').toString('base64'),
		certificateData: certificate('client.crt').toString('base64'),
		keyData: certificate('client.key').toString('base64'),
	};
	for (const [name, server] of Object.entries(servers)) {
		const {address, family, port} = server.address() as AddressInfo;
		places[name] = family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
		places[`${name}Port`] = String(port);
	}

	return {
		async asked({files = {}, env = {}, flags = []}, call) {
			const home = mkdtempSync(join(tmpdir(), 'precedence-'));
			const fill = (text: string) =>
				text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name === 'home' ? home : (places[name] ?? whole)));
			for (const [name, text] of Object.entries(files)) {
				mkdirSync(dirname(join(home, name)), {recursive: true});
				writeFileSync(join(home, name), fill(text), {mode: 0o700});
			}

			lines = [];
			try {
				const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
				await call({flags: flags.map(fill), env: filled, home});
				return [...new Set(lines)].join('; ') || 'refused';
			} catch {
				return 'refused';
			} finally {
				rmSync(home, {recursive: true});
			}
		},
		close() {
			for (const server of Object.values(servers)) {
				server.closeAllConnections();
				server.close();
			}
		},
	};
}

async function listening<S extends http.Server | https.Server>(server: S, host: string): Promise<S> {
	await new Promise<void>(resolve => server.listen(0, host, resolve));
	return server;
}

/** What a request says about who asks, each trait with a space before it. */
function traits({headers, socket}: IncomingMessage): string {
	const {servername} = socket as TLSSocket;
	const name = 'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate().subject?.CN : undefined;
	const [scheme, secret = ''] = (headers.authorization ?? '').split(' ');
	const impersonation = Object.entries(headers)
		.filter(([header]) => header.startsWith('impersonate-'))
		.map(([header, value]) => `${header.slice('impersonate-'.length)}=${String(value)}`)
		.toSorted();
	return [
		servername && `sni=${servername}`,
		name && `certificate=${String(name)}`,
		scheme === 'Basic' ? `basic=${atob(secret)}` : secret && `token=${secret}`,
		...impersonation,
	]
		.filter(Boolean)
		.map(trait => ` ${trait}`)
		.join('');
}

/** As much of an API server as `kubectl get configmaps` needs. */
function answers(path: string, prefix: string | undefined): unknown {
	if (prefix !== undefined)
		return {kind: 'ConfigMapList', apiVersion: 'v1', metadata: {resourceVersion: '1'}, items: []};
	if (/\/api(\?.*)?$/.test(path)) return {kind: 'APIVersions', versions: ['v1']};
	if (/\/apis(\?.*)?$/.test(path)) return {kind: 'APIGroupList', apiVersion: 'v1', groups: []};
	const configMaps = {
		name: 'configmaps',
		singularName: '',
		namespaced: true,
		kind: 'ConfigMap',
		verbs: ['get', 'list'],
	};
	return {kind: 'APIResourceList', groupVersion: 'v1', resources: [configMaps]};
}
