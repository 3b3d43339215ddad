import type {AskedVersion} from '../send-test/asked-version.ts';

/**
 * Why latencies tell nothing of the models: the one is asked at its own host and the other through the app's route, which
 * takes longer. Undefined where both are asked the same way.
 */
export function latencyFault(one: AskedVersion, other: AskedVersion): string | undefined {
	if ((one.way === 'direct') === (other.way === 'direct')) return undefined;
	const [direct, routed] = one.way === 'direct' ? [one, other] : [other, one];
	return `${direct.version} was asked at its own host, ${routed.version} through the route of the app, so their latencies cannot be compared`;
}
