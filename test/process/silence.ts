import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import https from 'node:https';
import net, {type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {certificate, serverTls} from '../kube/api-server.ts';

/** Where a program waits for somebody who does not answer. */
export interface Silence {
	/** The flags that lead a verb there. */
	readonly flags: readonly string[];
	/** Whether somebody waits there now. */
	readonly isReached: () => boolean;
	/** Processes that must be gone when the program is. */
	readonly children: () => readonly number[];
	readonly close: () => void;
}

/** What of an answer comes before the silence. */
export type Before = 'nothing' | 'half';

/** A server that takes every connection, and says nothing to it. */
export async function silentServer(): Promise<Silence & {readonly address: string}> {
	const sockets = new Set<net.Socket>();
	let requests = 0;
	const server = net.createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
		socket.on('data', () => requests++);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		flags: [],
		isReached: () => requests > 0,
		children: () => [],
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}

const folders: string[] = [];
process.once('exit', () => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** A kubeconfig of one cluster and one user. */
export function kubeconfigOf(cluster: object, user: object = {token: 'secret'}): Silence['flags'] {
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-silence-'));
	folders.push(folder);
	const file = join(folder, 'kubeconfig');
	writeFileSync(
		file,
		JSON.stringify({
			clusters: [{name: 'silent', cluster}],
			users: [{name: 'silent', user}],
			contexts: [{name: 'silent', context: {cluster: 'silent', user: 'silent', namespace: 'default'}}],
			'current-context': 'silent',
		}),
	);
	return ['--kubeconfig', file];
}

/** A proxy that takes the question for a way to the API server, and does not answer. */
export async function silentProxy(scheme: 'http' | 'https' | 'socks5'): Promise<Silence> {
	const silent = await silentServer();
	const proxy = `${scheme}://${silent.address}`;
	return {...silent, flags: kubeconfigOf({server: 'https://192.0.2.1', 'proxy-url': proxy})};
}

/** An API server that does not even begin with TLS. */
export async function silentTls(): Promise<Silence> {
	const silent = await silentServer();
	return {...silent, flags: kubeconfigOf({server: `https://${silent.address}`})};
}

/** A credential plugin that has started another program, and does not end. */
export function silentPlugin(): Silence {
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-plugin-'));
	const pids = join(folder, 'pids');
	const script = `sleep 60 & echo $$ $! > "${pids}.new"; mv "${pids}.new" "${pids}"; wait`;
	const children = (): readonly number[] => {
		try {
			return readFileSync(pids, 'utf8').trim().split(' ').map(Number);
		} catch {
			return [];
		}
	};
	const exec = {apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script]};
	return {
		flags: kubeconfigOf({server: 'https://192.0.2.1'}, {exec: {...exec, interactiveMode: 'IfAvailable'}}),
		isReached: () => children().length > 0,
		children,
		close: () => rmSync(folder, {recursive: true, force: true}),
	};
}

/** An API server as another one, up to the first request of those that are given, which finds silence. */
export async function silentFrom(
	{server, token, ca}: ApiServer,
	isMet: (request: string) => boolean,
	before: Before = 'nothing',
): Promise<Silence> {
	let isReached = false;
	const agent = new https.Agent({keepAlive: true, ca});
	const forward = (request: IncomingMessage, response: ServerResponse): void => {
		if (isMet(`${request.method} ${request.url}`)) {
			isReached = true;
			if (before === 'half') response.writeHead(200, {'Content-Type': 'application/json'}).write('{"kind":');
			return;
		}

		const headers = {...request.headers, authorization: `Bearer ${token}`};
		const outgoing = https.request(server + request.url, {method: request.method, headers, agent}, answer => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		outgoing.on('error', () => response.destroy());
		response.on('close', () => outgoing.destroy());
		request.pipe(outgoing);
	};
	const silent = https.createServer(serverTls(), forward);
	silent.on('upgrade', ({url}) => {
		isReached ||= isMet(`UPGRADE ${url}`);
	});
	silent.listen(0, '127.0.0.1');
	await once(silent, 'listening');
	const {port} = silent.address() as AddressInfo;
	const authority = certificate('ca.crt').toString('base64');
	return {
		flags: kubeconfigOf({server: `https://127.0.0.1:${port}`, 'certificate-authority-data': authority}),
		isReached: () => isReached,
		children: () => [],
		close() {
			silent.closeAllConnections();
			silent.close();
			agent.destroy();
		},
	};
}

interface ApiServer {
	readonly server: string;
	readonly token: string;
	readonly ca: Buffer;
}

/** The API server of a sandbox's kubeconfig. */
export function apiServerOf(kubeconfig: string): ApiServer {
	const text = readFileSync(kubeconfig, 'utf8');
	const field = (name: string): string => new RegExp(`${name}: (.*)`).exec(text)?.[1] ?? '';
	return {
		server: field('server'),
		token: field('token'),
		ca: Buffer.from(field('certificate-authority-data'), 'base64'),
	};
}
