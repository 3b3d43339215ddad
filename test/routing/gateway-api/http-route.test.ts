import {expect, test} from 'vitest';
import {defaultVersions, type AppSpec} from '../../../source/routing/app-spec.ts';
import {routesOf} from '../landing.ts';

const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-standard',
	mesh: 'gateway-api',
	strategy: 'canary',
	versions: defaultVersions('wisdom'),
};

interface Spec {
	readonly rules: readonly unknown[];
}

function specOf(change: Partial<AppSpec>, weights: readonly number[]): Spec {
	const [route, ...others] = routesOf({...wisdom, ...change}, weights);
	expect(others).toEqual([]);
	return route?.['spec'] as Spec;
}

function answer(name: string): unknown {
	return {type: 'ResponseHeaderModifier', responseHeaderModifier: {set: [{name: 'app-version', value: name}]}};
}

function rewrite(type: 'ReplaceFullPath' | 'ReplacePrefixMatch', value: string): unknown {
	const field = type === 'ReplaceFullPath' ? 'replaceFullPath' : 'replacePrefixMatch';
	return {filters: [{type: 'URLRewrite', urlRewrite: {path: {type, [field]: value}}}]};
}

/** The rules of a version for a clause's headers. */
function versionRules(name: string, headers: object): readonly unknown[] {
	const backendRefs = [{group: '', kind: 'Service', name: `${name}-predictor`, port: 80, filters: [answer(name)]}];
	const exact = (path: string, to: string): unknown => ({
		matches: [{path: {type: 'Exact', value: path}, ...headers}],
		...(rewrite('ReplaceFullPath', to) as object),
		backendRefs,
	});
	const prefix = (path: string, to: string): unknown => ({
		matches: [{path: {type: 'PathPrefix', value: path}, ...headers}],
		...(rewrite('ReplacePrefixMatch', to) as object),
		backendRefs,
	});
	return [
		exact('/', `/v2/models/${name}/infer`),
		exact('/v1/models/wisdom:predict', `/v1/models/${name}:predict`),
		exact('/v1/models/wisdom:explain', `/v1/models/${name}:explain`),
		prefix('/v2/models/wisdom', `/v2/models/${name}`),
		prefix('/v1/models/wisdom', `/v1/models/${name}`),
		{...(Object.keys(headers).length > 0 && {matches: [headers]}), backendRefs},
	];
}

test('a canary in Standard mode', () => {
	const headers = {headers: [{type: 'Exact', name: 'traffic', value: 'test'}]};
	expect(specOf({}, [1, 1])).toEqual({
		hostnames: ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'],
		parentRefs: [
			{group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'kserve-ingress-gateway', namespace: 'kserve'},
		],
		rules: [...versionRules('wisdom-1', headers), ...versionRules('wisdom-0', {})],
	});
});

test('a split takes two passes, by way of the gateway’s Service', () => {
	const {rules} = specOf({strategy: 'blue-green'}, [70, 30]);
	expect(rules).toHaveLength(13);
	expect(rules.slice(11)).toEqual([
		{
			matches: [{headers: [{type: 'Exact', name: 'iter8-branch', value: 'wisdom-1'}]}],
			backendRefs: [
				{
					group: '',
					kind: 'Service',
					name: 'wisdom-1-predictor',
					port: 80,
					filters: [
						{type: 'RequestHeaderModifier', requestHeaderModifier: {remove: ['iter8-branch']}},
						answer('wisdom-1'),
					],
				},
			],
		},
		{
			filters: [{type: 'URLRewrite', urlRewrite: {hostname: 'wisdom.models'}}],
			backendRefs: [70, 30].map((weight, index) => ({
				group: 'networking.istio.io',
				kind: 'Hostname',
				name: 'kserve-ingress-gateway-istio.kserve.svc.cluster.local',
				port: 80,
				weight,
				filters: [
					{
						type: 'RequestHeaderModifier',
						requestHeaderModifier: {set: [{name: 'iter8-branch', value: `wisdom-${index}`}]},
					},
				],
			})),
		},
	]);
});

