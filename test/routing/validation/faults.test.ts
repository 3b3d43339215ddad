import {expect, test} from 'vitest';
import {AppError, defaultVersions, type AppSpec, type VersionSpec} from '../../../source/routing/app-spec.ts';
import {routingObjects} from '../../../source/routing/routing-objects.ts';

const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-knative',
	mesh: 'istio',
	strategy: 'canary',
	versions: defaultVersions('wisdom'),
};

function faultsOf(change: Partial<AppSpec>): readonly string[] {
	try {
		routingObjects({...wisdom, ...change});
	} catch (error) {
		if (error instanceof AppError) return error.faults;
		throw error;
	}

	return [];
}

const split = {strategy: 'blue-green'} as const;
const deployment = {appType: 'deployment'} as const;
const gatewayApi = {mesh: 'gateway-api', appType: 'kserve-standard'} as const;

function weights(...all: readonly number[]): {readonly versions: readonly VersionSpec[]} {
	return {versions: all.map((weight, index) => ({name: `wisdom-${index}`, weight}))};
}

test.each<[Partial<AppSpec>, readonly string[]]>([
	[
		{name: 'Wisdom', namespace: 'my models'},
		[
			`the app's name "Wisdom" is not made of lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit`,
			'the namespace "my models" is not made of lower-case letters, digits and "-", beginning and ending with a letter or digit',
		],
	],
	[{name: 'a'.repeat(64)}, [`the app's name "${'a'.repeat(64)}" has 64 characters; at most 63 fit`]],
	[{versions: [{name: 'v'.repeat(54)}]}, [`the version's name "${'v'.repeat(54)}" has 54 characters; at most 53 fit`]],
	[{...deployment, versions: [{name: 'v'.repeat(63)}]}, []],
	[
		{versions: [{name: '0-wisdom'}, {name: 'wis.dom'}]},
		['0-wisdom', 'wis.dom'].map(
			name =>
				`the version's name "${name}" is not made of lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit`,
		),
	],
	[{versions: []}, ['it has no versions: name at least the primary']],
	[{...split, versions: [{name: 'owl'}, {name: 'fox'}, {name: 'owl'}]}, ['there are two versions named owl']],
	[
		{versions: [{name: 'wisdom'}]},
		['version wisdom and the app would both have a Service named wisdom: rename one of them'],
	],
	[
		{name: 'owl-predictor', versions: [{name: 'owl'}]},
		['version owl and the app would both have a Service named owl-predictor: rename one of them'],
	],
	[{appType: 'kserve-modelmesh', versions: [{name: 'wisdom'}]}, []],
	[{port: 0}, ['port 0 is not a whole number from 1 to 65535']],
	[
		{modelName: 'org/model'},
		[
			'the model name "org/model" does not fit into a path: it takes letters, digits, "-", "_", "." and "~", the first a letter or digit',
		],
	],
	[{modelName: 'Llama-3.1_8B~x'}, []],
	[{gateways: []}, ['it has no gateways: name at least one, or mesh']],
	[
		{gateways: ['a/b/c', 'mesh', 'mesh', 'Entry']},
		[
			'gateway "a/b/c" is not NAMESPACE/NAME, NAME or mesh',
			'gateway "Entry" is not NAMESPACE/NAME, NAME or mesh',
			'it names a gateway twice',
		],
	],
	[{gatewayService: 'http://entry'}, [`the gateway's Service "http://entry" is no host`]],
	[
		{...split, gateways: ['mesh']},
		[
			'its versions are split in a gateway, which requests pass twice, but it names only mesh: name a gateway, or serve all versions under one model name',
		],
	],
	[{...split, gateways: ['mesh'], modelName: 'oracle'}, []],
	[
		{...split, ...weights(1, -1)},
		['version wisdom-1 has the weight -1, which is not a whole number from 0 to 2147483647'],
	],
	[
		{...split, ...weights(0.5, 2 ** 31, Number.NaN)},
		['0.5', '2147483648', 'NaN'].map(
			(weight, index) =>
				`version wisdom-${index} has the weight ${weight}, which is not a whole number from 0 to 2147483647`,
		),
	],
	[{...split, ...weights(2 ** 31 - 1, 2 ** 31 - 1)}, []],
	[
		{...split, ...weights(2 ** 31 - 1, 2 ** 31 - 1, 2)},
		['its weights sum to 4294967296; Envoy takes sums up to 4294967295'],
	],
	[{...split, ...weights(0, 0)}, ['all its weights are 0: give at least one version some weight']],
	[{...split, ...weights(0, 0, 3)}, []],
	[
		{...split, ...gatewayApi, ...weights(1_000_000, 1_000_001)},
		['version wisdom-1 has the weight 1000001, which is not a whole number from 0 to 1000000'],
	],
	[{...weights(1)}, ['version wisdom-0 has a weight, which canary does not use']],
	[
		{...deployment, strategy: 'mirror', ...weights(1, 101)},
		[
			'version wisdom-0 has a weight, but the primary of a mirror gets all requests',
			'version wisdom-1 has the percentage 101, which is not a whole number from 0 to 100',
		],
	],
	[
		{strategy: 'mirror'},
		[
			"a mirrored copy keeps the primary's host, by which Knative finds the version, so it would reach the primary again: mirror Deployments, or InferenceServices in Standard mode that share a model name",
		],
	],
	[
		{strategy: 'mirror', appType: 'kserve-modelmesh'},
		[
			"a mirrored copy keeps the primary's mm-vmodel-id, by which ModelMesh finds the version, so it would reach the primary again: mirror Deployments, or InferenceServices in Standard mode that share a model name",
		],
	],
	[
		{strategy: 'mirror', appType: 'kserve-standard'},
		[
			"a mirrored copy keeps the primary's path and the model name in it, which the candidate does not serve: mirror Deployments, or InferenceServices in Standard mode that share a model name",
		],
	],
	[
		{...split, versions: [{name: 'owl'}, {name: 'fox', match: [{}]}]},
		['version fox has a match, which only a canary uses, not blue-green'],
	],
	[
		{versions: [{name: 'owl', match: [{}]}]},
		['version owl has a match, but as the primary it gets what no candidate gets'],
	],
	[
		{versions: [{name: 'owl'}, {name: 'fox', match: []}]},
		['version fox has a match without clauses, which never holds'],
	],
	[
		{versions: [...defaultVersions('wisdom'), {name: 'wisdom-2'}]},
		['version wisdom-2, match[0]: it never holds, as wisdom-1 takes those requests by its match[0]'],
	],
	[
		{...split, ...deployment, mesh: 'gateway-api', ...weights(...Array.from({length: 17}, () => 1))},
		['it has 17 versions; a rule of an HTTPRoute takes up to 16'],
	],
])('an app that cannot be routed is refused, with every reason: %o', (change, wanted) => {
	expect(faultsOf(change)).toEqual(wanted);
});

