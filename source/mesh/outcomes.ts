import {changeHeaders, type Header} from './header-operations.ts';
import {meets} from './match.ts';
import {
	abortOf,
	asSeen,
	decide,
	forwardOf,
	withoutDestination,
	type Forward,
	type GatewayRequest,
	type Reply,
} from './resolve.ts';
import {choicesFor, type Choice, type RoutingTable} from './routing-table.ts';

/** One of the things that a gateway can do with a request. */
export interface Possibility {
	/** The destination's part of its rule: `weight` of `totalWeight`; 1 of 1 for an answer of the gateway itself. */
	readonly weight: number;
	readonly totalWeight: number;
	/** Its mirrors are all those of the rule, whatever their percentage. */
	readonly resolution: Forward | Reply | Undecided;
	/** The clause that took the request, or that may have; undefined when none did. */
	readonly choice: Choice | undefined;
	/** What was tried before, in vain. */
	readonly tried: readonly Choice[];
}

/** A clause that cannot be told to hold or not, before any that certainly holds: parts or patterns that are not interpreted. */
interface Undecided {
	readonly kind: 'undecided';
}

/** Everything that can come of a request at a gateway: what `resolve` draws by chance, each with its weight. */
export function possibilities(table: RoutingTable, request: GatewayRequest): readonly Possibility[] {
	const choices = choicesFor(table, request.host) ?? [];
	const open = choices.findIndex(({clause}) => !clause || meets(asSeen(request), clause) !== false);
	const maybe = choices[open];
	const certain = {weight: 1, totalWeight: 1};
	if (maybe?.clause && meets(asSeen(request), maybe.clause) === undefined)
		return [{...certain, resolution: {kind: 'undecided'}, choice: maybe, tried: choices.slice(0, open)}];

	const decided = decide(table, request);
	const abort = abortOf(decided);
	if (!abort) return undisturbed(decided, choices);
	const {percent, reply} = abort;
	const choice = choices.find(({rule}) => rule === reply.rule);
	const tried = choice ? choices.slice(0, choices.indexOf(choice)) : [];
	const aborted = {weight: percent, totalWeight: 100, resolution: reply, choice, tried};
	if (percent === 100) return [{...certain, resolution: reply, choice, tried}];
	const others = undisturbed(decided, choices).map(each => ({
		...each,
		weight: each.weight * (100 - percent),
		totalWeight: each.totalWeight * 100,
	}));
	return [aborted, ...others];
}

/** What comes of a request without a fault that is injected. */
function undisturbed(decided: ReturnType<typeof decide>, choices: readonly Choice[]): readonly Possibility[] {
	const certain = {weight: 1, totalWeight: 1};
	if (decided.kind === 'reply') {
		const place = choices.findIndex(({rule}) => rule === decided.rule);
		const choice = choices[place];
		return [{...certain, resolution: decided, choice, tried: choice ? choices.slice(0, place) : choices}];
	}

	const {choice, destinations} = decided;
	const tried = choices.slice(0, choices.indexOf(choice));
	if (destinations.length === 0) return [{...certain, resolution: withoutDestination(decided), choice, tried}];
	const totalWeight = destinations.reduce((sum, {weight}) => sum + weight, 0);
	return destinations.map(destination => ({
		weight: destination.weight,
		totalWeight,
		resolution: forwardOf(decided, destination, choice.rule.mirrors ?? []),
		choice,
		tried,
	}));
}

/** A request as its destination receives it. */
export function receivedBy(forward: Forward, request: GatewayRequest): GatewayRequest {
	const before = Object.entries(request.headers).flatMap(([name, values]): readonly Header[] =>
		[values].flat().map(value => [name, value]),
	);
	const headers: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
	for (const [name, value] of changeHeaders(before, forward.requestHeaders)) {
		headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
	}

	return {...request, host: forward.host, path: forward.path, headers};
}
