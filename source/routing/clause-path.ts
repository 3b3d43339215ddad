import {matchesWhole, patternOf} from '../mesh/re2/pattern.ts';
import {fieldAt, isRecord, stringAt} from '../objects/object.ts';
import type {PathCase, PathMatch} from './path-cases.ts';

/** A clause's own `uri` (Istio StringMatch), and whether its case matters. */
export interface ClausePath {
	readonly kind: 'exact' | 'prefix' | 'regex';
	readonly value: string;
	readonly ignoresCase: boolean;
}

/** What a clause (Istio HTTPMatchRequest) asks of the path; undefined for nothing. */
export function clausePath(clause: unknown): ClausePath | undefined {
	const ignoresCase = fieldAt(clause, 'ignoreUriCase') === true;
	for (const kind of ['exact', 'prefix', 'regex'] as const) {
		const value = stringAt(clause, 'uri', kind);
		if (value !== undefined) return {kind, value, ignoresCase};
	}

	return undefined;
}

/** A clause without what it asks of the path. */
export function withoutPath(clause: unknown): Readonly<Record<string, unknown>> {
	if (!isRecord(clause)) return {};
	const {uri: _uri, ignoreUriCase: _case, ...others} = clause;
	return others;
}

/** Whether a path that a rule asks for whole meets a clause, too. */
export function admits({kind, value, ignoresCase}: ClausePath, path: string): boolean {
	if (kind === 'regex') {
		const pattern = patternOf(value);
		return pattern !== undefined && matchesWhole(pattern, path) === true;
	}

	const [wanted, actual] = ignoresCase ? [value.toLowerCase(), path.toLowerCase()] : [value, path];
	return kind === 'exact' ? actual === wanted : actual.startsWith(wanted);
}

/** A path as an HTTPRoute asks for it. */
export interface RoutePath {
	readonly kind: PathMatch['kind'] | 'regex';
	readonly value: string;
}

/**
 * The paths that meet both a clause, its prefix read as one of whole segments, and a rule's own match; undefined for every path.
 */
export function commonPath(clause: ClausePath | undefined, own: PathMatch | undefined): RoutePath | undefined | 'none' {
	if (clause === undefined) return own;
	const wanted = routePath(clause);
	if (own === undefined || includes(own, wanted)) return wanted;
	return includes(wanted, own) ? own : 'none';
}

/** Whether an earlier case takes all that a clause lets through. */
export function isTaken(clause: ClausePath | undefined, cases: readonly PathCase[]): boolean {
	if (clause === undefined) return false;
	const wanted = routePath(clause);
	return cases.some(({path}) => path !== undefined && includes(path, wanted));
}

function routePath({kind, value}: ClausePath): RoutePath {
	if (kind !== 'prefix') return {kind, value};
	return {kind: 'segments', value: value === '/' ? value : value.replace(/\/$/, '')};
}

function includes(one: RoutePath, other: RoutePath): boolean {
	if (one.kind !== 'segments' || other.kind === 'regex') return one.kind === other.kind && one.value === other.value;
	const prefix = one.value.replace(/\/$/, '');
	return other.value === prefix || other.value.startsWith(`${prefix}/`);
}
