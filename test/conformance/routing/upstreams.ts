import type {Upstream} from './case.ts';
import {startEcho, type Echo} from './echo.ts';

/** The echoing upstreams, and the port of each; that of `closed` refuses connections. */
export interface Upstreams {
	readonly ports: Readonly<Record<Upstream, number>>;
	readonly seen: (exchange: string) => readonly Echo[];
	close(): Promise<void>;
}

export async function startUpstreams(): Promise<Upstreams> {
	const names = ['alpha', 'beta', 'gamma', 'closed'] as const;
	const [alpha, beta, gamma, closed] = await Promise.all([
		startEcho(names[0]),
		startEcho(names[1]),
		startEcho(names[2]),
		startEcho(names[3]),
	]);
	await closed.close();
	const servers = [alpha, beta, gamma];
	return {
		ports: {alpha: alpha.port, beta: beta.port, gamma: gamma.port, closed: closed.port},
		seen: exchange => servers.flatMap(server => server.seen(exchange)),
		async close() {
			await Promise.all(servers.map(async server => server.close()));
		},
	};
}
