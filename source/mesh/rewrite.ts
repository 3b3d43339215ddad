import {patternOf, replaceAll} from './re2/pattern.ts';
import type {StringMatch} from './string-match.ts';

/** What a rule makes of the requests' host and path. */
export interface Rewrite {
	readonly authority: string | undefined;
	readonly path:
		| {readonly kind: 'prefix'; readonly value: string}
		| {readonly kind: 'regex'; readonly pattern: string; readonly substitution: string}
		| undefined;
}

/**
 * The path after a rewrite; the query stays. A prefix takes the place of what the clause's `uri` matched: a prefix, or the
 * whole of an exact path or pattern. Without a `uri` the prefix `/` is replaced, so that `/v2/health` becomes `/NEWv2/health`
 * (Envoy, RouteAction `prefix_rewrite`, under the prefix match that Istio makes for such a clause).
 */
export function rewritePath(path: string, {path: rewrite}: Rewrite, uri: StringMatch | undefined): string {
	const at = path.indexOf('?');
	const pathname = at < 0 ? path : path.slice(0, at);
	const query = at < 0 ? '' : path.slice(at);
	if (rewrite === undefined) return path;
	if (rewrite.kind === 'regex') {
		const pattern = patternOf(rewrite.pattern);
		return (pattern ? replaceAll(pattern, pathname, rewrite.substitution) : pathname) + query;
	}

	return replacePrefix(pathname, rewrite.value, uri) + query;
}

/** A path with a new prefix in place of what its clause matched. */
export function replacePrefix(pathname: string, value: string, uri: StringMatch | undefined): string {
	const {kind, value: matched} = uri ?? {kind: 'prefix', value: '/'};
	if (kind === 'exact' || kind === 'regex') return value;
	const rest = pathname.slice(matched.length);
	// the whole prefix goes, and the path still begins with a slash (Gateway API, ReplacePrefixMatch)
	if (kind === 'segments' && value === '/') return rest.startsWith('/') ? rest : `/${rest}`;
	return value + rest;
}

/** A path without dot segments, as Envoy sees it before any route does (Istio, pathNormalization BASE). */
export function normalisePath(path: string): string {
	const [, pathname = '', query = ''] = /^([^?]*)(\?.*)?$/s.exec(path) ?? [];
	if (!/(^|\/)\.{1,2}(\/|$)/.test(pathname)) return path;
	const segments: string[] = [];
	const parts = pathname.split('/').slice(1);
	for (const [index, part] of parts.entries()) {
		const isLast = index === parts.length - 1;
		if (part === '..') segments.pop();
		if (part !== '.' && part !== '..') segments.push(part);
		else if (isLast) segments.push('');
	}

	return `/${segments.join('/')}${query}`;
}
