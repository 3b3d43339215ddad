import type {KubeObject} from '../../../source/objects/object.ts';
import {backend, hostOf, httpRoute, share, to, virtualService} from '../routing/case.ts';

/** A route, and whether Envoy takes it: each verdict is Envoy's own (test/cluster/refused.test.ts). */
export interface RefusalCase {
	readonly title: string;
	readonly object: KubeObject;
	/** Where check sees what Envoy refuses; undefined when Envoy takes the route. */
	readonly refusedAt: string | undefined;
}

type Rule = Readonly<Record<string, unknown>>;

const alpha = {destination: {host: hostOf('alpha'), port: {number: 80}}};

/** A rule with a clause. */
function match(clause: Rule): readonly Rule[] {
	return [to('alpha', {match: [clause]}), to('beta')];
}

/** A rule that compares header `x`. */
function header(comparison: Rule): readonly Rule[] {
	return match({headers: {x: comparison}});
}

function set(value: string, name = 'x'): readonly Rule[] {
	return [to('alpha', {headers: {request: {set: {[name]: value}}}})];
}

function manyHeaders(count: number): Rule {
	const names = Array.from({length: count}, (_, index) => `x-${count}-${index}`);
	return {headers: {request: {set: Object.fromEntries(names.map(name => [name, 'a']))}}};
}

function answer(directResponse: Rule): readonly Rule[] {
	return [{directResponse}];
}

const inHeader = 'spec.http[0].match[0].headers.x';
const inSet = 'spec.http[0].headers.request.set';
const manyRepeats = 'a{1000}'.repeat(33);

