import type {Address} from '../testbed/address.ts';
import {httpGet} from '../testbed/http-get.ts';

/** Envoy's counters of why requests fail or are sent again, with the response flags that its log would have. */
const flags = {
	upstream_rq_retry: 'retried',
	upstream_cx_none_healthy: 'UH',
	upstream_cx_connect_fail: 'UF',
	upstream_cx_destroy_remote_with_active_rq: 'UC',
	upstream_rq_pending_overflow: 'UO',
	upstream_rq_timeout: 'UT',
	no_cluster: 'NC',
	no_route: 'NR',
} as const;

/** Counts by `FLAG CLUSTER`: `UH wisdom-1.default.svc.cluster.local`. */
export type EnvoyCounters = ReadonlyMap<string, number>;

/** What an Envoy has counted since it started, of each of its clusters. */
export async function envoyCounters(admin: Address): Promise<EnvoyCounters> {
	const names = Object.keys(flags).join('|');
	const {body} = await httpGet(admin, `/stats?filter=${encodeURIComponent(`^(cluster|http)\\..*\\.(${names})$`)}`);
	const lines = body.matchAll(/^(?:cluster|http)\.(.*)\.(\w+): (\d+)$/gm);
	const counts = new Map<string, number>();
	for (const [, cluster = '', name = '', count] of lines) {
		const key = `${flags[name as keyof typeof flags]} ${cluster.replace(/^outbound\|\d+\|\|/, '')}`;
		counts.set(key, (counts.get(key) ?? 0) + Number(count));
	}

	return counts;
}

/** What has been counted between two looks. */
export function countedSince(before: EnvoyCounters, now: EnvoyCounters): Readonly<Record<string, number>> {
	const entries = [...now].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const);
	return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
