import type {AppSpec} from '../app-spec.ts';
import {defaultMatch} from '../strategies/strategies.ts';
import {clauseImplies} from './implication.ts';

/**
 * Clauses that never hold because an earlier candidate takes all of their requests. Among the rules of an HTTPRoute the more
 * specific goes first, so that there only a clause that says the same is in the way.
 */
export function shadowFaults({strategy, mesh, versions}: AppSpec): readonly string[] {
	if (strategy !== 'canary') return [];
	const clauses = versions
		.slice(1)
		.flatMap(({name, match = defaultMatch}) => match.map((clause, place) => ({name, clause, place})));
	return clauses.flatMap(({name, clause, place}, index) => {
		const earlier = clauses
			.slice(0, index)
			.find(
				other =>
					other.name !== name &&
					clauseImplies(clause, other.clause) &&
					(mesh === 'istio' || clauseImplies(other.clause, clause)),
			);
		return earlier
			? [
					`version ${name}, match[${place}]: it never holds, as ${earlier.name} takes those requests by its match[${earlier.place}]`,
				]
			: [];
	});
}
