import {describeMatch} from './match.ts';
import type {Route, Rule} from './route.ts';

/** A rule's destinations in words: `wisdom-0`, or `wisdom-0 90 %, wisdom-1 10 %`. */
export function describeDestinations({destinations}: Rule): string {
	const total = destinations.reduce((sum, {weight}) => sum + weight, 0);
	return destinations
		.filter(({weight}) => weight > 0)
		.map(({version, host, weight}) => {
			const name = version ?? host;
			return weight === total ? name : `${name} ${Math.round((100 * weight) / total)} %`;
		})
		.join(', ');
}

/** The clauses of a rule in words: `traffic: test`; `everything else` for a rule that takes whatever is left. */
export function describeMatches(rule: Rule, isFirst: boolean): string {
	if (rule.matches.length > 0) return rule.matches.map(match => describeMatch(match)).join(' or ');
	return isFirst ? 'everything' : 'everything else';
}

/** A whole route in words: `traffic: test → wisdom-1; everything else → wisdom-0`. */
export function describeRoute(route: Route): string {
	return route.rules
		.map((rule, index) => `${describeMatches(rule, index === 0)} → ${describeDestinations(rule)}`)
		.join('; ');
}
