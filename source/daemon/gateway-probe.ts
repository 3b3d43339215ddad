import {findGateway} from '../inference/find-gateway.ts';
import {forwardedGateway} from '../inference/forwarded-gateway.ts';
import {openGateway, type Gateway} from '../inference/gateway.ts';
import {probeRoute} from '../inference/probe-route.ts';
import type {Target} from '../kube/target.ts';
import type {ProbeResult, RouteProbe} from '../mesh/route-probe.ts';
import {find} from '../objects/cluster.ts';
import {services} from '../objects/resource.ts';

/**
 * How the daemon looks at the data plane: through the gateway that is given; inside a cluster at the app's own host, which leads
 * to its gateway; outside through a forwarded port of the gateway that the app's Service stands for.
 */
export function gatewayProbe(
	target: Target,
	url: string | undefined,
	signal: AbortSignal,
): (probe: RouteProbe) => Promise<ProbeResult> {
	const gateways = new Map<string, Promise<Gateway>>();
	const open = (host: string): Promise<Gateway> => {
		if (url !== undefined) return Promise.resolve(openGateway(url));
		if (target.context === undefined) return Promise.resolve(openGateway(`http://${host}`));
		return openForwarded(target, host, signal);
	};

	return async probe => {
		const key = url ?? probe.host;
		const gateway = gateways.get(key) ?? open(probe.host);
		gateways.set(key, gateway);
		try {
			return await probeRoute(await gateway, probe, signal);
		} catch {
			gateways.delete(key); // not found now; it may be there the next time
			return 'unknown';
		}
	};
}

/** The route's host begins with `SERVICE.NAMESPACE`: Iter8's routes are named for the app's Service. */
async function openForwarded(target: Target, host: string, signal: AbortSignal): Promise<Gateway> {
	const [app = '', namespace = target.namespace] = host.split('.');
	const {cluster} = target;
	const service = await find(cluster, services, namespace, app, signal);
	const found = await findGateway(cluster, {app, namespace, service, virtualService: undefined}, signal);
	return forwardedGateway(target, found, signal);
}
