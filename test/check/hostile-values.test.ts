import fc from 'fast-check';
import {expect, test} from 'vitest';
import {check} from '../../source/check/check.ts';
import {readCheckInput} from '../../source/check/read/read-check-input.ts';
import {explain} from '../../source/explain/explain.ts';
import {routeFaults} from '../../source/mesh/fields/route-faults.ts';
import {refusedParts} from '../../source/mesh/refused/refused.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {randomCases} from '../helpers/random-cases.ts';
import {model, now, object} from './healthy.ts';

type Mapping = Readonly<Record<string, unknown>>;

const match = {exact: 'test'};
const headers = {
	request: {set: {host: 'owl', a: '%REQ(b)%'}, remove: ['c']},
	response: {add: {'app-version': 'owl-0'}},
};
const virtualService = object(
	'VirtualService',
	'models/owl',
	{
		spec: {
			hosts: ['owl.models'],
			gateways: ['mesh', 'istio-system/gateway'],
			exportTo: ['.'],
			http: [
				{
					name: 'candidate',
					match: [
						{uri: {regex: '/v2/.*'}, headers: {traffic: match}, queryParams: {a: match}, gateways: ['mesh'], port: 80},
					],
					fault: {abort: {httpStatus: 503, percentage: {value: 5}}},
					route: [{destination: {host: 'owl-1-predictor', port: {number: 80}}, weight: 1, headers}],
					mirror: {host: 'owl-0'},
					mirrorPercentage: {value: 50},
				},
				{match: [{authority: match}], redirect: {uri: '/', authority: 'owl', redirectCode: 302}},
				{match: [{method: match}], directResponse: {status: 200, body: {string: 'a'}}},
				{
					rewrite: {uri: '/v2/models/owl-0/infer', authority: 'owl-0.models'},
					headers,
					timeout: '1s',
					route: [
						{destination: {host: 'owl-0-predictor-default'}, weight: 1},
						{destination: {host: 'owl-1.models'}, weight: 9},
					],
				},
			],
		},
	},
	'networking.istio.io/v1beta1',
);

const modifier = {set: [{name: 'Host', value: 'oak-0'}], add: [{name: 'app-version', value: 'oak-0'}], remove: ['a']};
const httpRoute = object(
	'HTTPRoute',
	'models/oak',
	{
		spec: {
			hostnames: ['oak.models'],
			parentRefs: [
				{name: 'gateway', namespace: 'istio-system', sectionName: 'http', port: 80},
				{kind: 'Service', name: 'oak'},
			],
			rules: [
				{
					matches: [{path: {type: 'RegularExpression', value: '/.*'}, headers: [{name: 'traffic', value: 'test'}]}],
					filters: [
						{type: 'RequestHeaderModifier', requestHeaderModifier: modifier},
						{type: 'ResponseHeaderModifier', responseHeaderModifier: modifier},
						{
							type: 'URLRewrite',
							urlRewrite: {hostname: 'oak-0', path: {type: 'ReplaceFullPath', replaceFullPath: '/'}},
						},
						{type: 'RequestMirror', requestMirror: {backendRef: {name: 'oak-1', port: 80}, fraction: {numerator: 1}}},
					],
					timeouts: {request: '1s'},
					backendRefs: [
						{name: 'oak-0', port: 80, weight: 1},
						{kind: 'Hostname', name: 'oak-1', weight: 2},
					],
				},
				{filters: [{type: 'RequestRedirect', requestRedirect: {statusCode: 301, port: 80}}]},
			],
		},
		status: {parents: [{conditions: [{type: 'Accepted', status: 'False', reason: 'a'}]}]},
	},
	'gateway.networking.k8s.io/v1',
);

const updating: KubeObject = {
	...model('owl-1'),
	spec: {
		predictor: {canaryTrafficPercent: 10, model: {storageUri: 'gs://owl', ports: [{name: 'h2c'}]}},
		transformer: {},
	},
	status: {
		conditions: ['Ready', 'IngressReady', 'RoutesReady'].map(type => ({
			type,
			status: 'Unknown',
			lastTransitionTime: '2026-01-01T12:00:00Z',
		})),
		url: 'http://owl-1',
		deploymentMode: 'Knative',
		components: {
			predictor: {
				latestCreatedRevision: 'owl-1-predictor-00002',
				latestReadyRevision: 'owl-1-predictor-00001',
				traffic: [{revisionName: 'owl-1-predictor-00001', percent: 100}],
				address: {url: 'http://owl-1-predictor.models.svc.cluster.local'},
			},
		},
		modelStatus: {
			states: {activeModelState: 'Loaded', targetModelState: 'FailedToLoad'},
			copies: {totalCopies: 1},
			transitionStatus: 'InProgress',
			lastFailureInfo: {reason: 'ModelLoadFailed', message: 'no such model'},
		},
	},
};

const args = ['--model_name', 'owl'];
const env = [{name: 'MODEL_NAME', value: 'owl'}];
const models = [model('owl-0', 'Knative', {args, env}), updating];

const watched = {labels: {'iter8.tools/watch': 'true'}};
const conditions = [{type: 'Available', status: 'True', observedGeneration: 1}];
const workloads = ['oak-0', 'oak-1'].flatMap(name => {
	const metadata = {name, namespace: 'models', ...watched};
	const template = {spec: {containers: [{name: 'a', image: 'b'}]}};
	const status = {observedGeneration: 1, replicas: 1, conditions};
	return [
		object('Service', `models/${name}`, {metadata, spec: {ports: [{port: 80}]}}),
		object('Deployment', `models/${name}`, {metadata, spec: {replicas: 1, template}, status}, 'apps/v1'),
	];
});

