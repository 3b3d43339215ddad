import {withoutUserInfo} from '../objects/user-info.ts';

/**
 * The http:// or https:// address of a gateway, perhaps with a path. Throws an Error for anything else, and for one of which requests
 * would drop something; the message has neither a query nor a password, which may be secrets.
 */
export function gatewayUrl(url: string): URL {
	const address = URL.parse(url);
	if (address === null || !/^https?:$/.test(address.protocol)) {
		throw new Error(`the gateway's URL ${JSON.stringify(withoutUserInfo(url))} is not an http:// or https:// address`);
	}

	const {origin, pathname, search, hash, username, password} = address;
	const parts = {'a query': search, 'a fragment': hash, 'a user name or password': username + password};
	const [unused] = Object.entries(parts).flatMap(([what, given]) => (given === '' ? [] : [what]));
	if (unused === undefined) return address;
	throw new Error(
		`the gateway's URL "${origin + pathname}" has ${unused}, which requests would go without: a query goes with --path, a token with --token-file`,
	);
}
