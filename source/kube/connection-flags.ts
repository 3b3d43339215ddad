/** kubectl's connection flags, by its names. Paths are relative to the working directory. */
export interface ConnectionFlags {
	readonly kubeconfig?: string;
	readonly context?: string;
	readonly cluster?: string;
	readonly user?: string;
	readonly namespace?: string;
	readonly server?: string;
	readonly tlsServerName?: string;
	readonly insecureSkipTlsVerify?: boolean;
	readonly certificateAuthority?: string;
	readonly clientCertificate?: string;
	readonly clientKey?: string;
	readonly token?: string;
	readonly as?: string;
	readonly asUid?: string;
	readonly asGroup?: readonly string[];
	/** Each `KEY=VALUE`; a key may repeat. */
	readonly asUserExtra?: readonly string[];
	/** Milliseconds for one request, watches excepted; 0 waits for ever. */
	readonly requestTimeoutMs?: number;
}

/**
 * What a credential plugin gets of our terminal: `shared`, as with kubectl, may ask on stdin and write to stderr; `no-stdin` only
 * the latter, because we read stdin ourselves; `none` neither, because a screen or a shell owns it: what the plugin writes to
 * stderr is told in its error, and it has no controlling terminal either.
 */
export type PluginTerminal = 'shared' | 'no-stdin' | 'none';

/** What `loadConnection` takes from the process; a test gives its own. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Empty when there is none. */
	readonly home: string;
	/** Folder of the service account that Kubernetes mounts into each pod. */
	readonly serviceAccount: string;
	/** @default 'shared' */
	readonly pluginTerminal?: PluginTerminal;
}
