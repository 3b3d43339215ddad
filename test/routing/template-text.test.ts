import {expect, test} from 'vitest';
import {executeTemplate, parseTemplate} from '../../source/gotemplate/template.ts';
import {Struct} from '../../source/gotemplate/value.ts';
import {parseYaml} from '../../source/routemap/yaml.ts';
import {defaultVersions, type AppSpec} from '../../source/routing/app-spec.ts';
import {Choice, Expression, Only, templateText} from '../../source/routing/template-text.ts';
import {routesOf} from './landing.ts';

function rendered(value: unknown, weights: readonly number[]): unknown {
	const template = parseTemplate('test', templateText(value));
	return parseYaml(executeTemplate(template, new Struct('routemap', {Weights: weights})));
}

test('a template is read back as the value that it was made of', () => {
	const value = {
		plain: [{a: 'on', b: null, c: [], d: {}}, 'x: y', 12, true],
		weight: new Expression('index .Weights 0'),
		maybe: new Only('gt (index .Weights 0) 1', [{deep: new Expression('index .Weights 1')}]),
		list: [
			'first',
			new Choice([
				{when: 'gt (index .Weights 0) 1', items: ['many', {a: {b: new Expression('index .Weights 0')}}]},
				{when: 'gt (index .Weights 1) 0', items: ['other']},
				{when: undefined, items: ['none']},
			]),
			['last'],
		],
	};
	const {plain} = value;
	expect(rendered(value, [2, 0])).toEqual({
		plain,
		weight: 2,
		maybe: [{deep: 0}],
		list: ['first', 'many', {a: {b: 2}}, ['last']],
	});
	expect(rendered(value, [1, 5])).toEqual({plain, weight: 1, list: ['first', 'other', ['last']]});
	expect(rendered(value, [0, 0])).toEqual({plain, weight: 0, list: ['first', 'none', ['last']]});
});

test.each([
	'{{ .Weights }}',
	'{{- /* x */ -}}',
	'a{{2}}',
	'{{{',
	'}}',
	'{{"',
	"it's {{`",
	'a: {{',
	'- {{ end }}',
	' {{ ',
])('a text is no template, whatever is in it: %s', text => {
	expect(rendered({[text]: [{text}, new Choice([{when: 'true', items: [text]}])]}, [1])).toEqual({
		[text]: [{text}, text],
	});
	const match = [{headers: {traffic: {exact: text}}}];
	const app: AppSpec = {
		name: 'wisdom',
		namespace: 'models',
		appType: 'deployment',
		mesh: 'istio',
		strategy: 'canary',
		versions: defaultVersions('wisdom').map((version, index) => (index === 0 ? version : {...version, match})),
	};
	expect(routesOf(app, [1, 1])[0]?.['spec']).toMatchObject({http: [{match}, {}]});
});
