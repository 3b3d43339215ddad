import {expect, test} from 'vitest';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {renderRoutes, type Rendered} from '../../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../../source/routemap/routemap.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap} from '../../helpers/app-objects.ts';

const versions = [
	{weight: 0, resources: [{gvrShort: 'isvc', name: 'wisdom-0'}]},
	{weight: 5, resources: [{gvrShort: 'svc', name: 'wisdom-1', namespace: 'other'}]},
];

function render(templates: Readonly<Record<string, string>>, gvrShort = 'vs', weights = [1, 0]): readonly Rendered[] {
	const routingTemplates = Object.fromEntries(
		Object.entries(templates).map(([name, template]) => [name, {gvrShort, template}]),
	);
	const configMap = routemapConfigMap('wisdom-routemap', JSON.stringify({versions, routingTemplates}), {
		annotations: {team: 'ml & co'},
	});
	return renderRoutes(parseRoutemap(configMap), weights, defaultResourceTypes);
}

function errorsOf(rendered: readonly Rendered[]): readonly string[] {
	return rendered.map(route => ('error' in route ? route.error.message : 'no error'));
}

const route = 'apiVersion: networking.istio.io/v1beta1\nkind: VirtualService\nmetadata: {name: wisdom}\n';

test('a canary routes to the candidate only while it has weight', () => {
	const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', canarySpec));
	const ruleNames = [
		[1, 0],
		[1, 1],
	].map(weights =>
		renderRoutes(routemap, weights, defaultResourceTypes).map(rendered =>
			'object' in rendered
				? (rendered.object['spec'] as {http: {name: string}[]}).http.map(({name}) => name)
				: rendered.error,
		),
	);
	expect(ruleNames).toEqual([[['primary']], [['candidate', 'primary']]]);
});

test('a route is rendered whole: its owner is the routemap, its namespace the routemap’s', () => {
	const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', blueGreenSpec));
	expect(renderRoutes(routemap, [70, 30], defaultResourceTypes)).toEqual([
		{
			template: 'wisdom-vs',
			resource: {group: 'networking.istio.io', version: 'v1beta1', plural: 'virtualservices', kind: 'VirtualService'},
			object: {
				apiVersion: 'networking.istio.io/v1beta1',
				kind: 'VirtualService',
				metadata: {
					name: 'wisdom',
					namespace: 'models',
					ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'wisdom-routemap', uid: 'wisdom-routemap-uid'}],
				},
				spec: {
					hosts: ['wisdom.models'],
					http: [
						{
							route: [
								{destination: {host: 'wisdom-0-predictor'}, weight: 70},
								{destination: {host: 'wisdom-1-predictor'}, weight: 30},
							],
						},
					],
				},
			},
		},
	]);
});

test('an HTTPRoute may be of whichever version the template says', () => {
	const text = 'apiVersion: gateway.networking.k8s.io/v1beta1\nkind: HTTPRoute\nmetadata: {name: wisdom}';
	expect(render({a: text}, 'httproute')).toMatchObject([
		{resource: {group: 'gateway.networking.k8s.io', version: 'v1beta1', plural: 'httproutes', kind: 'HTTPRoute'}},
	]);
});

test('a template sees what Iter8 shows it, without HTML escapes', () => {
	const template = `${route}spec:
  self: "{{ .Name }} {{ .Namespace }} {{ .Annotations.team }} {{ index .Labels "iter8.tools/kind" }} {{ .Labels.missing }}"
  weights: {{ range .Weights }}<{{ . }}>{{ end }}
  versions: {{ range .Versions }}{{ .Weight }}{{ range .Resources }} {{ .GVRShort }} {{ .Name }} {{ .Namespace }};{{ end }}{{ end }}`;
	expect(render({a: template})).toMatchObject([
		{
			object: {
				spec: {
					self: 'wisdom-routemap models ml & co routemap ',
					weights: '<1><0>',
					versions: '0 isvc wisdom-0 models;5 svc wisdom-1 other;',
				},
			},
		},
	]);
});

test('a template that renders nothing asks for no route', () => {
	expect(
		render({empty: '', comment: '# nothing\n', branch: `{{ if gt (index .Weights 1) 0 }}${route}{{ end }}`}),
	).toEqual([]);
});

test('a fault in one template stops no other', () => {
	const rendered = render({
		a: '{{ if }}',
		b: '{{ .Nobody }}',
		c: '{{ index .Weights 9 }}',
		d: `${route}spec: [`,
		e: route,
		f: '{{ template "f" }}',
	});
	expect(rendered.map(result => [result.template, 'error' in result ? result.error.name : 'rendered'])).toEqual([
		['a', 'TemplateError'],
		['b', 'TemplateError'],
		['c', 'TemplateError'],
		['d', 'YamlError'],
		['e', 'rendered'],
		['f', 'TemplateError'],
	]);
});

test.each([
	['- a list', 'renders no YAML mapping'],
	['kind: VirtualService\nmetadata: {name: a}', 'renders an object without apiVersion or kind'],
	['apiVersion: [v1]\nkind: VirtualService\nmetadata: {name: a}', 'renders an object without apiVersion or kind'],
	['apiVersion: v1\nkind: VirtualService', 'renders an object without metadata.name'],
	['apiVersion: v1\nkind: VirtualService\nmetadata: {name: 7}', 'renders an object without metadata.name'],
	[
		'apiVersion: v1\nkind: Secret\nmetadata: {name: a}',
		'renders Secret a of v1, but its gvrShort stands for virtualservices of group "networking.istio.io"',
	],
	[
		'apiVersion: networking.istio.io/v1beta1\nkind: Gateway\nmetadata: {name: a}',
		'renders Gateway a of networking.istio.io/v1beta1, but its gvrShort stands for virtualservices of group "networking.istio.io"',
	],
	[
		route.replace('wisdom', 'wisdom, namespace: kube-system'),
		'renders VirtualService wisdom in namespace "kube-system"; a routemap writes only into its own, models',
	],
	[
		route.replace('wisdom', 'wisdom, namespace: ""'),
		'renders VirtualService wisdom in namespace ""; a routemap writes only into its own, models',
	],
	[
		route.replace('wisdom', 'wisdom, namespace: [models]'),
		'renders VirtualService wisdom in namespace ["models"]; a routemap writes only into its own, models',
	],
	[route.replace('wisdom', '..'), 'renders an object with the name ..'],
	[route.replace('wisdom', '"../a"'), 'renders an object with the name ../a'],
	[route.replace('wisdom', '""'), 'renders an object with the name '],
	[`${route}---\n${route}`, 'expected one YAML document, found 2'],
	[`${route}spec: &s {again: *s}`, 'line 4, column 8: anchors and aliases are not allowed here: write the value out'],
])('a template that renders %j is refused', (template, message) => {
	expect(errorsOf(render({a: template}))).toEqual([message]);
});

test('a namespace left empty is the routemap’s', () => {
	expect(render({a: route.replace('wisdom', 'wisdom, namespace: ')})).toMatchObject([
		{object: {metadata: {namespace: 'models'}}},
	]);
});

test('owners that a template claims are not taken over', () => {
	const template = route.replace('wisdom', 'wisdom, ownerReferences: [{apiVersion: v1, kind: Node, name: n, uid: u}]');
	expect(render({a: template})).toMatchObject([{object: {metadata: {ownerReferences: [{name: 'wisdom-routemap'}]}}}]);
});

test('a template for a resource type that is not configured is refused', () => {
	expect(errorsOf(render({a: route}, 'constructor'))).toEqual([
		'resource type constructor is not configured; there are: svc, service, cm, deploy, isvc, vs, httproute',
	]);
});
