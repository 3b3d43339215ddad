import {userInfoOf, withoutUserInfo, type UserInfo} from '../objects/user-info.ts';
import {homeFolder} from '../process/home.ts';
import {pathSegment} from './api-path.ts';
import type {ConnectionFlags, PluginTerminal, Surroundings} from './connection-flags.ts';
import {fileOrBase64} from './credential-file.ts';
import {credentialsOf, fixed} from './credentials.ts';
import type {Credentials} from './identity.ts';
import {impersonationHeaders} from './impersonation.ts';
import {flagField, readKubeconfig, textField, type Entry} from './kubeconfig.ts';
import {proxyFor} from './proxy.ts';
import {select} from './selection.ts';

/** Everything needed to talk to one API server as one user. */
export interface Connection {
	/** URL of the API server without a slash at its end; may have a path. */
	readonly server: string;
	/** The zone of its link-local address (RFC 6874), which a URL of WHATWG cannot say. */
	readonly zone?: string;
	/** The namespace of --namespace, else of the context or the pod, else `default`. */
	readonly namespace: string;
	/** Name of the context in use; undefined inside a cluster, or when flags alone say where to go. */
	readonly context: string | undefined;
	readonly tls: {
		readonly ca?: Buffer;
		readonly serverName?: string;
		readonly insecure: boolean;
	};
	/** Where the authority comes from, for errors. */
	readonly caOrigin?: string;
	/** The authority as its file has it now; absent where it comes from no file. Throws when the file cannot be read. */
	readonly readAuthority?: () => Buffer | undefined;
	/** As `proxyFor` gives it. */
	readonly proxyUrl: string | undefined;
	readonly credentials: Credentials;
	readonly impersonation: Readonly<Record<string, string | string[]>>;
	readonly requestTimeoutMs: number | undefined;
}

/** What the process is surrounded by. */
export function processSurroundings(pluginTerminal: PluginTerminal = 'shared'): Surroundings {
	return {
		env: process.env,
		home: homeFolder() ?? '',
		serviceAccount: '/var/run/secrets/kubernetes.io/serviceaccount',
		pluginTerminal,
	};
}

/**
 * Finds out which API server to talk to and as whom, as kubectl does: flags, then the kubeconfig (--kubeconfig, KUBECONFIG,
 * ~/.kube/config), then the service account inside a cluster. Throws an Error whose message tells the user what to do.
 */
