import {readFileSync} from 'node:fs';
import http, {type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

/** A request as the server got it, its body read. */
export interface Received {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly rawHeaders: readonly string[];
	readonly body: string;
}

export interface TestServer {
	readonly url: string;
	/** All requests so far. */
	readonly received: Received[];
	readonly server: http.Server;
}

export type Answer = (request: Received, response: ServerResponse, count: number) => void;

/** A file of `certificates/`. */
export function certificate(name: string): Buffer {
	return readFileSync(certificatePath(name));
}

export function certificatePath(name: string): string {
	return new URL(`certificates/${name}`, import.meta.url).pathname;
}

/** Starts a server on a free loopback port that plays the API server until the test ends. `count` starts at 1. */
export async function startServer(answer: Answer, tls?: https.ServerOptions): Promise<TestServer> {
	const received: Received[] = [];
	const listener: http.RequestListener = (incoming, response) => {
		let body = '';
		incoming.on('data', chunk => (body += String(chunk)));
		incoming.on('end', () => {
			const {method = '', url = '', headers, rawHeaders} = incoming;
			const request = {method, url, headers, rawHeaders, body};
			received.push(request);
			answer(request, response, received.length);
		});
	};
	const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	return {url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, received, server};
}

/** What a server certificate of ours needs. */
export function serverTls(): https.ServerOptions {
	return {cert: certificate('server.crt'), key: certificate('server.key')};
}

export function sendJson(response: ServerResponse, value: unknown, code = 200): void {
	response.writeHead(code, {'Content-Type': 'application/json'});
	response.end(JSON.stringify(value));
}

/** A `Status` of the Kubernetes API. */
export function status(code: number, reason: string, message: string, details?: object): object {
	return {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, reason, message, details};
}
