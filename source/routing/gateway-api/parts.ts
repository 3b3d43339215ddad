import {isRecord} from '../../objects/object.ts';
import type {AppSpec} from '../app-spec.ts';
import {defaultMatch} from '../strategies/strategies.ts';
import {planOf, type Turn} from '../strategies/turns.ts';
import {ruleCount} from './http-route.ts';

/** HTTPRouteSpec: the most rules of an HTTPRoute. */
const mostRules = 16;

/** One of the HTTPRoutes of an app. */
interface RoutePart {
	readonly name: string;
	readonly turns: readonly Turn[];
}

/**
 * The HTTPRoutes of an app: one as long as its rules fit, else several, which gateways treat as one (Gateway API, HTTPRoute,
 * merging). Of rules that ask for the same things the one in the older route goes first, so that the order of candidates does not
 * reach from one to the next.
 */
export function routeParts(app: AppSpec): readonly RoutePart[] {
	const parts: Turn[][] = [];
	let room = 0;
	for (const turn of planOf(app)) {
		const count = ruleCount(app, turn);
		if (count > room) {
			parts.push([]);
			room = mostRules;
		}

		parts.at(-1)?.push(turn);
		room -= count;
	}

	return parts.map((turns, index) => ({name: index === 0 ? app.name : `${app.name}-routes-${index + 1}`, turns}));
}

/** HTTPRouteRule: the most clauses of a rule, before v1.2 of the Gateway API. */
const mostClauses = 8;

/** Why an app's rules fit into no HTTPRoutes; empty when they do. */
export function partFaults(app: AppSpec): readonly string[] {
	const long = app.versions
		.filter(({match = []}) => match.length > mostClauses)
		.map(
			({name}) =>
				`version ${name} has a match of more than ${mostClauses} clauses, which no rule of an HTTPRoute takes`,
		);
	if (long.length > 0) return long;
	const large = planOf(app)
		.map(turn => ({name: turn.branches[0]?.stretch.name ?? '', count: ruleCount(app, turn)}))
		.filter(({count}) => count > mostRules)
		.map(
			({name, count}) =>
				`version ${name} would need ${count} rules, and an HTTPRoute takes up to ${mostRules}: write fewer clauses, or use Istio`,
		);
	return large.length > 0 || routeParts(app).length === 1 ? large : tieFaults(app);
}

/** A clause of a path alone asks for no more than the primary's own rule for that path. */
function tieFaults({versions}: AppSpec): readonly string[] {
	return versions
		.slice(1)
		.flatMap(({name, match = defaultMatch}) =>
			match.flatMap((clause, place) =>
				isRecord(clause) && ['headers', 'queryParams', 'method'].some(part => clause[part] !== undefined)
					? []
					: [
							`version ${name}, match[${place}]: the rules take several HTTPRoutes, among which a path alone decides nothing: add a header, or use Istio`,
						],
			),
		);
}
