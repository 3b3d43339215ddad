import {refusedParts} from '../mesh/refused/refused.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';
import {renderEachVector} from './vectors.ts';

/**
 * What Envoy refuses, in live routes and in those that templates render for weights that can occur. Envoy then rejects not only the
 * rule but the whole update of its routes, those of other apps included.
 */
export function* refusedRoutes(input: CheckInput): Generator<readonly Finding[]> {
	for (const app of input.apps) yield refusedIn(app, input);
}

function refusedIn({routemap, routes}: CheckedApp, {resources, reach}: CheckInput): readonly Finding[] {
	const refused = new Map<string, Finding>();
	const look = (object: KubeObject): void => {
		for (const {path, why} of refusedParts(object)) {
			refused.set(`${titleOf(object)} ${path} ${why}`, {
				severity: 'broken',
				object: titleOf(object),
				what: `Envoy refuses ${path}, and then takes no change of any route: ${why}`,
				todo: 'have the routing template say it in another way',
			});
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