function clauseFaults(clause: unknown, change: Partial<AppSpec> = {}): readonly string[] {
	const faults = faultsOf({...change, versions: [{name: 'wisdom-0'}, {name: 'wisdom-1', match: [clause]}]});
	return faults.map(fault => fault.replace('version wisdom-1, match[0]: ', ''));
}

test.each<[unknown, string | undefined]>([
	['traffic=test', 'it is not a mapping, as in {headers: {traffic: {exact: test}}}'],
	[{}, 'it is empty, so it would take every request'],
	[{name: 'x', ignoreUriCase: true}, 'it is empty, so it would take every request'],
	[{header: {a: {exact: 'b'}}}, 'it has the unknown key "header"; do you mean headers?'],
	[{headers: {}}, 'headers is empty'],
	[{headers: []}, 'headers is not a mapping of names to comparisons'],
	[{headers: {traffic: 'test'}}, 'headers traffic is not a comparison: write exact, prefix or regex and a text'],
	[{headers: {traffic: {exakt: 'test'}}}, 'headers traffic has the unknown key "exakt"; do you mean exact?'],
	[{headers: {traffic: {exact: true}}}, 'headers traffic has exact: true, which is no text: put it in quotes'],
	[{headers: {traffic: {exact: ''}}}, 'headers traffic has an empty exact, which never holds'],
	[
		{headers: {traffic: {exact: 'a', prefix: 'b'}}},
		'headers traffic has exact and prefix; a comparison has one of them',
	],
	[
		{headers: {traffic: {exact: 'a\nb'}}},
		'headers traffic has a control character in exact, which no request has there',
	],
	[{headers: {traffic: {regex: '(a'}}}, 'headers traffic has the pattern (a, which RE2 does not accept'],
	[{headers: {traffic: {regex: '(?=a)'}}}, 'headers traffic has the pattern (?=a), which RE2 does not accept'],
	[{headers: {traffic: {}}}, undefined],
	[{headers: {traffic: {regex: '*'}}}, undefined],
	[{headers: {'a b': {exact: 'c'}}}, 'headers has "a b", which is no name of a header'],
	[{headers: {':path': {exact: '/'}}}, 'headers has ":path", which is no name of a header'],
	[{queryParams: {bare: {exact: ''}}}, undefined],
	[{queryParams: {bare: {}}}, 'queryParams bare compares nothing: write exact, prefix or regex and a text'],
	[{uri: {exact: 'v2/models'}}, 'uri exact v2/models never holds: paths begin with "/"'],
	[{uri: {prefix: ''}}, 'uri has an empty prefix, which never holds'],
	[{uri: {regex: 'v2/.*|models'}}, 'uri regex v2/.*|models never holds: paths begin with "/"'],
	[{uri: {regex: '(v1|/v2).*'}}, undefined],
	[{uri: {regex: '.*'}}, undefined],
	[{uri: {exact: '/?a=1'}}, 'uri exact /?a=1 never holds: it is compared without the query; use queryParams'],
	[
		{method: {exact: 'get'}},
		'method exact get never holds: it is one of GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH',
	],
	[{method: {regex: 'GET|PUT'}}, undefined],
	[{scheme: {exact: 'ftp'}}, 'scheme exact ftp never holds: it is one of http, https'],
	[
		{authority: {exact: 'oracle.models'}},
		"authority exact oracle.models never holds: the app's hosts are wisdom.models, wisdom.models.svc, wisdom.models.svc.cluster.local",
	],
	[{authority: {exact: 'wisdom.models.svc:8080'}}, undefined],
	[{authority: {prefix: 'wisdom.'}}, undefined],
	[{port: 70_000}, 'port 70000 is not a whole number from 1 to 65535'],
	[
		{gateways: ['other/entry']},
		`gateways ["other/entry"] never holds: the app's are knative-serving/knative-ingress-gateway, knative-serving/knative-local-gateway, mesh`,
	],
	[{gateways: ['mesh']}, undefined],
	[
		{headers: {a: {exact: 'xyz'}}, withoutHeaders: {A: {prefix: 'x'}}},
		'it never holds: header A must match and must not match',
	],
	[{headers: {a: {prefix: 'x'}}, withoutHeaders: {a: {exact: 'xyz'}}}, undefined],
	[{headers: {a: {prefix: 'x'}}, withoutHeaders: {a: {}}}, 'it never holds: header a must match and must not match'],
])('a clause that cannot hold is refused: %o', (clause, fault) => {
	expect(clauseFaults(clause)).toEqual(fault === undefined ? [] : [fault]);
});

