import type {RequestMatch} from '../mesh/match.ts';
import {patternOf} from '../mesh/re2/pattern.ts';
import {routeOf} from '../mesh/route-of.ts';
import type {Rule} from '../mesh/route.ts';
import type {StringMatch} from '../mesh/string-match.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';
import {renderEachVector} from './vectors.ts';

/**
 * Patterns that RE2 refuses, in live routes and in those that templates render for weights that can occur. Envoy then rejects
 * not only the rule but the whole update of its routes, those of other apps included.
 */
export function* patterns(input: CheckInput): Generator<readonly Finding[]> {
	for (const app of input.apps) yield refusedIn(app, input);
}

function refusedIn({routemap, routes}: CheckedApp, {resources, reach}: CheckInput): readonly Finding[] {
	const refused = new Map<string, Finding>();
	const look = (object: KubeObject): void => {
		for (const rule of routeOf(object)?.rules ?? []) {
			for (const pattern of patternsIn(rule).filter(text => patternOf(text) === undefined)) {
				refused.set(`${titleOf(object)} ${pattern}`, {
					severity: 'broken',
					object: titleOf(object),
					what: `RE2 refuses the pattern ${JSON.stringify(pattern)}: Envoy then takes no change of any route`,
					todo: 'write it in the syntax of RE2 in the routing template, without backreferences and lookarounds',
				});
			}
		}
	};
	for (const route of routes) look(route);
	if (routemap) {
		renderEachVector(routemap, resources, reach, rendered => {
			for (const each of rendered) if ('object' in each) look(each.object);
		});
	}

	return [...refused.values()];
}

function patternsIn({matches, rewrite}: Rule): readonly string[] {
	const path = rewrite?.path;
	return [...matches.flatMap(match => patternsOf(match)), ...(path?.kind === 'regex' ? [path.pattern] : [])];
}

function patternsOf({
	headers,
	withoutHeaders,
	queryParams,
	uri,
	method,
	scheme,
	authority,
}: RequestMatch): readonly string[] {
	const values: readonly (StringMatch | undefined)[] = [
		...headers.values(),
		...(withoutHeaders?.values() ?? []),
		...queryParams.values(),
		uri,
		method,
		scheme,
		authority,
	];
	return values.flatMap(value => (value?.kind === 'regex' ? [value.value] : []));
}
