import {clusterLookup} from '../inference/cluster-lookup.ts';
import {findGateway} from '../inference/find-gateway.ts';
import {forwardedGateway} from '../inference/forwarded-gateway.ts';
import {openGateway, type Gateway} from '../inference/gateway.ts';
import {probeRoute} from '../inference/probe-route.ts';
import type {Target} from '../kube/target.ts';
import type {ProbeResult, RouteProbe} from '../mesh/route-probe.ts';
import {find} from '../objects/cluster.ts';
import {services} from '../objects/resource.ts';
import {probeFault, serviceNameOf} from '../ownership/probe.ts';

/**
 * How the daemon looks at the data plane: through the gateway that is given, which is trusted; inside a cluster at the app's own
 * Service, which leads to its gateway; outside through a forwarded port of the gateway that the app's Service stands for. What a
 * routemap may not have asked (`probeFault`) is not.
 */
export function gatewayProbe(
	target: Target,
	url: string | undefined,
	signal: AbortSignal,
	lookup = clusterLookup(),
): (probe: RouteProbe) => Promise<ProbeResult> {
	const gateways = new Map<string, Promise<Gateway>>();
	const open = (app: string, namespace: string): Promise<Gateway> => {
		if (url !== undefined) return Promise.resolve(openGateway(url));
		// `svc` is no domain of the internet, as a namespace may be; the cluster's own domain is found by the pod's search list.
		if (target.context === undefined) return Promise.resolve(openGateway(`http://${app}.${namespace}.svc`, lookup));
		return openForwarded(target, app, namespace, signal);
	};

	return async probe => {
		const {host, namespace} = probe;
		const app = serviceNameOf(host, namespace);
		if (app === undefined || probeFault(probe) !== undefined) return 'unknown';
		const key = url ?? `${namespace}/${app}`;
		const gateway = gateways.get(key) ?? open(app, namespace);
		gateways.set(key, gateway);
		try {
			return await probeRoute(await gateway, probe, signal);
		} catch {
			gateways.delete(key); // not found now; it may be there the next time
			return 'unknown';
		}
	};
}

/** The gateway that the Service of an app stands for. */
async function openForwarded(target: Target, app: string, namespace: string, signal: AbortSignal): Promise<Gateway> {
	const {cluster} = target;
	const service = await find(cluster, services, namespace, app, signal);
	const found = await findGateway(cluster, {app, namespace, service, virtualService: undefined}, signal);
	return forwardedGateway(target, found, signal);
}
