import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {inject, onTestFinished} from 'vitest';
import {openTarget} from '../../../source/kube/target.ts';
import type {Cluster} from '../../../source/objects/cluster.ts';
import {cleanEnvironment} from '../../helpers/built-plugin.ts';
import {openPty, type Pty, type PtyOptions} from '../../helpers/pty/pty.ts';

/** Runs a program in a terminal with the built plugin on PATH, until the test ends. */
export async function run(
	command: string,
	argv: readonly string[],
	{env = {}, ...options}: Partial<PtyOptions> = {},
): Promise<Pty> {
	const pty = await openPty(command, argv, {
		...options,
		env: {...cleanEnvironment(inject('plugin').folder), ...env},
	});
	onTestFinished(() => pty.close());
	return pty;
}

/** Runs a verb of the built plugin in a terminal. */
export function runVerb(argv: readonly string[], options?: Partial<PtyOptions>): Promise<Pty> {
	return run('kubectl-iter8', argv, options);
}

/** The cluster of a kubeconfig, to look at from outside. */
export async function clusterOf(kubeconfig: string): Promise<Cluster> {
	return (await openTarget({kubeconfig})).cluster;
}

/** A port that leads to a server as long as it is open; its end looks like the server's death. */
export interface Way {
	readonly port: number;
	/** Ends the connections that there are, and refuses new ones. */
	close(): Promise<void>;
	/** The same port again. */
	open(): Promise<void>;
}

/** Opens a way to a server, until the test ends. */
export async function openWay(serverPort: number): Promise<Way> {
	const sockets = new Set<Socket>();
	let port = 0;
	let server = createServer();
	const way = {
		get port() {
			return port;
		},
		async close() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
		async open() {
			server = createServer(incoming => {
				const outgoing = connect(serverPort, '127.0.0.1');
				for (const [socket, other] of [
					[incoming, outgoing],
					[outgoing, incoming],
				] as const) {
					sockets.add(socket);
					socket.on('error', () => socket.destroy());
					socket.on('close', () => {
						sockets.delete(socket);
						other.destroy();
					});
					socket.pipe(other);
				}
			});
			server.listen(port, '127.0.0.1');
			await once(server, 'listening');
			({port} = server.address() as AddressInfo);
		},
	};
	await way.open();
	onTestFinished(() => way.close());
	return way;
}

/** The screen without what goes on with time: the clock, and how long ago things were. */
export function timeless(screen: string): string {
	return screen
		.replaceAll(/\d\d:\d\d:\d\d/g, '––:––:––')
		.replaceAll(/\b\d+[smhd]( ago)?\b/g, match => '–'.padEnd(match.length, '–'));
}