const refusedVirtualServices: readonly (readonly [title: string, http: readonly Rule[], refusedAt: string])[] = [
	['a prefix of a header that is empty', header({prefix: ''}), `${inHeader}.prefix`],
	['a pattern of a header that is empty', header({regex: ''}), `${inHeader}.regex`],
	['a lookahead', header({regex: '(?=a)'}), `${inHeader}.regex`],
	['a lookbehind', header({regex: 'a(?<!b)'}), `${inHeader}.regex`],
	['a backreference', header({regex: '(a)\\1'}), `${inHeader}.regex`],
	['a possessive repetition', header({regex: 'a++'}), `${inHeader}.regex`],
	['more than 1000 repetitions', header({regex: 'a{1001}'}), `${inHeader}.regex`],
	['repetitions of repetitions', header({regex: '(a{1000}){2}'}), `${inHeader}.regex`],
	['a program of 33004 instructions', header({regex: manyRepeats}), `${inHeader}.regex`],
	['a character of more than a byte, by its number', header({regex: '\\x{1F44B}'}), `${inHeader}.regex`],
	['an octal number of more than a byte', header({regex: '\\400'}), `${inHeader}.regex`],
	["JavaScript's escape", header({regex: '\\u0041'}), `${inHeader}.regex`],
	["Perl's end of text", header({regex: 'abc\\Z'}), `${inHeader}.regex`],
	['a class without an end', header({regex: '[a'}), `${inHeader}.regex`],
	['a class that is empty', header({regex: '[]'}), `${inHeader}.regex`],
	['a class from z to a', header({regex: '[z-a]'}), `${inHeader}.regex`],
	['a class of POSIX that there is not', header({regex: '[[:foo:]]'}), `${inHeader}.regex`],
	['a property that there is not', header({regex: '\\p{Foo}'}), `${inHeader}.regex`],
	['a group that is not closed', header({regex: '('}), `${inHeader}.regex`],
	['a repetition of nothing', header({regex: '{1}'}), `${inHeader}.regex`],
	['a name of a group that is not ASCII', header({regex: '(?P<ö>a)'}), `${inHeader}.regex`],
	['a backslash at the end', header({regex: 'a\\'}), `${inHeader}.regex`],
	[
		'a header with a line break in its name',
		match({headers: {'a\nb': {exact: 'a'}}}),
		'spec.http[0].match[0].headers.a\nb',
	],
	['a header without a name', match({headers: {'': {exact: 'a'}}}), 'spec.http[0].match[0].headers.'],
	[
		'a claim that is compared with nothing',
		match({headers: {'@request.auth.claims.admin': {}}}),
		'spec.http[0].match[0].headers.@request.auth.claims.admin',
	],
	[
		'a prefix that must not be, and is empty',
		match({withoutHeaders: {x: {prefix: ''}}}),
		'spec.http[0].match[0].withoutHeaders.x.prefix',
	],
	[
		'an empty prefix of a parameter',
		match({queryParams: {x: {prefix: ''}}}),
		'spec.http[0].match[0].queryParams.x.prefix',
	],
	['a parameter without a name', match({queryParams: {'': {exact: 'a'}}}), 'spec.http[0].match[0].queryParams.'],
	[
		'a parameter with a name of 1026 bytes',
		match({queryParams: {['ö'.repeat(513)]: {exact: 'a'}}}),
		`spec.http[0].match[0].queryParams.${'ö'.repeat(513)}`,
	],
	['the pattern * of a path', match({uri: {regex: '*'}}), 'spec.http[0].match[0].uri.regex'],
	['an empty pattern of a path', match({uri: {regex: ''}}), 'spec.http[0].match[0].uri.regex'],
	['an empty prefix of a method', match({method: {prefix: ''}}), 'spec.http[0].match[0].method.prefix'],
	['a bad pattern of a scheme', match({scheme: {regex: '['}}), 'spec.http[0].match[0].scheme.regex'],
	['an empty prefix of an authority', match({authority: {prefix: ''}}), 'spec.http[0].match[0].authority.prefix'],
	[
		'a bad pattern in the second clause',
		[to('alpha', {match: [{uri: {prefix: '/a'}}, {headers: {x: {regex: '('}}}]})],
		'spec.http[0].match[1].headers.x.regex',
	],
	['a path of a line break', [to('alpha', {rewrite: {uri: '/a\nb'}})], 'spec.http[0].rewrite.uri'],
	['a Host of a line break', [to('alpha', {rewrite: {authority: 'a\nb'}})], 'spec.http[0].rewrite.authority'],
	[
		'a rewrite with a bad pattern',
		[to('alpha', {rewrite: {uriRegexRewrite: {match: '/a(?!b)', rewrite: '/b'}}})],
		'spec.http[0].rewrite.uriRegexRewrite.match',
	],
	[
		'a rewrite without a pattern',
		[to('alpha', {rewrite: {uriRegexRewrite: {}}})],
		'spec.http[0].rewrite.uriRegexRewrite.match',
	],
	[
		'a rewrite to a line break',
		[to('alpha', {rewrite: {uriRegexRewrite: {match: '/a', rewrite: '/b\nc'}}})],
		'spec.http[0].rewrite.uriRegexRewrite.rewrite',
	],
	['a percent sign', set('100%'), `${inSet}.x`],
	['an encoded space', set('a%20b%20c'), `${inSet}.x`],
	['a command that there is not', set('%FOO%'), `${inSet}.x`],
	['a command in small letters', set('%start_time%'), `${inSet}.x`],
	['a command without its parameters', set('%REQ%'), `${inSet}.x`],
	['a command with parameters too many', set('%PROTOCOL(a)%'), `${inSet}.x`],
	['two alternatives of a header', set('%REQ(x?y?z)%'), `${inSet}.x`],
	['a length where there is none', set('%START_TIME:5%'), `${inSet}.x`],
	['a null character', set('a\0b'), `${inSet}.x`],
	['a value of 16385 bytes', set('a'.repeat(16_385)), `${inSet}.x`],
	['a line break in the Host that is set', set('a\nb', 'Host'), `${inSet}.Host`],
	['a name of a line break', set('x', 'a\nb'), `${inSet}.a\nb`],
	['a header without a name that is set', set('x', ''), `${inSet}.`],
	[
		'a line break in a header that is removed',
		[to('alpha', {headers: {response: {remove: ['a\nb']}}})],
		'spec.http[0].headers.response.remove[0]',
	],
	[
		"a percent sign in a destination's header",
		[{route: [share('alpha', 50, {headers: {response: {set: {x: '5%'}}}}), share('beta', 50)]}],
		'spec.http[0].route[0].headers.response.set.x',
	],
	['1001 headers', [to('alpha', manyHeaders(1001))], 'spec.http[0].headers.request'],
	[
		'1001 headers of a rule and its only destination',
		[{...manyHeaders(500), route: [{...alpha, ...manyHeaders(501)}]}],
		'spec.http[0].headers.request',
	],
	['a redirect with code 304', [{redirect: {uri: '/x', redirectCode: 304}}], 'spec.http[0].redirect.redirectCode'],
	['a redirect with code 300', [{redirect: {uri: '/x', redirectCode: 300}}], 'spec.http[0].redirect.redirectCode'],
	['a redirect to a line break', [{redirect: {uri: '/x\ny'}}], 'spec.http[0].redirect.uri'],
	['an answer with status 600', answer({status: 600}), 'spec.http[0].directResponse.status'],
	['an answer with status 199', answer({status: 199}), 'spec.http[0].directResponse.status'],
	[
		'an abort with status 600',
		[to('alpha', {fault: {abort: {percentage: {value: 100}, httpStatus: 600}}})],
		'spec.http[0].fault.abort.httpStatus',
	],
	['weights that are all 0', [{route: [share('alpha', 0), share('beta', 0)]}], 'spec.http[0].route'],
	[
		'two destinations without weights',
		[{route: [share('alpha', undefined), share('beta', undefined)]}],
		'spec.http[0].route',
	],
	[
		'weights that sum to more than 32 bits hold',
		[{route: [share('alpha', 2_147_483_647), share('beta', 2_147_483_647), share('gamma', 3)]}],
		'spec.http[0].route',
	],
	['a weight below 0', [{route: [share('alpha', -1), share('beta', 2)]}], 'spec.http[0].route'],
	['a rule that goes nowhere', [{match: [{uri: {prefix: '/'}}]}], 'spec.http[0].route'],
	[
		'an empty prefix of an origin',
		[to('alpha', {corsPolicy: {allowOrigins: [{prefix: ''}]}})],
		'spec.http[0].corsPolicy.allowOrigins[0].prefix',
	],
	[
		'the pattern * of an origin',
		[to('alpha', {corsPolicy: {allowOrigins: [{regex: '*'}]}})],
		'spec.http[0].corsPolicy.allowOrigins[0].regex',
	],
];

