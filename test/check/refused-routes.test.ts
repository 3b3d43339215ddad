import {expect, test} from 'vitest';
import {readCheckInput} from '../../source/check/read/read-check-input.ts';
import {refusedRoutes} from '../../source/check/refused-routes.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {now} from './healthy.ts';

/** The findings of each turn, of a routemap of so many versions whose route has a pattern. */
async function turnsOf(versions: number, pattern: string) {
	const resources = Array.from({length: versions}, (_, index) => `{resources: [{gvrShort: isvc, name: owl-${index}}]}`);
	const template = {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name: 'owl'},
		spec: {
			hosts: ['owl.models'],
			http: [{match: [{uri: {regex: pattern}}], route: [{destination: {host: 'owl-0-predictor'}}]}],
		},
	};
	const spec = `versions: [${resources.join(', ')}]
routingTemplates:
  owl: {gvrShort: vs, template: ${JSON.stringify(JSON.stringify(template))}}`;
	const cluster = createMemoryCluster([routemapConfigMap('owl-routemap', spec)]);
	const input = await readCheckInput(cluster, {namespace: 'models'}, now, new AbortController().signal);
	return [...refusedRoutes(input)].map(findings => findings.map(({what}) => what.replace(/a{9,}/, '…')));
}

test('others have their turn after each route and each weight vector', async () => {
	expect(await turnsOf(2, '(')).toEqual([
		[],
		[],
		[],
		[],
		[
			'Envoy refuses spec.http[0].match[0].uri.regex, and then takes no change of any route: RE2 refuses the pattern "(": missing closing )',
		],
	]);
});

test('a long pattern that stays the same is looked for in all vectors', async () => {
	expect(await turnsOf(6, 'a'.repeat(65_000))).toHaveLength(1 + 63 + 1);
});

test('what differs in each vector, and is much, is looked through for some', async () => {
	const turns = await turnsOf(6, `{{.Weights}}${'a'.repeat(65_000)}`);
	expect(turns.slice(1 + 4, -1)).toEqual([
		[
			'it renders too much that differs by the weights: what Envoy refuses was looked for in only 4 of the 63 weight vectors that can occur',
		],
	]);
	expect(turns.at(-1)).toHaveLength(4);
});