test('a header that is named twice in different case', () => {
	expect(clauseFaults({headers: {a: {exact: 'x'}, A: {exact: 'y'}}})).toEqual([
		'headers has a twice, in different case',
		'headers has A twice, in different case',
	]);
});

test.each<[unknown, Partial<AppSpec>, string | undefined]>([
	[{scheme: {exact: 'http'}}, gatewayApi, "an HTTPRoute has no scheme: leave it out, or use Istio's VirtualService"],
	[
		{uri: {prefix: '/v2'}, ignoreUriCase: true},
		gatewayApi,
		"an HTTPRoute has no ignoreUriCase: leave it out, or use Istio's VirtualService",
	],
	[{method: {prefix: 'P'}}, gatewayApi, 'an HTTPRoute compares the method with exact only'],
	[{uri: {prefix: '/a//b'}}, gatewayApi, 'an HTTPRoute takes no path such as /a//b'],
	[
		{uri: {regex: '/v[12]'}},
		gatewayApi,
		'uri can be no regex in the HTTPRoute of an InferenceService, whose own rules for paths go before patterns',
	],
	[{uri: {regex: '/v[12]'}}, {...gatewayApi, ...deployment}, undefined],
	[{headers: {'@request.auth.claims.sub': {exact: 'a'}}}, {}, undefined],
	[
		{headers: {'@request.auth.claims.sub': {exact: 'a'}}},
		gatewayApi,
		'an HTTPRoute takes no name such as "@request.auth.claims.sub" in headers',
	],
	[
		{queryParams: {a: {exact: 'x'.repeat(1025)}}},
		gatewayApi,
		'queryParams a: an HTTPRoute takes up to 1024 characters',
	],
	[
		{headers: Object.fromEntries(Array.from({length: 17}, (_, index) => [`h${index}`, {exact: 'x'}]))},
		gatewayApi,
		'an HTTPRoute takes up to 16 headers',
	],
	[
		{uri: {regex: '/v2/.*'}},
		{appType: 'kserve-modelmesh'},
		'uri can be no regex and regards case with ModelMesh, where REST and gRPC are told apart by the path',
	],
])('a clause that the mesh has no words for is refused: %o', (clause, change, fault) => {
	expect(clauseFaults(clause, change)).toEqual(fault === undefined ? [] : [fault]);
});

