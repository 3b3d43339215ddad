import {existsSync} from 'node:fs';
import {isIP} from 'node:net';
import {join} from 'node:path';
import type {ConnectionFlags, Surroundings} from './connection-flags.ts';
import {readNamedFile} from './credentials.ts';
import {readKubeconfig, textField, type Entry, type Kubeconfig} from './kubeconfig.ts';

/** The cluster, user and namespace that flags, kubeconfig and surroundings lead to. */
interface Selection {
	readonly context: string | undefined;
	readonly clusterName: string;
	readonly userName: string;
	readonly cluster: Entry;
	readonly user: Entry;
	readonly namespace: string | undefined;
}

/**
 * Selects by --context, else the current context; --cluster and --user replace its parts. With nothing to select from,
 * the pod's own service account, and with --server alone, a cluster without user.
 */
export function select(flags: ConnectionFlags, surroundings: Surroundings): Selection {
	const config = readKubeconfig(flags.kubeconfig, surroundings);
	const contextName = flags.context || config.currentContext;
	if (contextName === undefined && !flags.cluster) return selectWithoutContext(config, flags, surroundings);

	const context = contextName === undefined ? {} : entryOf(config.contexts, 'context', contextName);
	const owner = `context "${contextName}"`;
	const clusterName = flags.cluster || textField(context, 'cluster', owner);
	const userName = flags.user || textField(context, 'user', owner);
	if (clusterName === undefined && !flags.server)
		throw new Error(`${owner} names no cluster: give --cluster or --server`);

	return {
		context: contextName,
		clusterName: clusterName ?? '',
		userName: userName ?? '',
		cluster: clusterName === undefined ? {} : entryOf(config.clusters, 'cluster', clusterName),
		user: userName === undefined ? {} : entryOf(config.users, 'user', userName),
		namespace: textField(context, 'namespace', owner),
	};
}

function selectWithoutContext(config: Kubeconfig, flags: ConnectionFlags, surroundings: Surroundings): Selection {
	if (!flags.server) {
		const pod = config.contexts.size === 0 && !flags.kubeconfig ? selectPod(surroundings) : undefined;
		if (pod !== undefined) return pod;
		if (config.contexts.size > 0) {
			throw new Error(
				`no context is selected: give --context or run "kubectl config use-context" (there are: ${names(config.contexts)})`,
			);
		}

		throw new Error('no cluster is configured: give --kubeconfig FILE, set KUBECONFIG, or create ~/.kube/config');
	}

	const user = flags.user ? entryOf(config.users, 'user', flags.user) : {};
	return {
		context: undefined,
		clusterName: '',
		userName: flags.user ?? '',
		cluster: {},
		user,
		namespace: undefined,
	};
}

/** "Accessing the API from within a Pod" (Kubernetes documentation). */
function selectPod({env, serviceAccount}: Surroundings): Selection | undefined {
	const host = env['KUBERNETES_SERVICE_HOST'];
	const port = env['KUBERNETES_SERVICE_PORT'];
	const tokenFile = join(serviceAccount, 'token');
	if (!host || !port || !existsSync(tokenFile)) return undefined;

	const namespaceFile = join(serviceAccount, 'namespace');
	return {
		context: undefined,
		clusterName: 'in-cluster',
		userName: 'service account',
		cluster: {
			server: `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
			'certificate-authority': join(serviceAccount, 'ca.crt'),
		},
		user: {tokenFile},
		namespace:
			env['POD_NAMESPACE'] ||
			(existsSync(namespaceFile)
				? readNamedFile(namespaceFile, 'service account: namespace').toString('utf8').trim()
				: undefined),
	};
}

function entryOf(entries: ReadonlyMap<string, Entry>, kind: string, name: string): Entry {
	const entry = entries.get(name);
	if (entry !== undefined) return entry;
	throw new Error(
		`${kind} "${name}" does not exist in the kubeconfig (${entries.size === 0 ? `there is no ${kind}` : `there are: ${names(entries)}`})`,
	);
}

function names(entries: ReadonlyMap<string, Entry>): string {
	return [...entries.keys()].join(', ');
}
