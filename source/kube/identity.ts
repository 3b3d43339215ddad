/** Where a certificate and its key come from, for errors. */
export interface Origin {
	/** The user whose they are. */
	readonly owner: string;
	readonly certificate: string;
	readonly key: string;
}

/** What proves who we are, for one request. */
export interface Identity {
	readonly headers: Readonly<Record<string, string>>;
	readonly certificate?: string | Buffer;
	readonly key?: string | Buffer;
	readonly origin?: Origin;
}

/** Who we are for the API server; keeps tokens fresh. */
export interface Credentials {
	/** Rejects with the signal's reason when that aborts first. */
	identity(signal?: AbortSignal): Promise<Identity>;
	/** Called after a 401 on this identity: forgets it. False when no other can be had. */
	renew(refused: Identity): boolean;
}

/** The header for a token. Throws an Error that does not tell the token when no header may carry it. */
export function bearer(token: string, what: string): Identity['headers'] {
	if (/^[\t\u0020-\u007E]*$/.test(token)) return {Authorization: `Bearer ${token}`};
	throw new Error(`${what} has a line break or another character that no token has: write it anew`);
}
