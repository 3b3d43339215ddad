/** A name and password, as they are. */
export interface UserInfo {
	readonly name: string;
	readonly password: string;
}

/**
 * The name and password in a URL, decoded each by itself; both are empty when there is none. Undefined when they cannot be decoded:
 * a URL may have a `%` that begins nothing, and bytes that are no UTF-8.
 */
export function userInfoOf({username, password}: URL): UserInfo | undefined {
	try {
		return {name: decodeURIComponent(username), password: decodeURIComponent(password)};
	} catch {
		return undefined;
	}
}

/** An address for an error, without all that may be a name and password in it; it need not be a URL. */
export function withoutUserInfo(address: string): string {
	return address.replace(/^([^:/@]*:\/\/)?.*@/s, '$1');
}
