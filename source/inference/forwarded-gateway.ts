import type {Target} from '../kube/target.ts';
import type {GatewayService} from './find-gateway.ts';
import {openForwardedGateway, type Gateway} from './gateway.ts';

/** The gateway behind a Service, each connection forwarded through the API server to one of its ready pods. */
export async function forwardedGateway(
	{cluster, portForward}: Target,
	service: GatewayService,
	signal: AbortSignal,
): Promise<Gateway> {
	const {findServicePod} = await import('../kube/service-pod.ts');
	const {pod, port} = await findServicePod(cluster, service.namespace, service.name, service.port, signal);
	return openForwardedGateway(`the gateway behind service ${service.namespace}/${service.name}`, () =>
		portForward(service.namespace, pod, port, signal),
	);
}
