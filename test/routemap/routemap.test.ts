import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseRoutemap, RoutemapError} from '../../source/routemap/routemap.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';
import {randomCases} from '../helpers/random-cases.ts';

test('a routemap of v0.16 is read', () => {
	const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', canarySpec, {annotations: {note: 'x'}}));
	expect({...routemap, templates: routemap.templates.map(({name, gvrShort}) => ({name, gvrShort}))}).toEqual({
		namespace: 'models',
		name: 'wisdom-routemap',
		uid: 'wisdom-routemap-uid',
		labels: {'iter8.tools/kind': 'routemap', 'iter8.tools/version': 'v0.16'},
		annotations: {note: 'x'},
		versions: [
			{weight: undefined, resources: [{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-0'}]},
			{weight: undefined, resources: [{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-1'}]},
		],
		templates: [{name: 'canary', gvrShort: 'vs'}],
		steps: 192,
	});
});

test('in a routemap of v1.1 a resource without a namespace is in its own, and versions have weights', () => {
	expect(parseRoutemap(routemapConfigMap('wisdom', blueGreenSpec)).versions).toEqual([
		{
			weight: 90,
			resources: [
				{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-0'},
				{gvrShort: 'cm', namespace: 'models', name: 'wisdom-0-weight-config'},
			],
		},
		{
			weight: 10,
			resources: [
				{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-1'},
				{gvrShort: 'cm', namespace: 'models', name: 'wisdom-1-weight-config'},
			],
		},
	]);
});

test('a routemap without templates is one', () => {
	const resources = 'versions: [{resources: [{gvrShort: svc, name: a}]}]';
	expect(parseRoutemap(routemapConfigMap('a', resources)).templates).toEqual([]);
	expect(parseRoutemap(routemapConfigMap('a', `${resources}\nroutingTemplates:`)).templates).toEqual([]);
});

test('a template that does not parse is kept as its error', () => {
	const spec = `
versions: [{resources: [{gvrShort: svc, name: a}]}]
routingTemplates:
  bad: {gvrShort: vs, template: "{{ if }}"}
  good: {gvrShort: vs, template: "{{ .Name }}"}`;
	expect(
		parseRoutemap(routemapConfigMap('a', spec)).templates.map(({name, template}) => [name, template instanceof Error]),
	).toEqual([
		['bad', true],
		['good', false],
	]);
});

const oneVersion = 'versions: [{resources: [{gvrShort: svc, name: a}]}]';

test.each([
	[undefined, 'data.strSpec is missing: a routemap is YAML in that key'],
	[{versions: []}, 'data.strSpec is missing: a routemap is YAML in that key'],
	['', 'data.strSpec is no YAML mapping with versions and routingTemplates'],
	['- versions', 'data.strSpec is no YAML mapping with versions and routingTemplates'],
	[
		'versions: [',
		'data.strSpec is no valid YAML: line 1, column 12: unexpected end of the stream within a flow collection',
	],
	['verions: []', 'unknown key verions; did you mean versions?'],
	['versions: []', 'versions is empty: a routemap needs at least one version'],
	['versions: {a: 1}', 'versions is empty: a routemap needs at least one version'],
	['versions: [null]', 'versions[0].resources is empty: a version needs at least one resource'],
	['versions: [{resources: []}]', 'versions[0].resources is empty: a version needs at least one resource'],
	['versions: [{resources: [svc]}]', 'versions[0].resources[0].gvrShort is missing or not a string'],
	['versions: [{resources: [{gvrShort: svc, name: 7}]}]', 'versions[0].resources[0].name is missing or not a string'],
	[
		'versions: [{resources: [{gvrShort: svc, name: a, namespace: [b]}]}]',
		'versions[0].resources[0].namespace is missing or not a string',
	],
	[
		'versions: [{weight: -1, resources: [{gvrShort: svc, name: a}]}]',
		'versions[0].weight is -1, not a whole number from 0 to 4294967295',
	],
	[
		'versions: [{weight: 0.5, resources: [{gvrShort: svc, name: a}]}]',
		'versions[0].weight is 0.5, not a whole number from 0 to 4294967295',
	],
	[
		'versions: [{weight: "5", resources: [{gvrShort: svc, name: a}]}]',
		'versions[0].weight is "5", not a whole number from 0 to 4294967295',
	],
	[
		'versions: [{weight: 4294967296, resources: [{gvrShort: svc, name: a}]}]',
		'versions[0].weight is 4294967296, not a whole number from 0 to 4294967295',
	],
	[
		'versions: [{weight: &a [*a], resources: [{gvrShort: svc, name: a}]}]',
		'data.strSpec is no valid YAML: line 1, column 22: anchors and aliases are not allowed here: write the value out',
	],
	[`${oneVersion}\nroutingTemplates: [a]`, 'routingTemplates is not a mapping of names to templates'],
	[`${oneVersion}\nroutingTemplates: {a: {template: x}}`, 'routingTemplates.a.gvrShort is missing or not a string'],
	[
		`${oneVersion}\nroutingTemplates: {a: {gvrShort: vs, template: 7}}`,
		'routingTemplates.a.template is missing or not a string',
	],
])('the spec %j is refused: %s', (spec, message) => {
	expect(() => parseRoutemap(routemapConfigMap('a', spec))).toThrow(
		expect.objectContaining({name: 'RoutemapError', message}),
	);
});

test('whatever a ConfigMap holds, reading it gives a routemap or a RoutemapError', () => {
	const words = fc.constantFrom(
		'versions',
		'resources',
		'gvrShort',
		'name',
		'weight',
		'routingTemplates',
		'template',
		'__proto__',
		'constructor',
	);
	const json = fc.letrec(tie => ({
		value: fc.oneof(
			{maxDepth: 5},
			fc.constantFrom('svc', 'vs', '{{ .Name }}', '{{', null, 7, true),
			tie('list'),
			tie('map'),
		),
		list: fc.array(tie('value'), {maxLength: 3}),
		map: fc.dictionary(words, tie('value'), {maxKeys: 4}),
	}));
	const text = fc.oneof(
		json.map.map(value => JSON.stringify(value)),
		fc.string({
			unit: fc.constantFrom(
				'versions',
				': ',
				'\n',
				'- ',
				'{',
				'}',
				'[',
				']',
				'&a',
				'*a',
				'!!',
				'"',
				"'",
				'|',
				' ',
				'<<',
				'%',
				'---',
			),
		}),
	);
	const data = fc.oneof(fc.record({strSpec: fc.oneof(text, fc.anything())}), fc.anything());
	fc.assert(
		fc.property(data, value => {
			try {
				parseRoutemap({...routemapConfigMap('a', ''), data: value});
			} catch (error) {
				expect(error).toBeInstanceOf(RoutemapError);
			}
		}),
		{numRuns: randomCases(400)},
	);
});
