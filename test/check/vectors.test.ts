import {expect, test} from 'vitest';
import {renderings} from '../../source/check/vectors.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {ownReach} from '../../source/ownership/reach.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';

/** A routemap of so many versions, with a template. */
function routemapOf(versions: number, template: string) {
	const references = Array.from({length: versions}, (_, index) => `{resources: [{gvrShort: isvc, name: n-${index}}]}`);
	return parseRoutemap(
		routemapConfigMap(
			'hog',
			`versions: [${references.join(', ')}]\nroutingTemplates: {t: {gvrShort: vs, template: '${template}'}}`,
		),
	);
}

test.each([
	['a usual routemap for all vectors', 3, '{{.Weights}}', {vectors: 7, tried: 7}],
	['one of many versions for some', 8, '{{.Weights}}', {vectors: 17, tried: 17}],
	['one over its bounds once', 6, '{{range 9999999}}{{end}}', {vectors: 63, tried: 1}],
	[
		'one that stays within them until all took ten times what one may',
		6,
		'{{range 5000}}{{end}}',
		{vectors: 63, tried: 50},
	],
	[
		'one that goes over its bounds for some weights until it does',
		6,
		'{{if index .Weights 1}}{{range 9999999}}{{end}}{{end}}',
		{vectors: 63, tried: 2},
	],
])('%s', (_, versions, template, expected) => {
	const rendered = [
		...renderings(routemapOf(versions, template), () => undefined, {types: defaultResourceTypes, reach: ownReach}),
	];
	expect({vectors: rendered[0]?.vectors, tried: rendered.length}).toEqual(expected);
});
