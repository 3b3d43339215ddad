import {refusedParts} from '../mesh/refused/refused.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {bounds} from '../routemap/bounds.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';
import {renderings} from './vectors.ts';

/**
 * What Envoy refuses, in live routes and in those that templates render for weights that can occur. Envoy then rejects not only the
 * rule but the whole update of its routes, those of other apps included.
 */
export function* refusedRoutes(input: CheckInput): Generator<readonly Finding[]> {
	for (const app of input.apps) yield* refusedIn(app, input);
}

/**
 * Characters of texts, each counted once, that are read of what one routemap renders: those of two vectors that have none in
 * common.
 */
const mostCharacters = 2 * bounds.output;

function* refusedIn(
	{configMap, routemap, types, routes}: CheckedApp,
	{resources, reach}: CheckInput,
): Generator<readonly Finding[], void> {
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
	for (const route of routes) {
		look(route);
		yield [];
	}

	const texts = new Set<string>();
	let characters = 0;
	let tried = 0;
	for (const {rendered, vectors} of routemap ? renderings(routemap, resources, {types, reach}) : []) {
		if (characters > mostCharacters) {
			yield [untried(configMap, tried, vectors)];
			break;
		}

		const objects = rendered.flatMap(each => ('object' in each ? [each.object] : []));
		for (const object of objects) look(object);
		for (const text of objects.flatMap(textsIn)) {
			if (texts.has(text)) continue;
			texts.add(text);
			characters += text.length;
		}

		tried++;
		yield [];
	}

	yield [...refused.values()];
}

function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function untried(configMap: KubeObject, tried: number, vectors: number): Finding {
	return {
		severity: 'warning',
		object: titleOf(configMap),
		what: `it renders too much that differs by the weights: what Envoy refuses was looked for in only ${tried} of the ${vectors} weight vectors that can occur`,
		todo: 'make its routing templates shorter',
	};
}
