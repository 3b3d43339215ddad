/** An API server that cases can be run against, with a user who may do everything. */
export interface ConformanceServer {
	readonly url: string;
	readonly token: string;
	/** The server's certificate in PEM, where the URL is https. */
	readonly authority?: string;
}

/** What kubectl needs besides. */
export interface KubectlServer extends ConformanceServer {
	/** Path of a kubeconfig of that user. */
	readonly kubeconfig: string;
	/** The kubectl to run. */
	readonly kubectl: string;
}