const takenVirtualServices: readonly (readonly [title: string, http: readonly Rule[]])[] = [
	['a header that is empty', header({exact: ''})],
	['a header that is there', header({})],
	['the pattern * of a header', header({regex: '*'})],
	['a header that is not there', match({withoutHeaders: {x: {}}})],
	['a parameter that is empty', match({queryParams: {x: {exact: ''}}})],
	['a parameter that is there', match({queryParams: {x: {}}})],
	['a parameter with a name of 1024 bytes', match({queryParams: {['a'.repeat(1024)]: {exact: 'a'}}})],
	['a name in capital letters', match({headers: {'X-Test': {exact: 'a'}}})],
	['a name with an underscore', match({headers: {x_test: {exact: 'a'}}})],
	['the method by its header', match({headers: {':method': {exact: 'GET'}}})],
	['a value of 5000 characters', header({exact: 'a'.repeat(5000)})],
	['a value with a line break', header({exact: 'a\nb'})],
	['1000 repetitions', header({regex: 'a{1000}'})],
	['repetitions of repetitions, 1000 in all', header({regex: '(?:a{500}){2}'})],
	['a program of 20004 instructions', header({regex: 'a{1000}'.repeat(20)})],
	['a pattern of emoji', header({regex: '👋+'})],
	['a class of emoji', header({regex: '[👋-👏]'})],
	['a script', header({regex: '\\p{Greek}'})],
	['a quoted pattern without an end', header({regex: '\\Qa.b'})],
	['a group by name', header({regex: '(?<n>a)(?P<m>b)'})],
	['a flag', header({regex: '(?i)abc'})],
	['braces that are no repetition', header({regex: 'a{,2}'})],
	['a byte by its number', header({regex: '\\x{FF}\\377'})],
	['a bracket in a class', header({regex: '[]a]'})],
	['a claim', match({headers: {'@request.auth.claims.admin': {exact: 'a'}}})],
	['an empty prefix of a path', match({uri: {prefix: ''}})],
	['an empty path', match({uri: {exact: ''}})],
	['a path without a slash', match({uri: {exact: 'abc'}})],
	['a path with a query', match({uri: {prefix: '/a?b'}})],
	['a path in any case', match({uri: {regex: '/a'}, ignoreUriCase: true})],
	['a method that there is not', match({method: {exact: 'FOO'}})],
	['a clause that asks for nothing', match({})],
	['a bad pattern after a rule for everything', [to('alpha'), to('beta', {match: [{headers: {x: {regex: '('}}}]})]],
	[
		'a bad pattern after a clause for everything',
		[to('alpha', {match: [{uri: {prefix: '/'}}, {headers: {x: {regex: '('}}}]})],
	],
	[
		'a bad pattern for sidecars, at a gateway',
		[to('alpha', {match: [{headers: {x: {regex: '('}}, gateways: ['mesh']}]}), to('beta')],
	],
	['a path without a slash that is put in place', [to('alpha', {rewrite: {uri: 'abc'}})]],
	[
		'a rewrite to a group that there is not',
		[to('alpha', {rewrite: {uriRegexRewrite: {match: '/a(.*)', rewrite: '/\\2'}}})],
	],
	['a Host with a port', [to('alpha', {rewrite: {authority: 'a.b:80'}})]],
	['1000 headers', [to('alpha', manyHeaders(1000))]],
	['two percent signs', set('100%%')],
	['a time', set('%START_TIME(%Y:%m)%')],
	['a header of the request', set('%REQ(x?y)%')],
	['a part of a header of the request', set('%REQ(:path):5%')],
	['a command without parameters', set('%DOWNSTREAM_REMOTE_ADDRESS%')],
	['a value that is empty', set('')],
	['a value that is not ASCII', set('äöü')],
	['a value of 16384 bytes', set('a'.repeat(16_384))],
	['a name with a space', set('x', 'a b')],
	['a percent sign in the Host', set('a%b', 'Host')],
	[
		'a percent sign in the header of a destination that gets nothing',
		[{route: [share('alpha', 0, {headers: {response: {set: {x: '5%'}}}}), share('beta', 50)]}],
	],
	['a redirect', [{redirect: {uri: '/x', redirectCode: 308}}]],
	['a redirect without a slash', [{redirect: {uri: 'x'}}]],
	['an answer with status 599', answer({status: 599})],
	['an answer of 5000 characters', answer({status: 200, body: {string: 'b'.repeat(5000)}})],
	['an abort', [to('alpha', {fault: {abort: {percentage: {value: 100}, httpStatus: 403}}})]],
	[
		'an abort with an error of gRPC',
		[to('alpha', {fault: {abort: {percentage: {value: 1}, grpcStatus: 'UNAVAILABLE'}}})],
	],
	['a percentage over 100', [to('alpha', {fault: {abort: {percentage: {value: 101}, httpStatus: 403}}})]],
	['a delay', [to('alpha', {fault: {delay: {percentage: {value: 1}, fixedDelay: '5s'}}})]],
	['a copy', [to('alpha', {mirror: alpha.destination, mirrorPercentage: {value: 101}})]],
	['a single destination of weight 0', [{route: [share('alpha', 0)]}]],
	[
		'weights of all that 32 bits hold',
		[{route: [share('alpha', 2_147_483_647), share('beta', 2_147_483_647), share('gamma', 1)]}],
	],
	['one of two weights that is 0', [{route: [share('alpha', 1), share('beta', 0)]}]],
	['a destination that there is not', [{route: [{destination: {host: 'nobody'}}]}]],
	['a port of 0', [{route: [{destination: {host: hostOf('alpha'), port: {number: 0}}}]}]],
	['retries', [to('alpha', {retries: {attempts: 3, perTryTimeout: '2s', retryOn: '5xx,503'}})]],
	['retries on what there is not', [to('alpha', {retries: {attempts: 3, retryOn: 'foo'}})]],
	[
		'an origin',
		[to('alpha', {corsPolicy: {allowOrigins: [{exact: 'https://a'}], allowMethods: ['GET'], maxAge: '24h'}})],
	],
];