export function loadConnection(flags: ConnectionFlags, surroundings: Surroundings = processSurroundings()): Connection {
	const {namespace, context, clusterOwner, userOwner, ...selection} = select(flags, surroundings);
	const cluster = withClusterFlags(selection.cluster, flags);
	const user = withUserFlags(selection.user, flags);

	const insecure = flagField(cluster, 'insecure-skip-tls-verify', clusterOwner);
	const ca = fileOrBase64(cluster, 'certificate-authority', clusterOwner);
	const serverName = textField(cluster, 'tls-server-name', clusterOwner);
	const {url, zone, userInfo} = serverUrl(
		textField(cluster, 'server', clusterOwner),
		clusterOwner,
		insecure || ca !== undefined,
	);
	const isSecure = url.protocol === 'https:';
	if (isSecure && insecure && ca !== undefined) {
		throw new Error(
			`${clusterOwner} has a certificate-authority beside insecure-skip-tls-verify, which would not look at it: remove one`,
		);
	}

	const server = `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '');
	const target = {server, cluster, ...(ca && {ca: ca.bytes})};
	return {
		server,
		...(zone !== undefined && {zone}),
		namespace: pathSegment('namespace', flags.namespace || namespace || 'default'),
		context,
		tls: {insecure, ...(ca && {ca: ca.bytes}), ...(serverName && {serverName})},
		...(ca && {caOrigin: `${clusterOwner}: ${ca.place}`}),
		...(textField(cluster, 'certificate-authority', clusterOwner) !== undefined && {
			readAuthority: () => fileOrBase64(cluster, 'certificate-authority', clusterOwner)?.bytes,
		}),
		proxyUrl: proxyFor(url, textField(cluster, 'proxy-url', clusterOwner), surroundings.env, clusterOwner),
		// Like kubectl, never tell a secret to a server that is not encrypted.
		credentials: isSecure
			? credentialsOf(withUserInfo(user, userInfo), userOwner, target, surroundings.pluginTerminal ?? 'shared')
			: fixed({headers: {}}),
		impersonation: impersonationHeaders(flags, user, userOwner),
		requestTimeoutMs: flags.requestTimeoutMs,
	};
}

/** The names of the kubeconfig's entries of a kind, as it has them now. Throws as `loadConnection` does. */
export function namesInKubeconfig(
	kind: 'contexts' | 'clusters' | 'users',
	{kubeconfig}: ConnectionFlags,
	surroundings: Surroundings = processSurroundings(),
): readonly string[] {
	return [...readKubeconfig(kubeconfig, surroundings)[kind].keys()];
}

/**
 * A server without a scheme is asked by TLS where something about TLS is known: kubectl asks it without, and then sends no
 * credentials.
 */
function serverUrl(
	server: string | undefined,
	owner: string,
	knowsTls: boolean,
): {readonly url: URL; readonly zone: string | undefined; readonly userInfo: UserInfo} {
	if (server === undefined) throw new Error(`${owner} has no server: set one in the kubeconfig or give --server`);
	const address = server.includes('://') ? server : `${knowsTls ? 'https' : 'http'}://${server}`;
	const zone = /^\w+:\/\/(?:[^/]*@)?\[[\d:A-Fa-f]+%25([\w.~-]+)\]/.exec(address)?.[1];
	const url = URL.parse(zone === undefined ? address : address.replace(`%25${zone}]`, ']'));
	if (url === null || !/^https?:$/.test(url.protocol)) {
		throw new Error(`${owner}: the server "${withoutUserInfo(server)}" is not an https:// or http:// address`);
	}

	const userInfo = userInfoOf(url);
	if (userInfo === undefined) {
		throw new Error(
			`${owner}: the name and password in the server's URL cannot be decoded: write them in UTF-8, each "%" as "%25"`,
		);
	}

	return {url, zone, userInfo};
}

/**
 * --server drops the file's tls-server-name, which is that of another server; what is said of trust by flags replaces all of it.
 */
function withClusterFlags(cluster: Entry, flags: ConnectionFlags): Entry {
	const changed: Record<string, unknown> = {...cluster};
	if (flags.server) changed['server'] = flags.server;
	if (flags.server || flags.tlsServerName) changed['tls-server-name'] = flags.tlsServerName;
	if (flags.insecureSkipTlsVerify || flags.certificateAuthority) {
		delete changed['certificate-authority-data'];
		changed['insecure-skip-tls-verify'] = flags.insecureSkipTlsVerify ?? false;
		changed['certificate-authority'] = flags.certificateAuthority;
	}

	return changed;
}

function withUserFlags(user: Entry, flags: ConnectionFlags): Entry {
	const changed: Record<string, unknown> = {...user};
	if (flags.clientCertificate) {
		changed['client-certificate'] = flags.clientCertificate;
		delete changed['client-certificate-data'];
	}

	if (flags.clientKey) {
		changed['client-key'] = flags.clientKey;
		delete changed['client-key-data'];
	}

	if (flags.token) {
		changed['token'] = flags.token;
		for (const field of ['tokenFile', 'username', 'password']) delete changed[field];
	}

	return changed;
}

/** A name and password in the server's URL win over all else, as with Go. */
function withUserInfo(user: Entry, {name, password}: UserInfo): Entry {
	if (name === '' && password === '') return user;
	return {...user, token: undefined, tokenFile: undefined, username: name, password};
}
