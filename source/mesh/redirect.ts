import {replacePrefix} from './rewrite.ts';
import type {StringMatch} from './string-match.ts';

/** An answer that names another URL. What is undefined stays as it is in the request. */
export interface Redirect {
	readonly status: number;
	readonly scheme: string | undefined;
	readonly authority: string | undefined;
	/** A number, or that of the gateway's listener. */
	readonly port: number | 'listener' | undefined;
	readonly path: {readonly kind: 'whole' | 'prefix'; readonly value: string} | undefined;
}

interface RedirectedRequest {
	readonly scheme: string;
	readonly host: string;
	readonly path: string;
	/** Port of the gateway's listener. */
	readonly port: number;
}

/** The `location` of a redirect (Envoy, RedirectAction). The query stays, unless the new path has one. */
export function locationOf(redirect: Redirect, request: RedirectedRequest, uri: StringMatch | undefined): string {
	const scheme = redirect.scheme ?? request.scheme;
	const wanted = redirect.port === 'listener' ? request.port : redirect.port;
	const port = wanted === undefined || wanted === {http: 80, https: 443}[scheme] ? '' : `:${wanted}`;
	const host = redirect.authority ?? hostOf(request, redirect.port === undefined ? scheme : undefined);
	return `${scheme}://${host}${port}${pathOf(redirect, request.path, uri)}`;
}

/** The request's host; its port goes when another is set, or when it is the default of a scheme that is left. */
function hostOf({host, scheme}: RedirectedRequest, next: string | undefined): string {
	const [, name = host, port] = /^(.*?):(\d+)$/.exec(host) ?? [];
	if (port === undefined) return host;
	const isDefault = port === (scheme === 'https' ? '443' : '80');
	return next === undefined || (next !== scheme && isDefault) ? name : host;
}

function pathOf({path: change}: Redirect, path: string, uri: StringMatch | undefined): string {
	const at = path.indexOf('?');
	const pathname = at < 0 ? path : path.slice(0, at);
	const query = at < 0 ? '' : path.slice(at);
	if (change === undefined) return path;
	if (change.kind === 'prefix') return replacePrefix(pathname, change.value, uri) + query;
	return change.value.includes('?') ? change.value : change.value + query;
}
