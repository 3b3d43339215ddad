import {homedir} from 'node:os';
import {resolve} from 'node:path';
import type {ConnectionFlags, Surroundings} from './connection-flags.ts';
import {credentialsOf, fileOrBase64, fixed} from './credentials.ts';
import type {Credentials} from './identity.ts';
import {impersonationHeaders} from './impersonation.ts';
import {readKubeconfig, textField, type Entry} from './kubeconfig.ts';
import {proxyFor} from './proxy.ts';
import {select} from './selection.ts';

/** Everything needed to talk to one API server as one user. */
export interface Connection {
	/** URL of the API server without a slash at its end; may have a path. */
	readonly server: string;
	/** The namespace of --namespace, else of the context or the pod, else `default`. */
	readonly namespace: string;
	/** Name of the context in use; undefined inside a cluster, or when flags alone say where to go. */
	readonly context: string | undefined;
	readonly tls: {
		readonly ca?: Buffer;
		readonly serverName?: string;
		readonly insecure: boolean;
	};
	readonly proxyUrl: string | undefined;
	readonly credentials: Credentials;
	readonly impersonation: Readonly<Record<string, string | string[]>>;
	readonly requestTimeoutMs: number | undefined;
}

const ofProcess = (): Surroundings => ({
	env: process.env,
	home: homedir(),
	serviceAccount: '/var/run/secrets/kubernetes.io/serviceaccount',
});

/**
 * Finds out which API server to talk to and as whom, as kubectl does: flags, then the kubeconfig (--kubeconfig, KUBECONFIG,
 * ~/.kube/config), then the service account inside a cluster. Throws an Error whose message tells the user what to do.
 */
export function loadConnection(flags: ConnectionFlags, surroundings: Surroundings = ofProcess()): Connection {
	const {namespace, ...selection} = select(flags, surroundings);
	const cluster = withClusterFlags(selection.cluster, flags);
	const user = withUserFlags(selection.user, flags);
	const clusterOwner = `cluster "${selection.clusterName}"`;
	const userOwner = `user "${selection.userName}"`;

	const insecure = cluster['insecure-skip-tls-verify'] === true;
	const ca = insecure ? undefined : fileOrBase64(cluster, 'certificate-authority', clusterOwner);
	const serverName = textField(cluster, 'tls-server-name', clusterOwner);
	const url = serverUrl(textField(cluster, 'server', clusterOwner), clusterOwner, insecure || ca !== undefined);
	const server = url.href.replace(/\/+$/, '');
	const target = {server, cluster, ...(ca && {ca})};

	return {
		server,
		namespace: flags.namespace || namespace || 'default',
		context: selection.context,
		tls: {insecure, ...(ca && {ca}), ...(serverName && {serverName})},
		proxyUrl: proxyFor(url, textField(cluster, 'proxy-url', clusterOwner), surroundings.env),
		// Like kubectl, never tell a secret to a server that is not encrypted.
		credentials: url.protocol === 'https:' ? credentialsOf(user, userOwner, target) : fixed({headers: {}}),
		impersonation: impersonationHeaders(flags, user, userOwner),
		requestTimeoutMs: flags.requestTimeoutMs,
	};
}

/** The names of the kubeconfig's contexts, as it has them now. Throws as `loadConnection` does. */
export function contextNames(
	{kubeconfig}: ConnectionFlags,
	surroundings: Surroundings = ofProcess(),
): readonly string[] {
	return [...readKubeconfig(kubeconfig, surroundings).contexts.keys()];
}

/** A server without a scheme is https only where something about TLS is known, as with kubectl. */
function serverUrl(server: string | undefined, owner: string, knowsTls: boolean): URL {
	if (server === undefined) throw new Error(`${owner} has no server: set one in the kubeconfig or give --server`);
	const address = server.includes('://') ? server : `${knowsTls ? 'https' : 'http'}://${server}`;
	const url = URL.parse(address);
	if (url === null || !/^https?:$/.test(url.protocol)) {
		throw new Error(`${owner}: the server "${server}" is not an https:// or http:// address`);
	}

	return url;
}

function withClusterFlags(cluster: Entry, flags: ConnectionFlags): Entry {
	const changed: Record<string, unknown> = {...cluster};
	if (flags.server) changed['server'] = flags.server;
	if (flags.tlsServerName) changed['tls-server-name'] = flags.tlsServerName;
	if (flags.insecureSkipTlsVerify !== undefined) changed['insecure-skip-tls-verify'] = flags.insecureSkipTlsVerify;
	if (flags.certificateAuthority) {
		changed['certificate-authority'] = resolve(flags.certificateAuthority);
		delete changed['certificate-authority-data'];
	}

	return changed;
}

function withUserFlags(user: Entry, flags: ConnectionFlags): Entry {
	const changed: Record<string, unknown> = {...user};
	if (flags.clientCertificate) {
		changed['client-certificate'] = resolve(flags.clientCertificate);
		delete changed['client-certificate-data'];
	}

	if (flags.clientKey) {
		changed['client-key'] = resolve(flags.clientKey);
		delete changed['client-key-data'];
	}

	if (flags.token) {
		changed['token'] = flags.token;
		delete changed['tokenFile'];
	}

	return changed;
}