type Filter = Readonly<Record<string, unknown>>;

function apiRule(rule: Rule): readonly Rule[] {
	return [{...rule, backendRefs: [backend('alpha')]}];
}

function apiHeader(value: string): readonly Rule[] {
	return apiRule({matches: [{headers: [{type: 'RegularExpression', name: 'x', value}]}]});
}

function filtered(filter: Filter): readonly Rule[] {
	return apiRule({filters: [filter]});
}

function modifier(value: string): Filter {
	return {type: 'RequestHeaderModifier', requestHeaderModifier: {set: [{name: 'x', value}]}};
}

const refusedHttpRoutes: readonly (readonly [title: string, rules: readonly Rule[], refusedAt: string])[] = [
	['a lookahead', apiHeader('(?=a)'), 'spec.rules[0].matches[0].headers[0].value'],
	['a program of 33004 instructions', apiHeader(manyRepeats), 'spec.rules[0].matches[0].headers[0].value'],
	[
		'an empty pattern of a path',
		apiRule({matches: [{path: {type: 'RegularExpression', value: ''}}]}),
		'spec.rules[0].matches[0].path.value',
	],
	[
		'a bad pattern of a parameter',
		apiRule({matches: [{queryParams: [{type: 'RegularExpression', name: 'x', value: '['}]}]}),
		'spec.rules[0].matches[0].queryParams[0].value',
	],
	['a percent sign', filtered(modifier('5%')), 'spec.rules[0].filters[0].requestHeaderModifier.set[0].value'],
	[
		'a command that there is not',
		filtered(modifier('%FOO%')),
		'spec.rules[0].filters[0].requestHeaderModifier.set[0].value',
	],
	[
		'a header without a name that is removed',
		filtered({type: 'ResponseHeaderModifier', responseHeaderModifier: {remove: ['']}}),
		'spec.rules[0].filters[0].responseHeaderModifier.remove[0]',
	],
	[
		'a path of a line break',
		filtered({type: 'URLRewrite', urlRewrite: {path: {type: 'ReplaceFullPath', replaceFullPath: '/x\ny'}}}),
		'spec.rules[0].filters[0].urlRewrite.path.replaceFullPath',
	],
	[
		'a redirect to a prefix of a line break',
		[
			{
				matches: [{path: {type: 'PathPrefix', value: '/a'}}],
				filters: [
					{
						type: 'RequestRedirect',
						requestRedirect: {path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/x\ny'}},
					},
				],
			},
		],
		'spec.rules[0].filters[0].requestRedirect.path.replacePrefixMatch',
	],
	[
		"a percent sign in a backend's header",
		[{backendRefs: [backend('alpha', {filters: [modifier('5%')]})]}],
		'spec.rules[0].backendRefs[0].filters[0].requestHeaderModifier.set[0].value',
	],
];

const takenHttpRoutes: readonly (readonly [title: string, rules: readonly Rule[]])[] = [
	['a pattern', apiHeader('a.*')],
	['the pattern *', apiHeader('*')],
	['two percent signs', filtered(modifier('5%%'))],
	['a header of the request', filtered(modifier('%REQ(y)%'))],
	['a path', filtered({type: 'URLRewrite', urlRewrite: {path: {type: 'ReplaceFullPath', replaceFullPath: '/x\\1'}}})],
	['weights that are all 0', [{backendRefs: [backend('alpha', {weight: 0}), backend('beta', {weight: 0})]}]],
	['no backend', [{}]],
	['a copy', filtered({type: 'RequestMirror', requestMirror: {percent: 10, backendRef: {name: 'alpha', port: 80}}})],
	['times', apiRule({timeouts: {request: '10s', backendRequest: '2s'}})],
];

function casesOf(
	kind: string,
	cases: readonly (readonly [title: string, rules: readonly Rule[], refusedAt?: string])[],
	make: (name: string, rules: readonly Rule[]) => KubeObject,
): readonly RefusalCase[] {
	return cases.map(([title, rules, refusedAt], index) => ({
		title: `${kind}: ${title}`,
		object: make(`${kind.toLowerCase()}-${refusedAt === undefined ? 'taken' : 'refused'}-${index}`, rules),
		refusedAt,
	}));
}

export const refusalCases: readonly RefusalCase[] = [
	...casesOf('VirtualService', refusedVirtualServices, virtualService),
	...casesOf('VirtualService', takenVirtualServices, virtualService),
	...casesOf('HTTPRoute', refusedHttpRoutes, httpRoute),
	...casesOf('HTTPRoute', takenHttpRoutes, httpRoute),
];
