import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {Address} from './address.ts';
import type {Testbed} from './testbed.ts';

export interface PortForward {
	/** Where the forwarded port is reached. */
	readonly address: Address;
	stop(): Promise<void>;
}

/** Runs `kubectl port-forward` from a free local port to a port of a pod or Service (`svc/NAME`). */
export async function portForward(
	testbed: Testbed,
	namespace: string,
	target: string,
	port: number,
): Promise<PortForward> {
	const args = ['port-forward', '--namespace', namespace, '--address', '127.0.0.1', target, `:${port}`];
	const child = spawn(testbed.kubectlPath, args, {
		env: {...process.env, KUBECONFIG: testbed.kubeconfig},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const ended = once(child, 'exit');
	const complaints: string[] = [];
	child.stderr.setEncoding('utf8').on('data', (chunk: string) => complaints.push(chunk));
	for await (const line of createInterface({input: child.stdout})) {
		const local = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
		if (local === undefined) continue;
		const stop = async (): Promise<void> => {
			child.kill();
			await ended;
		};
		return {address: {host: '127.0.0.1', port: Number(local)}, stop};
	}

	throw new Error(`kubectl port-forward to ${target} ended: ${complaints.join('').trim()}`);
}
