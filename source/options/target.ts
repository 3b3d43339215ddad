import {version} from '../version.ts';
import {connectionFlags} from './connection-flags.ts';
import type {GlobalFlagValues, Target} from './options.ts';

/** Opens the target of a command line. Reads the kubeconfig; makes no request. Loads `source/kube` only now. */
export async function openTarget(flags: GlobalFlagValues): Promise<Target> {
	const [{loadConnection}, {connect}] = await Promise.all([
		import('../kube/connection.ts'),
		import('../kube/client.ts'),
	]);
	const connection = loadConnection(connectionFlags(flags));
	return {
		cluster: connect(connection, {version}),
		namespace: connection.namespace,
		context: connection.context,
		async portForward(namespace, pod, port, signal) {
			const {openPortForward} = await import('../kube/port-forward.ts');
			return openPortForward(connection, namespace, pod, port, signal);
		},
	};
}
