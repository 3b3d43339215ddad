import type {HeaderChanges} from './header-operations.ts';
import {meets, requestMeeting, type MeshRequest, type RequestMatch} from './match.ts';
import type {Redirect} from './redirect.ts';
import type {Rewrite} from './rewrite.ts';

/** Where a rule sends a share of its requests. */
export interface Destination {
	/** What the answer's `app-version` header says; undefined where the route sets none. */
	readonly version: string | undefined;
	readonly host: string;
	readonly weight: number;
	/** Undefined stands for the only port of the host, or that of the gateway. */
	readonly port?: number | undefined;
	readonly headers?: HeaderChanges | undefined;
	/** Where it says something that is not followed here. */
	readonly unfollowed?: readonly string[];
}

/** Where copies of a share of a rule's requests go. */
export interface Mirror {
	readonly host: string;
	readonly port: number | undefined;
	/** 0 to 100. */
	readonly percent: number;
}

/** An answer that the gateway itself gives. */
export interface DirectResponse {
	readonly status: number;
	readonly body: string;
}

/** An answer in place of what a rule does, for a share of its requests. */
export interface Abort {
	readonly status: number;
	/** 0 to 100. */
	readonly percent: number;
}

/** One rule of a route. Rules are tried in their order; the first whose clauses hold takes the request. */
export interface Rule {
	readonly name: string;
	/** Any of these must hold; none means that every request does. */
	readonly matches: readonly RequestMatch[];
	/** None where the gateway itself answers. */
	readonly destinations: readonly Destination[];
	readonly rewrite?: Rewrite | undefined;
	readonly headers?: HeaderChanges | undefined;
	readonly mirrors?: readonly Mirror[];
	readonly redirect?: Redirect | undefined;
	readonly directResponse?: DirectResponse | undefined;
	readonly abort?: Abort | undefined;
	/** Whether the gateway may answer preflight requests of other origins itself. */
	readonly hasCors?: boolean;
	/** Milliseconds to the end of the answer; undefined for no limit. */
	readonly timeoutMs?: number | undefined;
	/** Where it says something that is not followed here, e.g. `spec.http[0].delegate`; its destinations have their own. */
	readonly unfollowed?: readonly string[];
}

/** A route object as its rules, whatever its kind. */
export interface Route {
	readonly hosts: readonly string[];
	readonly rules: readonly Rule[];
	/** Where it says something, besides its rules, that is not followed here, e.g. `spec.tls`. */
	readonly unfollowed?: readonly string[];
}

/** Where a part says something that is not followed; nothing where all is. */
export function doubtful(unfollowed: readonly string[]): {readonly unfollowed?: readonly string[]} {
	return unfollowed.length === 0 ? {} : {unfollowed};
}

/** Whether all that a route says is followed, so that what it does with requests is known. */
export function isFollowed({rules, unfollowed = []}: Route): boolean {
	const parts = rules.flatMap(rule => [rule, ...rule.destinations]);
	return unfollowed.length === 0 && parts.every(part => (part.unfollowed ?? []).length === 0);
}

/** The rule that takes a request; undefined when none does or when that cannot be told. */
export function ruleFor(route: Route, request: MeshRequest): Rule | undefined {
	for (const rule of route.rules) {
		const results = rule.matches.map(match => meets(request, match));
		if (rule.matches.length === 0 || results.includes(true)) return rule;
		if (results.includes(undefined)) return undefined;
	}

	return undefined;
}

/**
 * A request that only the given version answers under this route, or undefined when there is none that is certain: the version
 * has no rule of its own, shares its rule by weight, or its clauses cannot be met with certainty.
 */
export function requestReaching(route: Route, version: string): MeshRequest | undefined {
	for (const rule of route.rules) {
		const [only, ...others] = rule.destinations.filter(({weight}) => weight > 0);
		if (only?.version !== version || others.length > 0) continue;
		for (const match of rule.matches) {
			const request = requestMeeting(match);
			if (request && ruleFor(route, request) === rule) return request;
		}
	}

	return undefined;
}
