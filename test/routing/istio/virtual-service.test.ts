import {expect, test} from 'vitest';
import {defaultVersions, type AppSpec} from '../../../source/routing/app-spec.ts';
import {routesOf} from '../landing.ts';

const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-knative',
	mesh: 'istio',
	strategy: 'canary',
	versions: defaultVersions('wisdom'),
};

function specOf(change: Partial<AppSpec>, weights: readonly number[]): unknown {
	const [route, ...others] = routesOf({...wisdom, ...change}, weights);
	expect(others).toEqual([]);
	return route?.['spec'];
}

function rulesOf(change: Partial<AppSpec>, weights: readonly number[]): unknown {
	return (specOf(change, weights) as {readonly http: unknown}).http;
}

function throughKnative(name: string, remove?: readonly string[]): unknown {
	return {
		destination: {host: 'knative-local-gateway.istio-system.svc.cluster.local', port: {number: 80}},
		headers: {
			request: {
				...(remove && {remove}),
				set: {Host: `${name}-predictor.models.svc.cluster.local`},
			},
			response: {set: {'app-version': name}},
		},
	};
}

function pattern(name: string): unknown {
	return {uriRegexRewrite: {match: '^/(v1|v2)/models/wisdom([/:].*)?$', rewrite: String.raw`/\1/models/${name}\2`}};
}

test('a canary in Knative mode', () => {
	expect(specOf({}, [1, 1])).toEqual({
		gateways: ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway', 'mesh'],
		hosts: ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'],
		http: [
			{
				name: 'wisdom-1-infer',
				match: [{headers: {traffic: {exact: 'test'}}, uri: {exact: '/'}}],
				rewrite: {uri: '/v2/models/wisdom-1/infer'},
				route: [throughKnative('wisdom-1')],
			},
			{
				name: 'wisdom-1',
				match: [{headers: {traffic: {exact: 'test'}}}],
				rewrite: pattern('wisdom-1'),
				route: [throughKnative('wisdom-1')],
			},
			{
				name: 'wisdom-0-infer',
				match: [{uri: {exact: '/'}}],
				rewrite: {uri: '/v2/models/wisdom-0/infer'},
				route: [throughKnative('wisdom-0')],
			},
			{name: 'wisdom-0', rewrite: pattern('wisdom-0'), route: [throughKnative('wisdom-0')]},
		],
	});
});

test('a split in Knative mode, of versions with model names of their own, takes two passes', () => {
	const gateway = {host: 'knative-local-gateway.istio-system.svc.cluster.local', port: {number: 80}};
	const branch = (name: string): unknown => ({
		destination: gateway,
		headers: {request: {set: {Host: 'wisdom.models', 'iter8-branch': name}}},
	});
	const second = (name: string): readonly unknown[] => [
		{
			name: `${name}-infer`,
			match: [{uri: {exact: '/'}, headers: {'iter8-branch': {exact: name}}}],
			rewrite: {uri: `/v2/models/${name}/infer`},
			route: [throughKnative(name, ['iter8-branch'])],
		},
		{
			name,
			match: [{headers: {'iter8-branch': {exact: name}}}],
			rewrite: pattern(name),
			route: [throughKnative(name, ['iter8-branch'])],
		},
	];
	const versions = [...wisdom.versions, {name: 'wisdom-2'}];
	expect(rulesOf({strategy: 'blue-green', versions}, [70, 0, 30])).toEqual([
		...second('wisdom-0'),
		...second('wisdom-2'),
		{
			name: 'split',
			route: [
				{...(branch('wisdom-0') as object), weight: 70},
				{...(branch('wisdom-2') as object), weight: 30},
			],
		},
	]);
});

test('a split of versions that share a model name takes one', () => {
	expect(rulesOf({strategy: 'blue-green', modelName: 'wisdom'}, [9, 1])).toEqual([
		{
			name: 'split-infer',
			match: [{uri: {exact: '/'}}],
			rewrite: {uri: '/v2/models/wisdom/infer'},
			route: [
				{...(throughKnative('wisdom-0') as object), weight: 9},
				{...(throughKnative('wisdom-1') as object), weight: 1},
			],
		},
		{
			name: 'split',
			route: [
				{...(throughKnative('wisdom-0') as object), weight: 9},
				{...(throughKnative('wisdom-1') as object), weight: 1},
			],
		},
	]);
});

