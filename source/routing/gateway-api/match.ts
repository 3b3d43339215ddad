import {isRecord, stringAt} from '../../objects/object.ts';
import type {ClausePath} from '../clause-path.ts';
import type {PathMatch} from '../path-cases.ts';

/** What a clause (Istio HTTPMatchRequest) asks besides the path, as an HTTPRouteMatch says it. */
export function matchOf(clause: unknown): Readonly<Record<string, unknown>> {
	const {headers, queryParams} = isRecord(clause) ? clause : {};
	const method = stringAt(clause, 'method', 'exact');
	return {
		...(method !== undefined && {method}),
		...named('headers', headers),
		...named('queryParams', queryParams),
	};
}

/** A path as an HTTPRouteMatch says it. */
export function pathOf({kind, value}: PathMatch | Pick<ClausePath, 'kind' | 'value'>): {readonly path: unknown} {
	if (kind === 'exact') return {path: {type: 'Exact', value}};
	return {path: {type: kind === 'regex' ? 'RegularExpression' : 'PathPrefix', value}};
}

function named(key: string, matches: unknown): Readonly<Record<string, unknown>> {
	const entries = Object.entries(isRecord(matches) ? matches : {});
	return entries.length === 0 ? {} : {[key]: entries.map(([name, match]) => ({name, ...valueOf(match)}))};
}

/** HTTPRoutes know no prefix of a value, no empty value and no mere presence, but patterns, which match the whole value. */
export function valueOf(match: unknown): {readonly type: string; readonly value: string} {
	const exact = stringAt(match, 'exact');
	if (exact === '') return {type: 'RegularExpression', value: '^$'};
	if (exact !== undefined) return {type: 'Exact', value: exact};
	const prefix = stringAt(match, 'prefix') ?? '';
	const regex = stringAt(match, 'regex');
	const value = regex === undefined || regex === '*' ? `${escapePattern(prefix)}.*` : regex;
	return {type: 'RegularExpression', value};
}

function escapePattern(text: string): string {
	return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
}
