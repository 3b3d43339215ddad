import {clusterLookup} from '../inference/cluster-lookup.ts';
import {askOnce} from '../inference/version-probe.ts';
import type {Target} from '../kube/target.ts';
import type {Infer} from '../runner/step-context.ts';

/**
 * How the daemon asks a version for an inference: through the gateway that is given; inside a cluster at the app's own Service,
 * which leads to its gateway, at addresses of the cluster alone; outside through a forwarded port.
 */
export function rolloutProbe(
	target: Target,
	url: string | undefined,
	now: () => Date,
): (namespace: string, app: string, signal: AbortSignal) => Infer {
	const lookup = target.context === undefined ? clusterLookup() : undefined;
	return (namespace, app, signal) => {
		const own = lookup && url === undefined ? `http://${app}.${namespace}.svc` : url;
		const seeker = {connect: () => Promise.resolve({...target, namespace}), now, signal};
		return async (version, onProgress) => askOnce(seeker, app, {version, onProgress, signal, url: own, lookup});
	};
}
