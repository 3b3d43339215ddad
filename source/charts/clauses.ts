import type {Mesh} from '../routing/app-spec.ts';
import {clausePath, commonPath} from '../routing/clause-path.ts';
import {matchOf, pathOf} from '../routing/gateway-api/match.ts';
import {defaultMatch} from '../routing/strategies/strategies.ts';
import {clauseFaults} from '../routing/validation/clause-faults.ts';
import type {Values} from './values.ts';

export type Clause = Readonly<Record<string, unknown>>;

/** Where the clauses of a version are to hold. */
export interface ClausePlace {
	/** Name and namespace of the app. */
	readonly name: string;
	readonly namespace: string;
	readonly mesh: Mesh;
	readonly gateways: readonly string[];
}

/**
 * The clauses of a version's `match` (Istio HTTPMatchRequest), of which one must hold, as the charts read them; the default where
 * there are none. Throws an Error for a clause that can never hold.
 */
export function clausesOf(values: Values, place: ClausePlace): readonly Clause[] {
	const given = values.list('match');
	if (given.length === 0) return defaultMatch as readonly Clause[];
	for (const [index, clause] of given.entries()) {
		// What serves the app makes no difference to a clause of the charts, whose routes look at no path.
		const [fault] = clauseFaults({...place, appType: 'deployment', strategy: 'canary', versions: []}, clause);
		if (fault !== undefined) throw new Error(`${values.pathOf('match')}[${index}]: ${fault}`);
	}

	return joined(given as readonly Clause[]);
}

/** Clauses as an HTTPRoute says them. */
export function httpRouteMatches(clauses: readonly Clause[]): readonly unknown[] {
	return clauses.map(clause => {
		const path = commonPath(clausePath(clause), undefined);
		return {...(path !== undefined && path !== 'none' && pathOf(path)), ...matchOf(clause)};
	});
}

/**
 * Both charts write a clause without headers into the clause before it, so that both must hold. Where that cannot be, because
 * they have a part in common, the clause stays one of its own.
 */
function joined(clauses: readonly Clause[]): readonly Clause[] {
	const result: Clause[] = [];
	for (const clause of clauses) {
		const last = result.at(-1);
		const isApart = 'headers' in clause || last === undefined || Object.keys(clause).some(key => key in last);
		if (isApart) result.push(clause);
		else result[result.length - 1] = {...last, ...clause};
	}

	return result;
}
