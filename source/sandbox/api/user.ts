import {timingSafeEqual} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import {qualifiedPlural} from './kind.ts';
import {objectDetails, StatusError} from './status-error.ts';
import type {Target} from './target.ts';

/** Who asks. There is one user who may do everything; others exist by impersonation and may do nothing but read what is public. */
export interface User {
	readonly name: string;
	readonly groups: readonly string[];
	readonly isAdmin: boolean;
}

const masters = 'system:masters';
const admin: User = {name: 'admin', groups: [masters, 'system:authenticated'], isAdmin: true};
const anonymous: User = {name: 'system:anonymous', groups: ['system:unauthenticated'], isAdmin: false};

/** Throws Unauthorized for a wrong token. Without one, the user is anonymous. */
export function userOf({headers}: IncomingMessage, token: string): User {
	const {authorization} = headers;
	if (authorization === undefined) return anonymous;
	if (!isSame(authorization, `Bearer ${token}`)) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
	const name = headers['impersonate-user'];
	if (typeof name !== 'string') return admin;
	const group = headers['impersonate-group'] ?? [];
	const groups = [...(Array.isArray(group) ? group : group.split(', ')), 'system:authenticated'];
	return {name, groups, isAdmin: groups.includes(masters)};
}

function isSame(given: string, expected: string): boolean {
	const bytes = Buffer.from(given);
	const wanted = Buffer.from(expected);
	return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
}

/** Refuses what the user may not do to objects: Forbidden, in the words of RBAC. */
export function refuseTarget(user: User, verb: string, {kind, namespace, name = '', subresource}: Target): void {
	if (user.isAdmin) return;
	const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
	const place = namespace ?? (kind.plural === 'namespaces' && name !== '' ? name : undefined);
	const where = place === undefined ? 'at the cluster scope' : `in the namespace "${place}"`;
	const what = name === '' ? qualifiedPlural(kind) : `${qualifiedPlural(kind)} "${name}"`;
	const message = `${what} is forbidden: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${kind.group}" ${where}`;
	throw new StatusError(403, 'Forbidden', message, objectDetails(kind, name));
}

const publicPaths = /^\/(version|healthz|livez|readyz)\/?$/;
const discoveryPaths = /^\/(api|apis|openapi)(\/|$)/;

/** Refuses a path that is about no objects; health and version are for all, discovery for everyone with a token. */
export function refusePath(user: User, path: string, method: string): void {
	if (user.isAdmin || publicPaths.test(path)) return;
	if (user !== anonymous && discoveryPaths.test(path)) return;
	const message = `forbidden: User "${user.name}" cannot ${method.toLowerCase()} path "${path}"`;
	throw new StatusError(403, 'Forbidden', message, {});
}
