/** What proves who we are, for one request. */
export interface Identity {
	readonly headers: Readonly<Record<string, string>>;
	readonly certificate?: string | Buffer;
	readonly key?: string | Buffer;
}

/** Who we are for the API server; keeps tokens fresh. */
export interface Credentials {
	identity(): Promise<Identity>;
	/** Called after a 401 on this identity: forgets it. False when no other can be had. */
	renew(refused: Identity): boolean;
}
