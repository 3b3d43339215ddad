import {existsSync, statSync} from 'node:fs';
import {isIP} from 'node:net';
import {join} from 'node:path';
import type {ConnectionFlags, Surroundings} from './connection-flags.ts';
import {readNamedText} from './credential-file.ts';
import {readKubeconfig, textField, type Entry, type Kubeconfig} from './kubeconfig.ts';

/** The cluster, user and namespace that flags, kubeconfig and surroundings lead to. */
interface Selection {
	readonly context: string | undefined;
	/** What errors call the cluster, `cluster "NAME"` where it has a name. */
	readonly clusterOwner: string;
	/** The same of the user. */
	readonly userOwner: string;
	readonly cluster: Entry;
	readonly user: Entry;
	readonly namespace: string | undefined;
}

/**
 * Selects by --context, else the current context; --cluster and --user replace its parts. Without any of them and without
 * --server, the pod's own service account. Where client-go falls back on http://localhost:8080, or on nobody as the user, this
 * throws, unless flags or KUBERNETES_MASTER say more.
 */
export function select(flags: ConnectionFlags, surroundings: Surroundings): Selection {
	const config = readKubeconfig(flags.kubeconfig, surroundings);
	const contextName = flags.context || config.currentContext;
	const server = flags.server || surroundings.env['KUBERNETES_MASTER'];
	if (contextName === undefined && !flags.cluster && !flags.server) {
		if (isPod(surroundings)) return selectPod(surroundings);
		if (!server) throw nothingSelected(config);
	}

	const context = contextName === undefined ? {} : entryOf(config, 'context', contextName);
	const owner = `context "${contextName}"`;
	const clusterName = flags.cluster || textField(context, 'cluster', owner);
	const userName = flags.user || textField(context, 'user', owner);
	if (clusterName === undefined && !server) throw new Error(`${owner} names no cluster: give --cluster or --server`);

	const isServerEnough = Boolean(server) && !flags.cluster;
	const isUserGiven = Boolean(flags.token || flags.clientCertificate) && !flags.user;
	const cluster = clusterName === undefined ? {} : entryOf(config, 'cluster', clusterName, isServerEnough);
	return {
		context: contextName,
		clusterOwner:
			clusterName === undefined
				? `the cluster of ${flags.server ? '--server' : 'KUBERNETES_MASTER'}`
				: `cluster "${clusterName}"`,
		userOwner: userName === undefined ? 'the user of the flags' : `user "${userName}"`,
		cluster: {...(server && {server}), ...cluster},
		user: userName === undefined ? {} : entryOf(config, 'user', userName, isUserGiven),
		namespace: textField(context, 'namespace', owner) ?? (isPod(surroundings) ? podNamespace(surroundings) : undefined),
	};
}

function nothingSelected({contexts, missing}: Kubeconfig): Error {
	return new Error(
		contexts.size > 0
			? `no context is selected: give --context or run "kubectl config use-context" (there are: ${names(contexts)}${skipped(missing)})`
			: missing.length > 0
				? `no cluster is configured: ${missingWords(missing)}: create what is missing, or give --kubeconfig FILE`
				: 'no cluster is configured: give --kubeconfig FILE, set KUBECONFIG, or create ~/.kube/config',
	);
}

/** That files of KUBECONFIG were skipped, after what was found in the others. */
function skipped(missing: readonly string[]): string {
	return missing.length === 0 ? '' : `; ${missingWords(missing)}`;
}

function missingWords(missing: readonly string[]): string {
	return `KUBECONFIG names ${missing.join(' and ')}, which ${missing.length === 1 ? 'does' : 'do'} not exist`;
}

function isPod({env, serviceAccount}: Surroundings): boolean {
	const isInCluster = Boolean(env['KUBERNETES_SERVICE_HOST'] && env['KUBERNETES_SERVICE_PORT']);
	return isInCluster && statSync(join(serviceAccount, 'token'), {throwIfNoEntry: false})?.isDirectory() === false;
}

/** "Accessing the API from within a Pod" (Kubernetes documentation). */
function selectPod(surroundings: Surroundings): Selection {
	const {env, serviceAccount} = surroundings;
	const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
	const authority = join(serviceAccount, 'ca.crt');
	return {
		context: undefined,
		clusterOwner: 'cluster "in-cluster"',
		userOwner: 'user "service account"',
		cluster: {
			server: `https://${isIP(host) === 6 ? `[${host}]` : host}:${env['KUBERNETES_SERVICE_PORT']}`,
			// Without one, as with client-go, those count that this machine trusts.
			...(existsSync(authority) && {'certificate-authority': authority}),
		},
		user: {tokenFile: join(serviceAccount, 'token')},
		namespace: podNamespace(surroundings),
	};
}

function podNamespace({env, serviceAccount}: Surroundings): string | undefined {
	const file = join(serviceAccount, 'namespace');
	if (env['POD_NAMESPACE']) return env['POD_NAMESPACE'];
	return existsSync(file) ? readNamedText(file, 'service account: namespace').trim() || undefined : undefined;
}

function entryOf(config: Kubeconfig, kind: 'cluster' | 'user' | 'context', name: string, mayMiss = false): Entry {
	const entries = config[`${kind}s`];
	const entry = entries.get(name);
	if (entry !== undefined) return entry;
	if (mayMiss) return {};
	throw new Error(
		`${kind} "${name}" does not exist in the kubeconfig (${entries.size === 0 ? `there is no ${kind}` : `there are: ${names(entries)}`}${skipped(config.missing)})`,
	);
}

function names(entries: ReadonlyMap<string, Entry>): string {
	return [...entries.keys()].join(', ');
}
