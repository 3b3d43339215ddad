import {hostToAsk} from './host.ts';
import type {MeshRequest} from './match.ts';
import {requestReaching, ruleFor, type Route} from './route.ts';

/** A request that shows whether a gateway still follows an earlier route. */
export interface RouteProbe {
	readonly host: string;
	readonly request: MeshRequest;
	/** The version that answers it under the earlier route, and under the later one no more. */
	readonly version: string;
	/** Where the route is; whoever sends the request holds its host to it. */
	readonly namespace: string;
}

/**
 * A request that tells two states of a route apart by the `app-version` of its answer, or undefined when none is certain, e.g.
 * between routes that split by weight.
 */
export function routeProbe(earlier: Route, later: Route, namespace: string): RouteProbe | undefined {
	const host = hostToAsk(later.hosts, namespace);
	if (host === undefined) return undefined;
	for (const rule of earlier.rules) {
		const version = rule.destinations[0]?.version;
		if (version === undefined) continue;
		const request = requestReaching(earlier, version);
		if (!request) continue;
		const now = ruleFor(later, request)?.destinations.map(destination => destination.version);
		if (now && !now.includes(version) && !now.includes(undefined)) return {host, request, version, namespace};
	}

	return undefined;
}

/** What a gateway says of a probe request: still the old route, the new one, or nothing (it cannot be reached). */
export type ProbeResult = 'old' | 'new' | 'unknown';
