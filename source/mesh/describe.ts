import {describeMatch} from './match.ts';
import {requestClasses, type RequestClass} from './request-classes.ts';
import type {Route} from './route.ts';

/** Who gets a class of requests, in words: `wisdom-0`, or `wisdom-0 90 %, wisdom-1 10 %`. */
function describeParts({parts}: RequestClass): string {
	return parts
		.map(({version, authority, host, share}) => {
			const name = version ?? authority ?? host;
			return share === 1 ? name : `${name} ${percent(share)}`;
		})
		.join(', ');
}

/** A class of requests in words: `traffic: test`; `everything else` for one that takes whatever is left. */
export function describeClass({matches}: RequestClass, isFirst: boolean): string {
	if (matches.length > 0) return matches.map(match => describeMatch(match)).join(' or ');
	return isFirst ? 'everything' : 'everything else';
}

/** A whole route in words: `traffic: test → wisdom-1; everything else → wisdom-0`. */
export function describeRoute(route: Route): string {
	return requestClasses(route)
		.map((each, index) => `${describeClass(each, index === 0)} → ${describeParts(each)}`)
		.join('; ');
}

/** A share in words: `75 %`; never 0 % or 100 % for what is neither. */
export function percent(share: number): string {
	const rounded = Math.round(100 * share);
	if (rounded === 0 && share > 0) return '<1 %';
	return rounded === 100 && share < 1 ? '>99 %' : `${rounded} %`;
}
