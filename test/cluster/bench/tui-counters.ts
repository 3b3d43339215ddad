import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {ProxyCounters} from '../../../source/sandbox/gateway/proxy-counters.ts';

/** Requests that each Service gets, as far as anybody looks at it. */
const perSecond = 20;

/**
 * Serves what a gateway has counted of Services, as Envoy does: of those alone that a filter lets through.
 * @param hosts Complete.
 * @returns The port.
 */
export async function startCounters(hosts: readonly string[]): Promise<number> {
	const known = new Map<string, Counted>();
	const server = createServer((request, answer) => {
		const filter = new URL(request.url ?? '/', 'http://localhost').searchParams.get('filter') ?? '';
		const counted = known.get(filter) ?? countedBy(filter, hosts);
		known.set(filter, counted);
		answer.end(textNow(counted));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

interface Counted {
	readonly hosts: readonly string[];
	readonly counters: ProxyCounters;
	readonly startedAt: number;
	sent: number;
}

function countedBy(filter: string, hosts: readonly string[]): Counted {
	const isWanted = new RegExp(filter);
	return {
		hosts: hosts.filter(host => isWanted.test(`cluster.outbound|80||${host}.upstream_rq_total`)),
		counters: new ProxyCounters(),
		startedAt: performance.now(),
		sent: 0,
	};
}

function textNow(counted: Counted): string {
	const due = 1 + ((performance.now() - counted.startedAt) / 1000) * perSecond;
	for (; counted.sent < due; counted.sent++) {
		for (const host of counted.hosts) {
			const status = counted.sent % 50 === 0 ? 503 : 200;
			counted.counters.count({host, port: 80, status, ms: 5 + (counted.sent % 40)});
		}
	}

	return counted.counters.text();
}