test('in Standard mode requests go straight to the predictor’s Service', () => {
	expect(specOf({appType: 'kserve-standard', strategy: 'none'}, [1, 1])).toMatchObject({
		gateways: ['knative-serving/knative-ingress-gateway', 'mesh'],
		http: [
			{name: 'wisdom-0-infer'},
			{
				name: 'wisdom-0',
				route: [
					{
						destination: {host: 'wisdom-0-predictor.models.svc.cluster.local', port: {number: 80}},
						headers: {response: {set: {'app-version': 'wisdom-0'}}},
					},
				],
			},
		],
	});
});

test('a mirror of Deployments', () => {
	const deployments = {appType: 'deployment', strategy: 'mirror', port: 8080} as const;
	expect(specOf(deployments, [1, 25])).toEqual({
		gateways: ['mesh'],
		hosts: ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'],
		http: [
			{
				name: 'wisdom-0',
				route: [
					{
						destination: {host: 'wisdom-0.models.svc.cluster.local', port: {number: 8080}},
						headers: {response: {set: {'app-version': 'wisdom-0'}}},
					},
				],
				mirror: {host: 'wisdom-1.models.svc.cluster.local', port: {number: 8080}},
				mirrorPercentage: {value: 25},
			},
		],
	});
	const versions = [...wisdom.versions, {name: 'wisdom-2'}, {name: 'wisdom-3'}];
	expect(rulesOf({...deployments, versions}, [1, 25, 0, 100])).toMatchObject([
		{
			mirrors: [
				{destination: {host: 'wisdom-1.models.svc.cluster.local', port: {number: 8080}}, percentage: {value: 25}},
				{destination: {host: 'wisdom-3.models.svc.cluster.local', port: {number: 8080}}, percentage: {value: 100}},
			],
		},
	]);
	expect(rulesOf({...deployments, versions}, [1, 0, 0, 0])).not.toMatchObject([
		{mirrors: expect.anything() as unknown},
	]);
});

test('ModelMesh gets the model in a header, REST by its proxy and gRPC straight', () => {
	const destination = (number: number): unknown => ({
		host: 'modelmesh-serving.models.svc.cluster.local',
		port: {number},
	});
	const response = {set: {'app-version': 'wisdom-0'}};
	const rest = {
		destination: destination(8008),
		headers: {request: {set: {'grpc-metadata-mm-vmodel-id': 'wisdom-0'}}, response},
	};
	expect(rulesOf({appType: 'kserve-modelmesh', strategy: 'none'}, [1, 0])).toEqual([
		{
			name: 'wisdom-0-infer',
			match: [{uri: {exact: '/'}}],
			rewrite: {uri: '/v2/models/wisdom/infer'},
			route: [rest],
		},
		{name: 'wisdom-0-rest', match: [{uri: {prefix: '/v2/'}}], route: [rest]},
		{
			name: 'wisdom-0',
			route: [{destination: destination(8033), headers: {request: {set: {'mm-vmodel-id': 'wisdom-0'}}, response}}],
		},
	]);
});

test('a candidate’s clauses keep their paths; the shorthand for infer is only for those that admit it', () => {
	const matchesOf = (match: readonly unknown[]): unknown => {
		const rules = rulesOf({versions: [{name: 'wisdom-0'}, {name: 'wisdom-1', match}]}, [1, 1]);
		return (rules as readonly {readonly name: string; readonly match?: unknown}[])
			.filter(({name}) => name.startsWith('wisdom-1'))
			.map(({name, match}) => [name, match]);
	};
	const clauses = [
		{uri: {prefix: '/v2/models/wisdom/'}, headers: {ring: {exact: 'in'}}},
		{uri: {regex: '/[a-z]*'}},
		{uri: {exact: '/'}, method: {exact: 'POST'}},
	];
	expect(matchesOf(clauses)).toEqual([
		['wisdom-1-infer', [{uri: {exact: '/'}}, {method: {exact: 'POST'}, uri: {exact: '/'}}]],
		['wisdom-1', clauses.slice(0, 2)],
	]);
	expect(matchesOf(clauses.slice(0, 1))).toEqual([['wisdom-1', clauses.slice(0, 1)]]);
	expect(matchesOf(clauses.slice(2))).toEqual([['wisdom-1-infer', [{method: {exact: 'POST'}, uri: {exact: '/'}}]]]);
});
