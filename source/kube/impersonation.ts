import type {ConnectionFlags} from './connection-flags.ts';
import {mapField, textField, textsField, type Entry} from './kubeconfig.ts';

type Headers = Record<string, string | string[]>;

/**
 * The headers by which a user acts as another ("User impersonation", Kubernetes documentation): --as, --as-uid, --as-group and
 * --as-user-extra, each before the kubeconfig user's own; extras key by key. Throws when there is a group, uid or extra but no user
 * to act as: acting as oneself instead would be a surprise.
 */
export function impersonationHeaders(flags: ConnectionFlags, user: Entry, owner: string): Headers {
	const name = flags.as || textField(user, 'as', owner);
	const uid = flags.asUid || textField(user, 'as-uid', owner);
	const groups = flags.asGroup?.length ? flags.asGroup : textsField(user, 'as-groups', owner);
	const extra = new Map([
		...extraOfUser(mapField(user, 'as-user-extra', owner), owner),
		...extraOfFlags(flags.asUserExtra ?? []),
	]);

	if (!name) {
		if (uid || groups.length > 0 || extra.size > 0) {
			throw new Error('a uid, group or extra to impersonate needs a user to impersonate: add --as USER');
		}

		return {};
	}

	const headers: Headers = {'Impersonate-User': headerValue(name)};
	if (uid) headers['Impersonate-Uid'] = headerValue(uid);
	if (groups.length > 0) headers['Impersonate-Group'] = groups.map(headerValue);
	for (const [key, values] of extra) headers[`Impersonate-Extra-${headerKey(key)}`] = values.map(headerValue);
	return headers;
}

function extraOfFlags(flags: readonly string[]): Map<string, string[]> {
	const extra = new Map<string, string[]>();
	for (const flag of flags) {
		const cut = flag.indexOf('=');
		if (cut <= 0) throw new Error(`--as-user-extra needs KEY=VALUE, but got "${flag}"`);
		const key = flag.slice(0, cut);
		extra.set(key, [...(extra.get(key) ?? []), flag.slice(cut + 1)]);
	}

	return extra;
}

function extraOfUser(extra: Entry | undefined, owner: string): Map<string, string[]> {
	return new Map(Object.keys(extra ?? {}).map(key => [key, textsField(extra ?? {}, key, `${owner}: as-user-extra`)]));
}

/** A header's value is bytes: the API server reads UTF-8. */
function headerValue(value: string): string {
	if (/[^\t\P{Cc}]/u.test(value))
		throw new Error(`cannot impersonate ${JSON.stringify(value)}: no header can say that`);
	return Buffer.from(value).toString('latin1');
}

/** Keys may hold characters that no header name may: the API server undoes percent-encoding in them. */
function headerKey(key: string): string {
	return key
		.toLowerCase()
		.replace(/[^a-z0-9!#$&'*+.^_`|~-]/gu, character =>
			[...Buffer.from(character)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
		);
}
