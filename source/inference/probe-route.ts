import type {ProbeResult, RouteProbe} from '../mesh/route-probe.ts';
import type {Gateway} from './gateway.ts';

/** How long one answer of the gateway may take, in milliseconds; no answer tells nothing. */
const timeoutMs = 2000;

/** Only the head of an answer tells something; many are read at a time. */
const mostBytes = 2 ** 20;

/**
 * Asks a gateway which route it follows: a request that only the version which is leaving would have answered. It is a GET, which
 * no model takes for an inference; the route puts `app-version` on the answer whatever its status.
 */
export async function probeRoute(gateway: Gateway, probe: RouteProbe, signal: AbortSignal): Promise<ProbeResult> {
	const {host, request, version} = probe;
	if (request.method !== 'GET') return 'unknown';
	try {
		const answer = await gateway.send({
			method: 'GET',
			host,
			path: request.path,
			headers: request.headers,
			signal,
			timeoutMs,
			mostBytes,
		});
		// No version, no route of ours: e.g. one that is for sidecars only and that this gateway does not have.
		if (answer.version === undefined) return 'unknown';
		return answer.version === version ? 'old' : 'new';
	} catch {
		return 'unknown';
	}
}
