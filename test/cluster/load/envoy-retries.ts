import type {Address} from '../testbed/address.ts';
import {httpGet} from '../testbed/http-get.ts';

/** How many requests Envoy has sent again, over all clusters since it started. */
export async function envoyRetries(admin: Address): Promise<number> {
	const {body} = await httpGet(admin, `/stats?filter=${encodeURIComponent('^cluster\\..*\\.upstream_rq_retry$')}`);
	const counts = body.matchAll(/upstream_rq_retry: (\d+)/g);
	return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