test('in Knative mode the rule gives the predictor’s host', () => {
	expect(specOf({appType: 'kserve-knative', strategy: 'none'}, [1, 0]).rules[0]).toEqual({
		matches: [{path: {type: 'Exact', value: '/'}}],
		filters: [
			{
				type: 'URLRewrite',
				urlRewrite: {
					hostname: 'wisdom-0-predictor.models.svc.cluster.local',
					path: {type: 'ReplaceFullPath', replaceFullPath: '/v2/models/wisdom-0/infer'},
				},
			},
		],
		backendRefs: [
			{
				group: 'networking.istio.io',
				kind: 'Hostname',
				name: 'knative-local-gateway.istio-system.svc.cluster.local',
				port: 80,
				filters: [answer('wisdom-0')],
			},
		],
	});
});

test('a mirror of Deployments, whose Service is the route’s parent', () => {
	const deployments = {appType: 'deployment', strategy: 'mirror', port: 8080} as const;
	const backendRefs = [{group: '', kind: 'Service', name: 'wisdom-0', port: 8080, filters: [answer('wisdom-0')]}];
	expect(specOf(deployments, [1, 25])).toMatchObject({
		parentRefs: [{group: '', kind: 'Service', name: 'wisdom', port: 8080}],
		rules: [
			{
				filters: [
					{
						type: 'RequestMirror',
						requestMirror: {backendRef: {group: '', kind: 'Service', name: 'wisdom-1', port: 8080}, percent: 25},
					},
				],
				backendRefs,
			},
		],
	});
	expect(specOf(deployments, [1, 0]).rules).toEqual([{backendRefs}]);
});

test('clauses in the Gateway API’s words', () => {
	const match = [
		{
			method: {exact: 'POST'},
			headers: {region: {prefix: 'eu.'}, ring: {regex: 'in(ner)?'}, seen: {}, any: {regex: '*'}},
			queryParams: {user: {exact: 'ann'}, bare: {exact: ''}},
			uri: {prefix: '/beta/'},
		},
		{uri: {regex: '/v[12]/.*'}},
	];
	const versions = [{name: 'wisdom-0'}, {name: 'wisdom-1', match}];
	expect(specOf({appType: 'deployment', versions}, [1, 1]).rules).toMatchObject([
		{
			matches: [
				{
					method: 'POST',
					path: {type: 'PathPrefix', value: '/beta'},
					headers: [
						{name: 'region', type: 'RegularExpression', value: String.raw`eu\..*`},
						{name: 'ring', type: 'RegularExpression', value: 'in(ner)?'},
						{name: 'seen', type: 'RegularExpression', value: '.*'},
						{name: 'any', type: 'RegularExpression', value: '.*'},
					],
					queryParams: [
						{name: 'user', type: 'Exact', value: 'ann'},
						{name: 'bare', type: 'RegularExpression', value: '^$'},
					],
				},
			],
		},
		{matches: [{path: {type: 'RegularExpression', value: '/v[12]/.*'}}]},
		{},
	]);
});

test('a clause’s path is rewritten as far as it names the app', () => {
	const versions = [
		{name: 'wisdom-0'},
		{
			name: 'wisdom-1',
			match: [{uri: {prefix: '/v2/models/wisdom/versions'}}, {uri: {exact: '/v2/models/wisdom/infer'}}],
		},
	];
	const own = specOf({versions}, [1, 1]).rules.slice(0, -6);
	expect(own).toMatchObject([
		{
			matches: [{path: {type: 'PathPrefix', value: '/v2/models/wisdom/versions'}}],
			...(rewrite('ReplacePrefixMatch', '/v2/models/wisdom-1/versions') as object),
		},
		{
			matches: [{path: {type: 'Exact', value: '/v2/models/wisdom/infer'}}],
			...(rewrite('ReplaceFullPath', '/v2/models/wisdom-1/infer') as object),
		},
	]);
});

test('what is too much for one HTTPRoute goes into several, none of which ever takes what is not its own', () => {
	const app: AppSpec = {
		...wisdom,
		strategy: 'blue-green',
		versions: [0, 1, 2, 3].map(index => ({name: `wisdom-${index}`})),
	};
	const shape = (weights: readonly number[]): unknown =>
		routesOf(app, weights).map(({metadata, spec}) => [metadata.name, (spec as Spec).rules.length]);
	expect(shape([1, 1, 1, 1])).toEqual([
		['wisdom', 12],
		['wisdom-routes-2', 13],
	]);
	expect(routesOf(app, [0, 0, 1, 1])[0]?.['spec']).toMatchObject({
		rules: [{matches: [{headers: [{type: 'Exact', name: 'iter8-branch', value: '-'}]}]}],
	});
});