/** Two versions and a template that renders a route as it stands. */
function specOf(gvrShorts: readonly string[], gvrShort: string, rendered: KubeObject): Mapping {
	const {name} = rendered.metadata;
	const versions = [0, 1].map(index => ({
		weight: 1,
		resources: gvrShorts.map(each => ({gvrShort: each, name: `${name}-${index}`})),
	}));
	return {versions, routingTemplates: {main: {gvrShort, template: rendered}}};
}

/** What `specOf` made as a text: its template is text, too, and so may be what stands in place of its parts. */
function strSpecOf(spec: unknown): string {
	return JSON.stringify(spec, (key, value: unknown) =>
		key === 'template' && typeof value === 'object' ? JSON.stringify(value) : value,
	);
}

interface App {
	readonly name: string;
	readonly spec: Mapping;
	/** Its route and its versions. */
	readonly live: readonly KubeObject[];
}

const apps: readonly App[] = [
	{name: 'owl', spec: specOf(['isvc'], 'vs', virtualService), live: [virtualService, ...models]},
	{name: 'oak', spec: specOf(['deploy', 'svc'], 'httproute', httpRoute), live: [httpRoute, ...workloads]},
];

/** No text and no number can be made of these. */
const shapeless: readonly unknown[] = [
	{toString: 1},
	{valueOf: 1},
	{toString: 1, valueOf: 1, toJSON: 1},
	[{toString: 1}],
];

const hostile: fc.Arbitrary<unknown> = fc.oneof(
	{arbitrary: fc.constantFrom(...shapeless), weight: 3},
	{
		arbitrary: fc.constantFrom<unknown>(
			{},
			[],
			null,
			'',
			'__proto__',
			'constructor',
			0,
			-1,
			1e300,
			true,
			{length: 1},
			[null, ['a'], 1],
			{exact: {toString: 1}, prefix: [], regex: null},
			JSON.parse('{"__proto__": {"toString": 1}, "constructor": 1}'),
		),
		weight: 2,
	},
	{
		arbitrary: fc
			.tuple(fc.constantFrom('x', '(', '%', '.', '*', '[a]'), fc.nat(20_000))
			.map(([text, times]) => text.repeat(times)),
		weight: 1,
	},
);

/** A value with another at one of its places: one of its fields, or of what stands in those. */
function changed(value: unknown, place: number, by: unknown): unknown {
	const places = placesIn(value).slice(1);
	return places.length === 0 ? by : withValue(value, places[place % places.length] ?? [], by);
}

function placesIn(value: unknown): readonly (readonly string[])[] {
	if (typeof value !== 'object' || value === null) return [[]];
	return [[], ...Object.entries(value).flatMap(([key, each]) => placesIn(each).map(place => [key, ...place]))];
}

function withValue(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
	if (key === undefined) return by;
	const inner = withValue((value as Mapping)[key], rest, by);
	return Array.isArray(value)
		? value.map((each: unknown, index) => (String(index) === key ? inner : each))
		: {...(value as Mapping), [key]: inner};
}

type Change = readonly [part: number, place: number, by: unknown];

/** An app's objects with other values in some places; metadata stays, as the API server sees to its types. */
function hostileObjects({name, spec, live}: App, changes: readonly Change[]): readonly KubeObject[] {
	const parts: unknown[] = [
		spec,
		...live.map(({apiVersion: _version, kind: _kind, metadata: _metadata, ...rest}) => rest),
	];
	for (const [part, place, by] of changes) {
		const index = part % parts.length;
		parts[index] = changed(parts[index], place, by);
	}

	const [strSpec, ...others] = parts;
	return [
		routemapConfigMap(`${name}-routemap`, strSpecOf(strSpec)),
		...live.map(({apiVersion, kind, metadata}, index) => ({
			...(others[index] as Mapping),
			apiVersion,
			kind,
			metadata,
		})),
	];
}

/** What was found at random: a type of resource that is called as a property of every object. */
const found: [App, Change[]][] = apps.map(app => [
	app,
	[
		[0, 1_471_715_012, '__proto__'],
		[0, 60_233_300, {toString: 1}],
	],
]);

test('no value of a routemap, a route, a model or a workload ends what looks at all apps', async () => {
	const change = fc.tuple(fc.nat(), fc.nat(), hostile);
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...apps), fc.array(change, {minLength: 1, maxLength: 4}), async (app, changes) => {
			const objects = hostileObjects(app, changes);
			const cluster = createMemoryCluster(objects);
			const input = await readCheckInput(cluster, {namespace: 'models'}, now, new AbortController().signal);
			expect(input.apps.map(({info}) => info.name)).toEqual([app.name]);
			for (const turn of check(input)) expect(turn).toBeUndefined();
			const request = {method: 'GET', path: '/v2/models/owl/infer?a=test', headers: {traffic: 'test'}};
			for (const {info} of input.apps) explain(input.snapshot, info, request, now);
			for (const each of objects) {
				refusedParts(each);
				routeFaults(each);
			}
		}),
		{numRuns: randomCases(150), examples: found},
	);
});