test('a clause is in the way of a later candidate’s when it takes all of its requests', () => {
	const pair = (earlier: unknown, later: unknown, mesh: AppSpec['mesh'] = 'istio'): boolean =>
		faultsOf({
			...gatewayApi,
			mesh,
			versions: [{name: 'owl'}, {name: 'fox', match: [earlier]}, {name: 'elk', match: [later]}],
		}).length > 0;
	const wide = {headers: {A: {prefix: 'x'}}};
	const narrow = {headers: {a: {exact: 'xyz'}, b: {}}, uri: {prefix: '/v2'}};
	expect([
		pair(wide, narrow),
		pair(narrow, wide),
		pair(wide, narrow, 'gateway-api'),
		pair(narrow, {...narrow, uri: {prefix: '/v2'}}, 'gateway-api'),
		pair({uri: {prefix: '/v2'}}, {uri: {exact: '/v2/health'}}),
		pair({uri: {exact: '/v2/health'}}, {uri: {prefix: '/v2'}}),
		pair({uri: {prefix: '/'}}, {headers: {a: {}}}),
		pair({uri: {prefix: '/v2'}}, {uri: {prefix: '/v2'}, ignoreUriCase: true}),
		pair({queryParams: {a: {regex: 'x+'}}}, {queryParams: {a: {exact: 'xx'}}}),
		pair({method: {exact: 'GET'}, port: 80}, {method: {exact: 'GET'}, port: 81}),
	]).toEqual([true, false, false, true, true, false, true, false, true, false]);
});

test('the rules of one version must fit into an HTTPRoute, and those of several must not tie', () => {
	const header = (value: string): unknown => ({headers: {to: {exact: value}}});
	const candidate = (name: string, match: readonly unknown[]): VersionSpec => ({name, match});
	const app = (...candidates: readonly VersionSpec[]): Partial<AppSpec> => ({
		...gatewayApi,
		versions: [{name: 'owl'}, ...candidates],
	});
	expect(
		faultsOf(
			app(
				candidate(
					'fox',
					Array.from({length: 9}, (_, index) => header(`${index}`)),
				),
			),
		),
	).toEqual(['version fox has a match of more than 8 clauses, which no rule of an HTTPRoute takes']);
	expect(
		faultsOf(
			app(
				candidate(
					'fox',
					Array.from({length: 8}, (_, index) => header(`${index}`)),
				),
			),
		),
	).toEqual(['version fox would need 20 rules, and an HTTPRoute takes up to 16: write fewer clauses, or use Istio']);
	expect(faultsOf(app(candidate('fox', [header('fox')]), candidate('elk', [header('elk')])))).toEqual([]);
	expect(faultsOf(app(candidate('fox', [header('fox')]), candidate('elk', [{uri: {prefix: '/'}}])))).toEqual([
		'version elk, match[0]: the rules take several HTTPRoutes, among which a path alone decides nothing: add a header, or use Istio',
	]);
});

test('the message lists every fault', () => {
	const several: AppSpec = {...wisdom, port: 0, modelName: ''};
	expect(() => routingObjects({...wisdom, port: 0})).toThrow(
		new AppError('wisdom', ['port 0 is not a whole number from 1 to 65535']),
	);
	expect(() => routingObjects(several)).toThrow(
		'app wisdom cannot be routed: port 0 is not a whole number from 1 to 65535; the model name "" does not fit',
	);
});
