import {backend, httpRoute, type RoutingCase} from './case.ts';

const missing = {status: 404};
const alpha = {seen: {by: 'alpha'}} as const;
const beta = {seen: {by: 'beta'}} as const;
const gamma = {seen: {by: 'gamma'}} as const;
const rule = (by: 'alpha' | 'beta' | 'gamma', rest: Readonly<Record<string, unknown>> = {}): unknown => ({
	...rest,
	backendRefs: [backend(by)],
});

/** Where requests go under HTTPRoutes of the Gateway API. */
export const httpRouteCases: readonly RoutingCase[] = [
	{
		name: 'an HTTPRoute takes its hostnames',
		objects: [
			httpRoute('hostnames', [rule('alpha')], {hostnames: ['one.hostnames.example', '*.two.hostnames.example']}),
		],
		exchanges: [
			[{host: 'one.hostnames.example'}, alpha],
			[{host: 'a.two.hostnames.example'}, alpha],
			[{host: 'two.hostnames.example'}, missing],
			[{host: 'hostnames.example'}, missing],
		],
	},
	{
		name: 'an HTTPRoute of a Service is none of the gateway',
		objects: [
			httpRoute('of-service', [rule('alpha')], {parentRefs: [{group: '', kind: 'Service', name: 'alpha', port: 80}]}),
		],
		exchanges: [[{host: 'of-service.example'}, missing]],
	},
	{
		name: 'a path prefix is one of segments',
		objects: [httpRoute('path-prefix', [rule('alpha', {matches: [{path: {type: 'PathPrefix', value: '/v2/'}}]})])],
		exchanges: [
			[{host: 'path-prefix.example', path: '/v2'}, alpha],
			[{host: 'path-prefix.example', path: '/v2/'}, alpha],
			[{host: 'path-prefix.example', path: '/v2/models'}, alpha],
			[{host: 'path-prefix.example', path: '/v2?a=1'}, alpha],
			[{host: 'path-prefix.example', path: '/v20'}, missing],
		],
	},
	{
		name: 'an exact path and a pattern',
		objects: [
			httpRoute('path-types', [
				rule('alpha', {matches: [{path: {type: 'Exact', value: '/exact'}}]}),
				rule('beta', {matches: [{path: {type: 'RegularExpression', value: '/r[0-9]+'}}]}),
			]),
		],
		exchanges: [
			[{host: 'path-types.example', path: '/exact'}, alpha],
			[{host: 'path-types.example', path: '/exact/'}, missing],
			[{host: 'path-types.example', path: '/r12'}, beta],
			[{host: 'path-types.example', path: '/r12/'}, missing],
		],
	},
	{
		name: 'headers, queries and methods of an HTTPRoute',
		objects: [
			httpRoute('other-matches', [
				rule('alpha', {matches: [{headers: [{name: 'Traffic', value: 'test'}]}]}),
				rule('beta', {matches: [{queryParams: [{name: 'user', type: 'RegularExpression', value: '[a-m].*'}]}]}),
				rule('gamma', {
					matches: [{method: 'DELETE'}, {headers: [{name: 'ring', type: 'RegularExpression', value: 'in.*'}]}],
				}),
			]),
		],
		exchanges: [
			[{host: 'other-matches.example', headers: {traffic: 'test'}}, alpha],
			[{host: 'other-matches.example', path: '/?user=ann'}, beta],
			[{host: 'other-matches.example', method: 'DELETE'}, gamma],
			[{host: 'other-matches.example', headers: {ring: 'inner'}}, gamma],
			[{host: 'other-matches.example', headers: {ring: 'outer'}}, missing],
		],
	},
	{
		name: 'the more specific path wins, whatever the order of the rules',
		objects: [
			httpRoute('precedence-path', [
				rule('alpha'),
				rule('beta', {matches: [{path: {value: '/a'}}]}),
				rule('gamma', {matches: [{path: {value: '/a/b'}}, {path: {type: 'Exact', value: '/a/c'}}]}),
			]),
		],
		exchanges: [
			[{host: 'precedence-path.example', path: '/'}, alpha],
			[{host: 'precedence-path.example', path: '/a/x'}, beta],
			[{host: 'precedence-path.example', path: '/a/b/x'}, gamma],
			[{host: 'precedence-path.example', path: '/a/c'}, gamma],
		],
	},
	{
		name: 'an exact path goes before a longer prefix or pattern, and a prefix before a pattern',
		objects: [
			httpRoute('precedence-type', [
				rule('alpha', {matches: [{path: {type: 'RegularExpression', value: '/abc.?.?.?'}}]}),
				rule('beta', {matches: [{path: {type: 'PathPrefix', value: '/abc'}}]}),
				rule('gamma', {matches: [{path: {type: 'Exact', value: '/abc'}}]}),
			]),
		],
		exchanges: [
			[{host: 'precedence-type.example', path: '/abc'}, gamma],
			[{host: 'precedence-type.example', path: '/abc/d'}, beta],
			[{host: 'precedence-type.example', path: '/abcd'}, alpha],
		],
	},
	{
		name: 'with equal paths a method goes first, then more headers, then more query parameters, then the order',
		objects: [
			httpRoute('precedence-rest', [
				rule('alpha', {matches: [{queryParams: [{name: 'q', value: '1'}]}]}),
				rule('beta', {matches: [{headers: [{name: 'h', value: '1'}]}]}),
				rule('gamma', {matches: [{method: 'PUT'}]}),
				rule('alpha', {
					matches: [
						{
							headers: [
								{name: 'h', value: '1'},
								{name: 'i', value: '1'},
							],
						},
					],
				}),
				rule('gamma', {matches: [{headers: [{name: 'i', value: '1'}]}]}),
			]),
		],
		exchanges: [
			[{host: 'precedence-rest.example', method: 'PUT', path: '/?q=1', headers: {h: '1', i: '1'}}, gamma],
			[{host: 'precedence-rest.example', path: '/?q=1', headers: {h: '1', i: '1'}}, alpha],
			[{host: 'precedence-rest.example', path: '/?q=1', headers: {h: '1'}}, beta],
			[{host: 'precedence-rest.example', path: '/?q=1', headers: {i: '1'}}, gamma],
			[{host: 'precedence-rest.example', path: '/?q=1'}, alpha],
		],
	},
	{
		name: 'two HTTPRoutes of one host are one, by precedence',
		objects: [
			httpRoute('merged-a', [rule('alpha', {matches: [{path: {value: '/a'}}]}), rule('gamma')], {
				hostnames: ['merged.example'],
			}),
			httpRoute('merged-b', [rule('beta', {matches: [{path: {value: '/a/b'}}]})], {hostnames: ['merged.example']}),
		],
		exchanges: [
			[{host: 'merged.example', path: '/a'}, alpha],
			[{host: 'merged.example', path: '/a/b'}, beta],
			[{host: 'merged.example', path: '/'}, gamma],
		],
	},
	{
		name: 'backends share by weight, 1 where none is given',
		objects: [httpRoute('backends', [{backendRefs: [backend('alpha', {weight: 3}), backend('beta')]}])],
		spread: {request: {host: 'backends.example'}, shares: {alpha: 0.75, beta: 0.25}},
	},
	{
		name: 'a backend of weight 0 gets nothing',
		objects: [
			httpRoute('backend-zero', [{backendRefs: [backend('alpha', {weight: 0}), backend('beta', {weight: 5})]}]),
		],
		spread: {request: {host: 'backend-zero.example'}, shares: {beta: 1}},
	},
	{
		name: 'a rule whose backends all have weight 0, or that has none, is answered 500',
		objects: [
			httpRoute('backend-none', [
				{matches: [{path: {value: '/zero'}}], backendRefs: [backend('alpha', {weight: 0})]},
				{matches: [{path: {value: '/none'}}]},
			]),
		],
		exchanges: [
			[{host: 'backend-none.example', path: '/zero'}, {status: 500}],
			[{host: 'backend-none.example', path: '/none'}, {status: 500}],
		],
	},
	{
		name: 'a backend that does not exist is answered 500',
		objects: [httpRoute('backend-missing', [{backendRefs: [{name: 'nowhere', port: 80}]}])],
		exchanges: [[{host: 'backend-missing.example'}, {status: 500}]],
	},
	{
		name: 'filters change the headers of requests and answers',
		objects: [
			httpRoute('filters', [
				rule('alpha', {
					filters: [
						{
							type: 'RequestHeaderModifier',
							requestHeaderModifier: {
								set: [{name: 'A', value: 'new'}],
								add: [{name: 'b', value: 'more'}],
								remove: ['c'],
							},
						},
						{
							type: 'ResponseHeaderModifier',
							responseHeaderModifier: {
								set: [{name: 'x-a', value: 'new'}],
								add: [{name: 'x-b', value: 'more'}],
								remove: ['x-c'],
							},
						},
					],
				}),
			]),
		],
		exchanges: [
			[
				{
					host: 'filters.example',
					headers: {a: 'old', b: 'old', c: 'old', 'x-answer': '200 x-a=old;x-b=old;x-c=old'},
				},
				{
					seen: {by: 'alpha', headers: {a: 'new', b: 'old, more', c: undefined}},
					headers: {'x-a': 'new', 'x-b': 'old, more'},
				},
			],
		],
	},
	{
		name: 'a backend’s filters are for its own requests',
		objects: [
			httpRoute('backend-filters', [
				{
					backendRefs: [
						backend('alpha', {
							weight: 1,
							filters: [
								{
									type: 'RequestHeaderModifier',
									requestHeaderModifier: {set: [{name: 'Host', value: 'inner.example'}]},
								},
								{
									type: 'ResponseHeaderModifier',
									responseHeaderModifier: {add: [{name: 'app-version', value: 'v1'}]},
								},
							],
						}),
						backend('beta', {weight: 0}),
					],
				},
			]),
		],
		exchanges: [
			[{host: 'backend-filters.example'}, {seen: {by: 'alpha', host: 'inner.example'}, headers: {'app-version': 'v1'}}],
		],
	},
	{
		name: 'URLRewrite replaces a prefix of segments, the whole path, or the hostname',
		objects: [
			httpRoute('url-rewrite', [
				rule('alpha', {
					matches: [{path: {value: '/old'}}],
					filters: [
						{type: 'URLRewrite', urlRewrite: {path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/new/'}}},
					],
				}),
				rule('alpha', {
					matches: [{path: {value: '/strip'}}],
					filters: [{type: 'URLRewrite', urlRewrite: {path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/'}}}],
				}),
				rule('beta', {
					matches: [{path: {value: '/full'}}],
					filters: [{type: 'URLRewrite', urlRewrite: {path: {type: 'ReplaceFullPath', replaceFullPath: '/whole'}}}],
				}),
				rule('gamma', {
					matches: [{path: {value: '/host'}}],
					filters: [{type: 'URLRewrite', urlRewrite: {hostname: 'inner.example'}}],
				}),
			]),
		],
		exchanges: [
			[{host: 'url-rewrite.example', path: '/old/a?b=1'}, {seen: {by: 'alpha', path: '/new/a?b=1'}}],
			[{host: 'url-rewrite.example', path: '/old'}, {seen: {by: 'alpha', path: '/new'}}],
			[{host: 'url-rewrite.example', path: '/strip/a'}, {seen: {by: 'alpha', path: '/a'}}],
			[{host: 'url-rewrite.example', path: '/strip'}, {seen: {by: 'alpha', path: '/'}}],
			[{host: 'url-rewrite.example', path: '/full/a/b?c=1'}, {seen: {by: 'beta', path: '/whole?c=1'}}],
			[{host: 'url-rewrite.example', path: '/host/a'}, {seen: {by: 'gamma', host: 'inner.example'}}],
		],
	},
	{
		name: 'URLRewrite of the prefix /',
		objects: [
			httpRoute('rewrite-slash', [
				rule('alpha', {
					filters: [{type: 'URLRewrite', urlRewrite: {path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/new'}}}],
				}),
			]),
			httpRoute('rewrite-nothing', [
				rule('beta', {
					filters: [{type: 'URLRewrite', urlRewrite: {path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/'}}}],
				}),
			]),
		],
		exchanges: [
			[{host: 'rewrite-slash.example', path: '/a'}, {seen: {by: 'alpha', path: '/newa'}}],
			[{host: 'rewrite-nothing.example', path: '/a'}, {seen: {by: 'beta'}}],
		],
	},
	{
		name: 'a header filter of a rule and of its backend',
		objects: [
			httpRoute('two-filters', [
				{
					filters: [
						{type: 'ResponseHeaderModifier', responseHeaderModifier: {set: [{name: 'x-a', value: 'rule'}]}},
						{type: 'RequestHeaderModifier', requestHeaderModifier: {add: [{name: 'b', value: 'rule'}]}},
					],
					backendRefs: [
						backend('alpha', {
							filters: [
								{type: 'ResponseHeaderModifier', responseHeaderModifier: {set: [{name: 'x-a', value: 'backend'}]}},
								{type: 'RequestHeaderModifier', requestHeaderModifier: {add: [{name: 'b', value: 'backend'}]}},
							],
						}),
					],
				},
			]),
		],
		exchanges: [
			[
				{host: 'two-filters.example'},
				{seen: {by: 'alpha', headers: {b: 'rule, backend'}}, headers: {'x-a': 'backend'}},
			],
		],
	},
	{
		name: 'a request timeout',
		objects: [httpRoute('http-timeout', [rule('alpha', {timeouts: {request: '200ms'}})])],
		exchanges: [
			[
				{host: 'http-timeout.example', headers: {'x-answer': 'never'}},
				{status: 504, body: 'upstream request timeout', copies: [{by: 'alpha'}]},
			],
		],
	},
	{
		name: 'RequestMirror copies to another backend',
		objects: [
			httpRoute('request-mirror', [
				rule('alpha', {filters: [{type: 'RequestMirror', requestMirror: {backendRef: {name: 'beta', port: 80}}}]}),
			]),
		],
		exchanges: [
			[
				{host: 'request-mirror.example', method: 'POST', path: '/a', body: 'text'},
				{seen: {by: 'alpha'}, copies: [{by: 'beta', host: 'request-mirror.example'}]},
			],
		],
	},
	{
		name: 'RequestRedirect answers with a location',
		objects: [
			httpRoute('request-redirect', [
				{
					matches: [{path: {value: '/host'}}],
					filters: [{type: 'RequestRedirect', requestRedirect: {hostname: 'other.example', port: 8080}}],
				},
				{
					matches: [{path: {value: '/path'}}],
					filters: [
						{
							type: 'RequestRedirect',
							requestRedirect: {
								scheme: 'https',
								statusCode: 301,
								path: {type: 'ReplaceFullPath', replaceFullPath: '/new'},
							},
						},
					],
				},
				{
					matches: [{path: {value: '/prefix'}}],
					filters: [
						{
							type: 'RequestRedirect',
							requestRedirect: {
								port: 80,
								path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/new'},
							},
						},
					],
				},
			]),
		],
		exchanges: [
			[
				{host: 'request-redirect.example', path: '/host/a?b=1'},
				{status: 302, headers: {location: 'http://other.example:8080/host/a?b=1'}},
			],
			[
				{host: 'request-redirect.example', path: '/path/a'},
				{status: 301, headers: {location: 'https://request-redirect.example/new'}},
			],
			[
				{host: 'request-redirect.example', path: '/prefix/a'},
				{status: 302, headers: {location: 'http://request-redirect.example/new/a'}},
			],
		],
	},
];
