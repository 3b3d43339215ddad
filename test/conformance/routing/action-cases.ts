import {hostOf, share, to, virtualService, type RoutingCase} from './case.ts';

const localGateway = 'knative-local-gateway.istio-system.svc.cluster.local';
const infer = '/v2/models/wisdom-1/infer';

/** What a VirtualService does with the requests that it takes. */
export const actionCases: readonly RoutingCase[] = [
	{
		name: 'a rewrite replaces the prefix that matched, and keeps the query',
		objects: [
			virtualService('rewrite-prefix', [
				to('alpha', {match: [{uri: {prefix: '/old/'}}], rewrite: {uri: '/new/'}}),
				to('beta', {match: [{uri: {prefix: '/bare'}}], rewrite: {uri: '/'}}),
			]),
		],
		exchanges: [
			[{host: 'rewrite-prefix.example', path: '/old/a?b=/old/'}, {seen: {by: 'alpha', path: '/new/a?b=/old/'}}],
			[{host: 'rewrite-prefix.example', path: '/bare/a'}, {seen: {by: 'beta', path: '//a'}}],
			[{host: 'rewrite-prefix.example', path: '/bare'}, {seen: {by: 'beta', path: '/'}}],
		],
	},
	{
		name: 'a fault is injected before all that a rule does, and its answer gets the headers of the rule',
		objects: [
			virtualService('abort', [
				to('alpha', {
					match: [{uri: {prefix: '/route'}}],
					fault: {abort: {percentage: {value: 100}, httpStatus: 403}},
					headers: {response: {set: {'app-version': 'v1'}}},
				}),
				{
					match: [{uri: {prefix: '/direct'}}],
					fault: {abort: {percentage: {value: 100}, httpStatus: 403}},
					directResponse: {status: 200},
				},
				to('beta', {fault: {abort: {httpStatus: 403}}}),
			]),
		],
		exchanges: [
			[
				{host: 'abort.example', path: '/route'},
				{status: 403, body: 'fault filter abort', headers: {'app-version': 'v1'}},
			],
			[
				{host: 'abort.example', path: '/direct'},
				{status: 403, body: 'fault filter abort'},
			],
			[{host: 'abort.example'}, {seen: {by: 'beta'}}],
		],
	},
	{
		name: 'headers of the request line, its host among them, are compared as any',
		objects: [
			virtualService('pseudo', [
				to('alpha', {match: [{headers: {':method': {exact: 'PUT'}}}, {headers: {':path': {prefix: '/a?b'}}}]}),
				to('gamma', {match: [{headers: {host: {prefix: 'pseudo.'}, ':scheme': {exact: 'http'}, x: {regex: '..'}}}]}),
				to('beta'),
			]),
		],
		exchanges: [
			[{host: 'pseudo.example', method: 'PUT'}, {seen: {by: 'alpha'}}],
			[{host: 'pseudo.example', path: '/a?b=c'}, {seen: {by: 'alpha'}}],
			[{host: 'pseudo.example', headers: {x: 'ab'}}, {seen: {by: 'gamma'}}],
			[{host: 'pseudo.example', headers: {x: 'abc'}}, {seen: {by: 'beta'}}],
		],
	},
	{
		name: 'a rewrite replaces an exact path whole',
		objects: [virtualService('rewrite-exact', [to('alpha', {match: [{uri: {exact: '/'}}], rewrite: {uri: infer}})])],
		exchanges: [
			[{host: 'rewrite-exact.example'}, {seen: {by: 'alpha', path: infer}}],
			[{host: 'rewrite-exact.example', path: '/?id=1'}, {seen: {by: 'alpha', path: `${infer}?id=1`}}],
		],
	},
	{
		name: 'a rewrite without a path to match replaces the prefix /',
		objects: [
			virtualService('rewrite-root', [
				to('alpha', {match: [{headers: {traffic: {exact: 'test'}}}], rewrite: {uri: infer}}),
				to('beta', {rewrite: {uri: infer}}),
			]),
		],
		exchanges: [
			[{host: 'rewrite-root.example', headers: {traffic: 'test'}}, {seen: {by: 'alpha', path: infer}}],
			[{host: 'rewrite-root.example', path: '/?id=1'}, {seen: {by: 'beta', path: `${infer}?id=1`}}],
			[
				{host: 'rewrite-root.example', path: '/v2/health/ready'},
				{seen: {by: 'beta', path: '/v2/models/wisdom-1/inferv2/health/ready'}},
			],
		],
	},
	{
		name: 'a rewrite after a pattern replaces the path whole',
		objects: [
			virtualService('rewrite-regex', [to('alpha', {match: [{uri: {regex: '/v[12]/.*'}}], rewrite: {uri: '/new'}})]),
		],
		exchanges: [
			[{host: 'rewrite-regex.example', path: '/v1/a/longer/path?b=1'}, {seen: {by: 'alpha', path: '/new?b=1'}}],
		],
	},
	{
		name: 'a rewrite of a prefix without regard to case replaces as many characters',
		objects: [
			virtualService('rewrite-case', [
				to('alpha', {match: [{uri: {prefix: '/Old'}, ignoreUriCase: true}], rewrite: {uri: '/new'}}),
			]),
		],
		exchanges: [[{host: 'rewrite-case.example', path: '/OLD/Path'}, {seen: {by: 'alpha', path: '/new/Path'}}]],
	},
	{
		name: 'a pattern and its groups rewrite a path, and the query stays',
		objects: [
			virtualService('rewrite-groups', [
				to('alpha', {
					rewrite: {
						uriRegexRewrite: {
							match: '^/(v1|v2)/models/wisdom([/:].*)?$',
							rewrite: '/\\1/models/wisdom-1\\2',
						},
					},
				}),
			]),
		],
		exchanges: [
			[
				{host: 'rewrite-groups.example', path: '/v2/models/wisdom/infer?id=1'},
				{seen: {by: 'alpha', path: '/v2/models/wisdom-1/infer?id=1'}},
			],
			[
				{host: 'rewrite-groups.example', path: '/v1/models/wisdom:predict'},
				{seen: {by: 'alpha', path: '/v1/models/wisdom-1:predict'}},
			],
			[{host: 'rewrite-groups.example', path: '/v2/models/wisdom'}, {seen: {by: 'alpha', path: '/v2/models/wisdom-1'}}],
			[{host: 'rewrite-groups.example', path: '/v2/models/other'}, {seen: {by: 'alpha'}}],
		],
	},
	{
		name: 'a pattern rewrites every place where it matches',
		objects: [
			virtualService('rewrite-all', [
				to('alpha', {rewrite: {uriRegexRewrite: {match: 'a+(b?)', rewrite: '<\\1\\0\\\\>'}}}),
			]),
		],
		exchanges: [[{host: 'rewrite-all.example', path: '/aab/ac'}, {seen: {by: 'alpha', path: '/<baab\\>/<a\\>c'}}]],
	},
	{
		name: 'a pattern that can be empty rewrites between all characters',
		objects: [
			virtualService('rewrite-empty', [to('alpha', {rewrite: {uriRegexRewrite: {match: 'x*', rewrite: '/'}}})]),
		],
		exchanges: [[{host: 'rewrite-empty.example', path: '/axxb'}, {seen: {by: 'alpha', path: '///a/b/'}}]],
	},
	{
		name: 'a rewrite can set the authority',
		objects: [virtualService('rewrite-authority', [to('alpha', {rewrite: {authority: 'inner.example'}})])],
		exchanges: [[{host: 'rewrite-authority.example'}, {seen: {by: 'alpha', host: 'inner.example'}}]],
	},
	{
		name: 'request headers are set, added and removed',
		objects: [
			virtualService('request-headers', [
				to('alpha', {
					headers: {request: {set: {a: 'new', b: 'new'}, add: {c: 'more', d: 'more'}, remove: ['e', 'f']}},
				}),
			]),
		],
		exchanges: [
			[
				{host: 'request-headers.example', headers: {a: 'old', c: 'old', e: 'old'}},
				{seen: {by: 'alpha', headers: {a: 'new', b: 'new', c: 'old, more', d: 'more', e: undefined}}},
			],
		],
	},
	{
		name: 'response headers are set, added and removed',
		objects: [
			virtualService('response-headers', [
				to('alpha', {
					headers: {
						response: {set: {'x-a': 'new', 'x-b': 'new'}, add: {'x-c': 'more', 'x-d': 'more'}, remove: ['x-e']},
					},
				}),
			]),
		],
		exchanges: [
			[
				{host: 'response-headers.example', headers: {'x-answer': '201 x-a=old;x-c=old;x-e=old;x-f=old'}},
				{
					status: 201,
					seen: {by: 'alpha'},
					headers: {'x-a': 'new', 'x-b': 'new', 'x-c': 'old, more', 'x-d': 'more', 'x-f': 'old'},
				},
			],
		],
	},
	{
		name: 'a destination’s header operations come after its rule’s',
		objects: [
			virtualService('both-headers', [
				{
					headers: {
						request: {set: {a: 'rule'}, add: {b: 'rule'}},
						response: {set: {'x-a': 'rule'}, add: {'x-b': 'rule'}},
					},
					route: [
						share('alpha', undefined, {
							headers: {
								request: {set: {a: 'destination'}, add: {b: 'destination'}, remove: ['c']},
								response: {set: {'x-a': 'destination'}, add: {'x-b': 'destination'}},
							},
						}),
					],
				},
			]),
		],
		exchanges: [
			[
				{host: 'both-headers.example', headers: {c: 'old'}},
				{
					seen: {by: 'alpha', headers: {a: 'destination', b: 'rule, destination', c: undefined}},
					headers: {'x-a': 'destination', 'x-b': 'rule, destination'},
				},
			],
		],
	},
	{
		name: 'a weighted destination’s header operations come before its rule’s',
		objects: [
			virtualService('both-weighted', [
				{
					headers: {
						request: {set: {a: 'rule'}, add: {b: 'rule'}},
						response: {set: {'x-a': 'rule'}, add: {'x-b': 'rule'}},
					},
					route: [
						share('alpha', 100, {
							headers: {
								request: {set: {a: 'destination'}, add: {b: 'destination'}},
								response: {set: {'x-a': 'destination'}, add: {'x-b': 'destination'}},
							},
						}),
						share('beta', 0),
					],
				},
			]),
		],
		exchanges: [
			[
				{host: 'both-weighted.example'},
				{
					seen: {by: 'alpha', headers: {a: 'rule', b: 'destination, rule'}},
					headers: {'x-a': 'rule', 'x-b': 'destination, rule'},
				},
			],
		],
	},
	{
		name: 'a header that is set and removed is set',
		objects: [
			virtualService('set-removed', [
				to('alpha', {
					headers: {request: {set: {a: 'new'}, remove: ['a']}, response: {set: {'x-a': 'new'}, remove: ['x-a']}},
				}),
			]),
		],
		exchanges: [
			[
				{host: 'set-removed.example', headers: {a: 'old', 'x-answer': '200 x-a=old'}},
				{seen: {by: 'alpha', headers: {a: 'new'}}, headers: {'x-a': 'new'}},
			],
		],
	},
	{
		name: 'a destination can set Host',
		objects: [
			virtualService('set-host', [
				{route: [share('alpha', undefined, {headers: {request: {set: {Host: 'inner.example'}}}})]},
			]),
		],
		exchanges: [[{host: 'set-host.example'}, {seen: {by: 'alpha', host: 'inner.example'}}]],
	},
	{
		name: 'a rule’s Host goes before that of its destination',
		objects: [
			virtualService('rule-host', [
				{
					match: [{uri: {exact: '/headers'}}],
					headers: {request: {set: {host: 'rule.example'}}},
					route: [share('alpha', undefined, {headers: {request: {set: {Host: 'destination.example'}}}})],
				},
				{
					rewrite: {authority: 'rewrite.example'},
					headers: {request: {set: {':authority': 'rule.example'}}},
					route: [share('beta', undefined, {headers: {request: {set: {Host: 'destination.example'}}}})],
				},
			]),
		],
		exchanges: [
			[{host: 'rule-host.example', path: '/headers'}, {seen: {by: 'alpha', host: 'rule.example'}}],
			[{host: 'rule-host.example'}, {seen: {by: 'beta', host: 'rewrite.example'}}],
		],
	},
	{
		name: 'each weighted destination can set its own Host',
		objects: [
			virtualService('weighted-host', [
				{
					route: [
						share('alpha', 100, {headers: {request: {set: {Host: 'one.example'}}}}),
						share('beta', 0, {headers: {request: {set: {Host: 'other.example'}}}}),
					],
				},
			]),
		],
		exchanges: [[{host: 'weighted-host.example'}, {seen: {by: 'alpha', host: 'one.example'}}]],
	},
	{
		name: 'a weighted destination’s Host beside its rule’s',
		objects: [
			virtualService('both-hosts', [
				{
					headers: {request: {set: {Host: 'rule.example'}}},
					route: [share('alpha', 100, {headers: {request: {set: {Host: 'destination.example'}}}}), share('beta', 0)],
				},
			]),
		],
		exchanges: [[{host: 'both-hosts.example'}, {seen: {by: 'alpha', host: 'rule.example'}}]],
	},
	{
		name: 'an upstream that is too slow is answered 504 with the route’s headers',
		objects: [
			virtualService('timeout', [
				{
					timeout: '0.2s',
					retries: {attempts: 0},
					route: [share('alpha', undefined, {headers: {response: {set: {'app-version': 'v1'}}}})],
				},
			]),
		],
		exchanges: [
			[{host: 'timeout.example'}, {seen: {by: 'alpha'}, headers: {'app-version': 'v1'}}],
			[
				{host: 'timeout.example', headers: {'x-answer': 'never'}},
				{
					status: 504,
					headers: {'app-version': 'v1'},
					body: 'upstream request timeout',
					copies: [{by: 'alpha'}],
				},
			],
		],
	},
	{
		name: 'Host cannot be removed, nor the path set by a header',
		objects: [
			virtualService('internal-headers', [
				to('alpha', {headers: {request: {set: {':path': '/other'}, remove: ['host', 'Host', ':method']}}}),
			]),
		],
		exchanges: [[{host: 'internal-headers.example', path: '/same'}, {seen: {by: 'alpha'}}]],
	},
	{
		name: 'an upstream’s own app-version is doubled by add and replaced by set',
		objects: [
			virtualService('app-version', [
				{
					match: [{uri: {exact: '/add'}}],
					route: [share('alpha', undefined, {headers: {response: {add: {'app-version': 'v1'}}}})],
				},
				{route: [share('alpha', undefined, {headers: {response: {set: {'app-version': 'v1'}}}})]},
			]),
		],
		exchanges: [
			[
				{host: 'app-version.example', path: '/add', headers: {'x-answer': '200 app-version=own'}},
				{seen: {by: 'alpha'}, headers: {'app-version': 'own, v1'}},
			],
			[
				{host: 'app-version.example', path: '/set', headers: {'x-answer': '200 app-version=own'}},
				{seen: {by: 'alpha'}, headers: {'app-version': 'v1'}},
			],
		],
	},
	{
		name: 'an upstream that refuses is answered 503 with the route’s headers',
		objects: [
			virtualService('refused', [
				{
					retries: {attempts: 0},
					route: [share('closed', undefined, {headers: {response: {add: {'app-version': 'v1'}}}})],
				},
			]),
		],
		exchanges: [
			[
				{host: 'refused.example'},
				{
					status: 503,
					headers: {'app-version': 'v1'},
					body: 'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure',
				},
			],
		],
	},
	{
		name: 'a destination that is not known is answered 503 with the route’s headers',
		objects: [
			virtualService('unknown', [
				{
					route: [
						{
							destination: {host: 'unknown.routing.svc.cluster.local', port: {number: 80}},
							headers: {response: {add: {'app-version': 'v1'}}},
						},
					],
				},
			]),
		],
		exchanges: [[{host: 'unknown.example'}, {status: 503, headers: {'app-version': 'v1'}}]],
	},
	{
		name: 'an upstream’s own errors pass with the route’s headers',
		objects: [
			virtualService('own-errors', [
				{
					retries: {attempts: 0},
					route: [share('alpha', undefined, {headers: {response: {set: {'app-version': 'v1'}}}})],
				},
			]),
		],
		exchanges: [404, 500, 503].map(
			status =>
				[
					{host: 'own-errors.example', headers: {'x-answer': String(status)}},
					{status, seen: {by: 'alpha'}, headers: {'app-version': 'v1'}},
				] as const,
		),
	},
	{
		name: 'an upstream’s redirect is not followed',
		objects: [virtualService('passes-redirect', [to('alpha')])],
		exchanges: [
			[
				{host: 'passes-redirect.example', headers: {'x-answer': '302 location=/elsewhere'}},
				{status: 302, seen: {by: 'alpha'}, headers: {location: '/elsewhere'}},
			],
		],
	},
	{
		name: 'a body goes through, and a method without one',
		objects: [virtualService('bodies', [to('alpha')])],
		exchanges: [
			[{host: 'bodies.example', method: 'POST', body: 'a'.repeat(100_000)}, {seen: {by: 'alpha'}}],
			[{host: 'bodies.example', method: 'DELETE'}, {seen: {by: 'alpha'}}],
		],
	},
	{
		name: 'a request goes through the local gateway once more under its new host',
		objects: [
			virtualService('two-pass', [
				{
					match: [{headers: {traffic: {exact: 'test'}}}],
					rewrite: {uri: infer},
					route: [
						{
							destination: {host: localGateway},
							headers: {
								request: {set: {Host: 'wisdom-1-predictor.routing.svc.cluster.local'}},
								response: {add: {'app-version': 'wisdom-1'}},
							},
						},
					],
				},
				{
					rewrite: {uri: '/v2/models/wisdom-0/infer'},
					route: [
						{
							destination: {host: localGateway},
							headers: {
								request: {set: {Host: 'wisdom-0-predictor.routing.svc.cluster.local'}},
								response: {add: {'app-version': 'wisdom-0'}},
							},
						},
					],
				},
			]),
			virtualService('wisdom-1-predictor', [to('alpha', {headers: {request: {set: {pass: '2'}}}})], {
				hosts: ['wisdom-1-predictor.routing.svc.cluster.local'],
			}),
		],
		exchanges: [
			[
				{host: 'two-pass.example', path: '/?id=1', method: 'POST', body: '{}', headers: {traffic: 'test'}},
				{
					seen: {
						by: 'alpha',
						host: 'wisdom-1-predictor.routing.svc.cluster.local',
						path: `${infer}?id=1`,
						headers: {pass: '2'},
					},
					headers: {'app-version': 'wisdom-1'},
				},
			],
			[{host: 'two-pass.example'}, {status: 404, headers: {'app-version': 'wisdom-0'}}],
		],
	},
	{
		name: 'a redirect keeps what it does not change',
		objects: [
			virtualService('redirect', [
				{match: [{uri: {exact: '/a'}}], redirect: {uri: '/b'}},
				{match: [{uri: {exact: '/host'}}], redirect: {authority: 'other.example', redirectCode: 302}},
				{match: [{uri: {exact: '/scheme'}}], redirect: {scheme: 'https', port: 8443, redirectCode: 307}},
				{
					match: [{uri: {exact: '/derived'}}],
					redirect: {scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT', redirectCode: 308},
				},
			]),
		],
		exchanges: [
			[
				{host: 'redirect.example', path: '/a?c=1'},
				{status: 301, headers: {location: 'http://redirect.example/b?c=1'}},
			],
			[
				{host: 'redirect.example', path: '/host?c=1'},
				{status: 302, headers: {location: 'http://other.example/host?c=1'}},
			],
			[
				{host: 'redirect.example', path: '/scheme'},
				{status: 307, headers: {location: 'https://redirect.example:8443/scheme'}},
			],
			[
				{host: 'redirect.example', path: '/derived'},
				{status: 308, headers: {location: 'https://redirect.example/derived'}},
			],
		],
	},
	{
		name: 'a direct response is given by the gateway',
		objects: [
			virtualService('direct', [
				{
					match: [{uri: {exact: '/teapot'}}],
					directResponse: {status: 418, body: {string: 'short and stout'}},
					headers: {response: {set: {'x-a': 'rule'}}},
				},
				{directResponse: {status: 503}},
			]),
		],
		exchanges: [
			[
				{host: 'direct.example', path: '/teapot'},
				{status: 418, body: 'short and stout', headers: {'x-a': 'rule'}},
			],
			[{host: 'direct.example'}, {status: 503}],
		],
	},
	{
		name: 'a copy of each request goes to the mirror, with the primary’s Host and path',
		objects: [
			virtualService('mirror', [
				{
					rewrite: {uri: '/new/'},
					mirror: {host: hostOf('beta'), port: {number: 80}},
					route: [share('alpha', undefined, {headers: {request: {set: {Host: 'inner.example', a: 'new'}}}})],
				},
			]),
		],
		exchanges: [
			[
				{host: 'mirror.example', method: 'POST', path: '/a', body: 'text'},
				{
					seen: {by: 'alpha', host: 'inner.example', path: '/new/a', headers: {a: 'new'}},
					copies: [{by: 'beta', host: 'inner.example', path: '/new/a', headers: {a: 'new'}}],
				},
			],
		],
	},
	{
		name: 'a mirror’s answer, or its absence, changes nothing',
		objects: [
			virtualService('mirror-fails', [
				{mirror: {host: hostOf('closed'), port: {number: 80}}, route: [share('alpha', undefined)]},
			]),
		],
		exchanges: [[{host: 'mirror-fails.example'}, {seen: {by: 'alpha'}}]],
	},
	{
		name: 'a mirror percentage of 0 copies nothing',
		objects: [
			virtualService('mirror-none', [
				{
					mirror: {host: hostOf('beta'), port: {number: 80}},
					mirrorPercentage: {value: 0},
					route: [share('alpha', undefined)],
				},
			]),
		],
		exchanges: [[{host: 'mirror-none.example'}, {seen: {by: 'alpha'}}]],
	},
	{
		name: 'a mirror percentage copies a share',
		objects: [
			virtualService('mirror-share', [
				{
					mirror: {host: hostOf('beta'), port: {number: 80}},
					mirrorPercentage: {value: 25},
					route: [share('alpha', undefined)],
				},
			]),
		],
		spread: {request: {host: 'mirror-share.example'}, shares: {alpha: 1, beta: 0.25}, ofCopies: true},
	},
	{
		name: 'several mirrors get a copy each',
		objects: [
			virtualService('mirrors', [
				{
					mirrors: [
						{destination: {host: hostOf('beta')}},
						{destination: {host: hostOf('gamma')}, percentage: {value: 100}},
					],
					route: [share('alpha', undefined)],
				},
			]),
		],
		exchanges: [
			[
				{host: 'mirrors.example'},
				{
					seen: {by: 'alpha'},
					copies: [
						{by: 'beta', host: 'mirrors.example'},
						{by: 'gamma', host: 'mirrors.example'},
					],
				},
			],
		],
	},
];
