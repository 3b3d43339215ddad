import {hostOf, istioGateway, share, to, virtualService, type RoutingCase} from './case.ts';

const missing = {status: 404};
const alpha = {seen: {by: 'alpha'}} as const;
const beta = {seen: {by: 'beta'}} as const;

/** A rule to alpha under one clause, and the rest to beta. */
function clause(name: string, match: Readonly<Record<string, unknown>>): RoutingCase['objects'] {
	return [virtualService(name, [to('alpha', {match: [match]}), to('beta')])];
}

/** Which requests a VirtualService takes. */
export const matchCases: readonly RoutingCase[] = [
	{
		name: 'an exact host is taken, whatever its case and port, and no other is',
		objects: [virtualService('exact-host', [to('alpha')])],
		exchanges: [
			[{host: 'exact-host.example'}, alpha],
			[{host: 'exact-host.example:8080'}, alpha],
			[{host: 'EXACT-host.Example'}, alpha],
			[{host: 'other.exact-host.example'}, missing],
			[{host: 'exact-host.example.org'}, missing],
		],
	},
	{
		name: 'a wildcard takes every deeper host, and not its own domain',
		objects: [virtualService('wildcard', [to('alpha')], {hosts: ['*.wildcard.example']})],
		exchanges: [
			[{host: 'a.wildcard.example'}, alpha],
			[{host: 'a.b.wildcard.example'}, alpha],
			[{host: 'wildcard.example'}, missing],
		],
	},
	{
		name: 'the most specific host wins, and the others are not asked when it has no rule for a request',
		objects: [
			virtualService('wide', [to('alpha')], {hosts: ['*.nested.example']}),
			virtualService('narrow', [to('beta')], {hosts: ['*.deep.nested.example']}),
			virtualService('single', [to('gamma', {match: [{uri: {exact: '/only'}}]})], {hosts: ['one.deep.nested.example']}),
		],
		exchanges: [
			[{host: 'a.nested.example'}, alpha],
			[{host: 'a.deep.nested.example'}, beta],
			[{host: 'one.deep.nested.example', path: '/only'}, {seen: {by: 'gamma'}}],
			[{host: 'one.deep.nested.example', path: '/other'}, missing],
		],
	},
	{
		name: 'a short host is completed with the namespace',
		objects: [
			virtualService('short', [{route: [{destination: {host: 'alpha', port: {number: 80}}}]}], {hosts: ['short']}),
		],
		exchanges: [
			[{host: 'short.routing.svc.cluster.local'}, alpha],
			[{host: 'short'}, missing],
		],
	},
	{
		name: 'a route of another gateway, or of the mesh, is none of this gateway',
		objects: [
			virtualService('elsewhere', [to('alpha')], {gateways: ['knative-serving/other-gateway']}),
			virtualService('mesh-only', [to('alpha')], {gateways: ['mesh']}),
			virtualService('no-gateways', [to('alpha')], {gateways: []}),
			virtualService('several-gateways', [to('alpha')], {gateways: ['mesh', istioGateway]}),
		],
		exchanges: [
			[{host: 'elsewhere.example'}, missing],
			[{host: 'mesh-only.example'}, missing],
			[{host: 'no-gateways.example'}, missing],
			[{host: 'several-gateways.example'}, alpha],
		],
	},
	{
		name: 'a clause can name the gateways it is for',
		objects: [
			virtualService('clause-gateways', [
				to('alpha', {match: [{gateways: ['mesh']}]}),
				to('beta', {match: [{gateways: [istioGateway], uri: {prefix: '/here'}}]}),
				to('gamma'),
			]),
		],
		exchanges: [
			[{host: 'clause-gateways.example', path: '/here'}, beta],
			[{host: 'clause-gateways.example', path: '/there'}, {seen: {by: 'gamma'}}],
		],
	},
	{
		name: 'a header must be equal, with regard to case',
		objects: clause('header-exact', {headers: {Traffic: {exact: 'test'}}}),
		exchanges: [
			[{host: 'header-exact.example', headers: {traffic: 'test'}}, alpha],
			[{host: 'header-exact.example', headers: {traffic: 'Test'}}, beta],
			[{host: 'header-exact.example', headers: {traffic: 'testing'}}, beta],
			[{host: 'header-exact.example'}, beta],
		],
	},
	{
		name: 'a header must begin with a prefix',
		objects: clause('header-prefix', {headers: {traffic: {prefix: 'te'}}}),
		exchanges: [
			[{host: 'header-prefix.example', headers: {traffic: 'test'}}, alpha],
			[{host: 'header-prefix.example', headers: {traffic: 'te'}}, alpha],
			[{host: 'header-prefix.example', headers: {traffic: 'latest'}}, beta],
		],
	},
	{
		name: 'a pattern must match a header whole',
		objects: clause('header-regex', {headers: {user: {regex: '[a-m].*@(uni|lab)\\.example'}}}),
		exchanges: [
			[{host: 'header-regex.example', headers: {user: 'ann@uni.example'}}, alpha],
			[{host: 'header-regex.example', headers: {user: 'ann@lab.example'}}, alpha],
			[{host: 'header-regex.example', headers: {user: 'zoe@lab.example'}}, beta],
			[{host: 'header-regex.example', headers: {user: 'ann@lab.example.org'}}, beta],
			[{host: 'header-regex.example', headers: {user: 'x ann@lab.example'}}, beta],
		],
	},
	{
		name: 'a pattern has RE2’s flags, classes, bounds and alternatives',
		objects: [
			virtualService('re2', [
				to('alpha', {
					match: [{headers: {user: {regex: '(?i)ANN|\\d{2,3}|\\pL+\\PL|[[:digit:]]-[^[:alpha:]]|\\Qa.b\\E'}}}],
				}),
				to('beta'),
			]),
		],
		exchanges: [
			...['ann', 'Ann', '12', '123', 'ab!', '1-2', 'a.b'].map(
				user => [{host: 're2.example', headers: {user}}, alpha] as const,
			),
			...['anne', '1', '1234', 'ab', '1-b', 'acb'].map(user => [{host: 're2.example', headers: {user}}, beta] as const),
		],
	},
	{
		name: 'anchors, lazy repeats and empty alternatives change nothing about a whole match',
		objects: clause('re2-whole', {headers: {user: {regex: '^(?:a+?|b*?c|)$'}}}),
		exchanges: [
			...['aaa', 'c', 'bbc'].map(user => [{host: 're2-whole.example', headers: {user}}, alpha] as const),
			...['ab', 'bb', 'a c'].map(user => [{host: 're2-whole.example', headers: {user}}, beta] as const),
		],
	},
	{
		name: 'a pattern that is slow elsewhere is quick here',
		objects: clause('re2-slow', {headers: {user: {regex: '(a*)*(a|aa)+b'}}}),
		exchanges: [
			[{host: 're2-slow.example', headers: {user: 'a'.repeat(2000)}}, beta],
			[{host: 're2-slow.example', headers: {user: `${'a'.repeat(2000)}b`}}, alpha],
		],
	},
	{
		name: 'a header match without a value asks only that the header is there',
		objects: clause('header-present', {headers: {traffic: {}}}),
		exchanges: [
			[{host: 'header-present.example', headers: {traffic: 'any'}}, alpha],
			[{host: 'header-present.example', headers: {traffic: ''}}, alpha],
			[{host: 'header-present.example'}, beta],
		],
	},
	{
		name: 'the pattern * asks only that the header is there',
		objects: clause('header-star', {headers: {traffic: {regex: '*'}}}),
		exchanges: [
			[{host: 'header-star.example', headers: {traffic: 'any'}}, alpha],
			[{host: 'header-star.example'}, beta],
		],
	},
	{
		name: 'all headers of a clause must match, and one of the clauses',
		objects: [
			virtualService('and-or', [
				to('alpha', {
					match: [{headers: {traffic: {exact: 'test'}, region: {exact: 'eu'}}}, {headers: {ring: {exact: 'inner'}}}],
				}),
				to('beta'),
			]),
		],
		exchanges: [
			[{host: 'and-or.example', headers: {traffic: 'test', region: 'eu'}}, alpha],
			[{host: 'and-or.example', headers: {ring: 'inner'}}, alpha],
			[{host: 'and-or.example', headers: {traffic: 'test'}}, beta],
			[{host: 'and-or.example', headers: {traffic: 'test', ring: 'outer'}}, beta],
		],
	},
	{
		name: 'a header that must be missing',
		objects: clause('without-present', {withoutHeaders: {traffic: {}}}),
		exchanges: [
			[{host: 'without-present.example'}, alpha],
			[{host: 'without-present.example', headers: {traffic: 'any'}}, beta],
		],
	},
	{
		name: 'a header that must not have a value may be missing',
		objects: clause('without-value', {withoutHeaders: {traffic: {exact: 'test'}}}),
		exchanges: [
			[{host: 'without-value.example'}, alpha],
			[{host: 'without-value.example', headers: {traffic: 'live'}}, alpha],
			[{host: 'without-value.example', headers: {traffic: 'test'}}, beta],
		],
	},
	{
		name: 'a missing header is empty to a pattern that it must not match',
		objects: clause('without-regex', {withoutHeaders: {traffic: {regex: '.*'}}}),
		exchanges: [
			[{host: 'without-regex.example'}, beta],
			[{host: 'without-regex.example', headers: {traffic: 'live'}}, beta],
		],
	},
	{
		name: 'an exact path is compared without the query',
		objects: clause('uri-exact', {uri: {exact: '/v2/models'}}),
		exchanges: [
			[{host: 'uri-exact.example', path: '/v2/models'}, alpha],
			[{host: 'uri-exact.example', path: '/v2/models?a=1'}, alpha],
			[{host: 'uri-exact.example', path: '/v2/models/'}, beta],
			[{host: 'uri-exact.example', path: '/V2/models'}, beta],
		],
	},
	{
		name: 'a path prefix is one of characters, not of segments',
		objects: clause('uri-prefix', {uri: {prefix: '/v2/mod'}}),
		exchanges: [
			[{host: 'uri-prefix.example', path: '/v2/models/x'}, alpha],
			[{host: 'uri-prefix.example', path: '/v2/mod'}, alpha],
			[{host: 'uri-prefix.example', path: '/v2/mo'}, beta],
		],
	},
	{
		name: 'a pattern must match the path whole, without the query',
		objects: clause('uri-regex', {uri: {regex: '/v[12]/models/[^/]+(:predict|/infer)'}}),
		exchanges: [
			[{host: 'uri-regex.example', path: '/v1/models/a:predict'}, alpha],
			[{host: 'uri-regex.example', path: '/v2/models/a/infer?x=/'}, alpha],
			[{host: 'uri-regex.example', path: '/v2/models/a/infer/more'}, beta],
			[{host: 'uri-regex.example', path: '/v2/models/a/b/infer'}, beta],
		],
	},
	{
		name: 'ignoreUriCase compares exact paths and prefixes without regard to case',
		objects: [
			virtualService('uri-case', [
				to('alpha', {match: [{uri: {exact: '/Exact'}, ignoreUriCase: true}]}),
				to('beta', {match: [{uri: {prefix: '/Pre'}, ignoreUriCase: true}]}),
				to('gamma', {match: [{uri: {regex: '/Regex'}, ignoreUriCase: true}]}),
			]),
		],
		exchanges: [
			[{host: 'uri-case.example', path: '/eXACT'}, alpha],
			[{host: 'uri-case.example', path: '/prefix'}, beta],
			[{host: 'uri-case.example', path: '/Regex'}, {seen: {by: 'gamma'}}],
			[{host: 'uri-case.example', path: '/regex'}, missing],
		],
	},
	{
		name: 'dot segments are resolved before a path is compared',
		objects: clause('uri-dots', {uri: {exact: '/v2/models'}}),
		exchanges: [
			[{host: 'uri-dots.example', path: '/v2/x/../models'}, {seen: {by: 'alpha', path: '/v2/models'}}],
			[{host: 'uri-dots.example', path: '/./v2/models?a=..'}, {seen: {by: 'alpha', path: '/v2/models?a=..'}}],
			[{host: 'uri-dots.example', path: '/v2//models'}, {seen: {by: 'beta', path: '/v2//models'}}],
		],
	},
	{
		name: 'a method is compared with regard to case',
		objects: clause('method', {method: {exact: 'POST'}}),
		exchanges: [
			[{host: 'method.example', method: 'POST', body: 'x'}, alpha],
			[{host: 'method.example'}, beta],
		],
	},
	{
		name: 'a method can be a pattern',
		objects: clause('method-regex', {method: {regex: 'PUT|PATCH'}}),
		exchanges: [
			[{host: 'method-regex.example', method: 'PUT'}, alpha],
			[{host: 'method-regex.example', method: 'PATCH'}, alpha],
			[{host: 'method-regex.example', method: 'POST'}, beta],
		],
	},
	{
		name: 'an authority is compared with its port',
		objects: [
			virtualService('authority', [to('alpha', {match: [{authority: {exact: 'authority.example:81'}}]}), to('beta')]),
		],
		exchanges: [
			[{host: 'authority.example:81'}, alpha],
			[{host: 'authority.example'}, beta],
		],
	},
	{
		name: 'a scheme is http on this gateway',
		objects: [
			virtualService('scheme', [
				to('alpha', {match: [{scheme: {exact: 'https'}}]}),
				to('beta', {match: [{scheme: {prefix: 'http'}}]}),
			]),
		],
		exchanges: [[{host: 'scheme.example'}, beta]],
	},
	{
		name: 'a query parameter must be equal, as it is written',
		objects: clause('query-exact', {queryParams: {user: {exact: 'ann'}}}),
		exchanges: [
			[{host: 'query-exact.example', path: '/?user=ann'}, alpha],
			[{host: 'query-exact.example', path: '/?a=1&user=ann&b=2'}, alpha],
			[{host: 'query-exact.example', path: '/?user=anne'}, beta],
			[{host: 'query-exact.example', path: '/?USER=ann'}, beta],
			[{host: 'query-exact.example', path: '/?user=bob&user=ann'}, beta],
			[{host: 'query-exact.example', path: '/?user=a%6En'}, beta],
			[{host: 'query-exact.example', path: '/'}, beta],
		],
	},
	{
		name: 'a query parameter can be a pattern or a prefix',
		objects: [
			virtualService('query-regex', [
				to('alpha', {match: [{queryParams: {user: {regex: '[0-9]+'}}}]}),
				to('beta', {match: [{queryParams: {user: {prefix: 'a'}}}]}),
			]),
		],
		exchanges: [
			[{host: 'query-regex.example', path: '/?user=12'}, alpha],
			[{host: 'query-regex.example', path: '/?user=ann'}, beta],
			[{host: 'query-regex.example', path: '/?user=12a'}, missing],
		],
	},
	{
		name: 'a query parameter without a value must only be there',
		objects: clause('query-present', {queryParams: {debug: {}}}),
		exchanges: [
			[{host: 'query-present.example', path: '/?debug'}, alpha],
			[{host: 'query-present.example', path: '/?debug=1'}, alpha],
			[{host: 'query-present.example', path: '/?debugging'}, beta],
		],
	},
	{
		name: 'a port must be that of the gateway',
		objects: clause('port', {port: 1}),
		exchanges: [[{host: 'port.example'}, beta]],
	},
	{
		name: 'all parts of a clause must hold',
		objects: clause('all-parts', {
			uri: {prefix: '/v2'},
			method: {exact: 'POST'},
			headers: {traffic: {exact: 'test'}},
			queryParams: {a: {exact: '1'}},
		}),
		exchanges: [
			[{host: 'all-parts.example', method: 'POST', path: '/v2?a=1', headers: {traffic: 'test'}}, alpha],
			[{host: 'all-parts.example', method: 'GET', path: '/v2?a=1', headers: {traffic: 'test'}}, beta],
			[{host: 'all-parts.example', method: 'POST', path: '/v1?a=1', headers: {traffic: 'test'}}, beta],
			[{host: 'all-parts.example', method: 'POST', path: '/v2?a=2', headers: {traffic: 'test'}}, beta],
			[{host: 'all-parts.example', method: 'POST', path: '/v2?a=1'}, beta],
		],
	},
	{
		name: 'rules are tried in their order, and what follows one for everything is not reached',
		objects: [
			virtualService('order', [
				to('alpha', {match: [{uri: {prefix: '/a'}}]}),
				to('beta', {match: [{uri: {prefix: '/a/b'}}, {uri: {exact: '/c'}}]}),
				to('gamma'),
				to('alpha', {match: [{uri: {exact: '/d'}}]}),
			]),
		],
		exchanges: [
			[{host: 'order.example', path: '/a/b'}, alpha],
			[{host: 'order.example', path: '/c'}, beta],
			[{host: 'order.example', path: '/d'}, {seen: {by: 'gamma'}}],
		],
	},
	{
		name: 'a request that no rule takes is answered 404',
		objects: [virtualService('no-rule', [to('alpha', {match: [{uri: {exact: '/only'}}]})])],
		exchanges: [
			[{host: 'no-rule.example', path: '/only'}, alpha],
			[{host: 'no-rule.example', path: '/'}, missing],
			[{host: 'nobody.example'}, missing],
		],
	},
	{
		name: 'two VirtualServices of one host: both are asked, and rules for everything come last',
		objects: [
			virtualService('a-first', [to('alpha')], {hosts: ['shared-host.example']}),
			virtualService('b-second', [to('beta', {match: [{uri: {exact: '/b'}}]})], {hosts: ['shared-host.example']}),
		],
		exchanges: [
			[{host: 'shared-host.example', path: '/b'}, beta],
			[{host: 'shared-host.example', path: '/'}, alpha],
		],
	},
	{
		name: 'of several headers of one name one must match, or none where none may',
		objects: [
			virtualService('header-list', [
				to('alpha', {match: [{uri: {exact: '/with'}, headers: {'x-list': {exact: 'b'}}}]}),
				to('alpha', {match: [{uri: {exact: '/without'}, withoutHeaders: {'x-list': {exact: 'b'}}}]}),
				to('beta'),
			]),
		],
		exchanges: [
			[{host: 'header-list.example', path: '/with', headers: {'x-list': ['a', 'b']}}, alpha],
			[{host: 'header-list.example', path: '/with', headers: {'x-list': 'a,b'}}, beta],
			[{host: 'header-list.example', path: '/without', headers: {'x-list': ['a', 'b']}}, beta],
			[{host: 'header-list.example', path: '/without', headers: {'x-list': ['a', 'c']}}, alpha],
		],
	},
	{
		name: 'several headers of some standard names are one list',
		objects: clause('standard-list', {headers: {'cache-control': {exact: 'a,b'}}}),
		exchanges: [
			[
				{host: 'standard-list.example', headers: {'cache-control': ['a', 'b']}},
				{seen: {by: 'alpha', headers: {'cache-control': 'a,b'}}},
			],
		],
	},
	{
		name: 'a single destination takes all, whatever its weight',
		objects: [
			virtualService('single-weight', [
				{match: [{uri: {exact: '/0'}}], route: [share('alpha', 0)]},
				{match: [{uri: {exact: '/30'}}], route: [share('beta', 30)]},
				{route: [{destination: {host: hostOf('gamma')}}]},
			]),
		],
		exchanges: [
			[{host: 'single-weight.example', path: '/0'}, alpha],
			[{host: 'single-weight.example', path: '/30'}, beta],
			[{host: 'single-weight.example', path: '/'}, {seen: {by: 'gamma'}}],
		],
	},
	{
		name: 'weights share the requests',
		objects: [virtualService('shares', [{route: [share('alpha', 90), share('beta', 10)]}])],
		spread: {request: {host: 'shares.example'}, shares: {alpha: 0.9, beta: 0.1}},
	},
	{
		name: 'weights need not sum to 100',
		objects: [virtualService('odd-shares', [{route: [share('alpha', 3), share('beta', 2), share('gamma', 1)]}])],
		spread: {request: {host: 'odd-shares.example'}, shares: {alpha: 1 / 2, beta: 1 / 3, gamma: 1 / 6}},
	},
	{
		name: 'weight 0, and no weight beside others, gets nothing',
		objects: [
			virtualService('no-shares', [{route: [share('alpha', 100), share('beta', 0), share('gamma', undefined)]}]),
		],
		spread: {request: {host: 'no-shares.example'}, shares: {alpha: 1}},
	},
];
