import type {ConnectionFlags} from '../kube/connection-flags.ts';
import type {GlobalFlagValues} from './options.ts';

/**
 * The flags of a command line that say where the cluster is and who the user is. As in kubectl, a false
 * `--insecure-skip-tls-verify` does not make true in the kubeconfig false.
 */
export function connectionFlags({requestTimeout, ...flags}: GlobalFlagValues): ConnectionFlags {
	const given = Object.entries(flags).filter(([, value]) => value !== undefined && value !== false);
	return {...(Object.fromEntries(given) as ConnectionFlags), requestTimeoutMs: requestTimeout};
}
