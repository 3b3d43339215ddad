import {expect, test} from 'vitest';
import {normalisePath, rewritePath} from '../../source/mesh/rewrite.ts';

const prefix = (value: string) => ({authority: undefined, path: {kind: 'prefix', value} as const});
const infer = '/v2/models/wisdom-1/infer';

test.each([
	['/', infer, undefined, infer],
	['/?a=/', infer, undefined, `${infer}?a=/`],
	['/v2/health/ready', infer, undefined, '/v2/models/wisdom-1/inferv2/health/ready'],
	['/old/a', '/new', {kind: 'prefix', value: '/old'}, '/new/a'],
	['/old', '/new', {kind: 'exact', value: '/old'}, '/new'],
	['/old/a/longer', '/new', {kind: 'regex', value: '/old.*'}, '/new'],
	['/old/a', '/', {kind: 'segments', value: '/old'}, '/a'],
	['/old', '/', {kind: 'segments', value: '/old'}, '/'],
] as const)('%s with %s in place of what matched', (path, value, uri, expected) => {
	expect(rewritePath(path, prefix(value), uri)).toBe(expected);
});

test('a pattern rewrites the path only, and one that is refused rewrites nothing', () => {
	const regex = (pattern: string) => ({
		authority: undefined,
		path: {kind: 'regex', pattern, substitution: 'x'} as const,
	});
	expect(rewritePath('/aa?a', regex('a'), undefined)).toBe('/xx?a');
	expect(rewritePath('/aa?a', regex('(a)\\1'), undefined)).toBe('/aa?a');
	expect(rewritePath('/aa', {authority: 'other', path: undefined}, undefined)).toBe('/aa');
});

test.each([
	['/a/b', '/a/b'],
	['/a/../b', '/b'],
	['/a/./b/', '/a/b/'],
	['/a/b/..', '/a/'],
	['/..', '/'],
	['/../../a', '/a'],
	['/a/..b?c=/../d', '/a/..b?c=/../d'],
	['/a/.?b', '/a/?b'],
])('%s is %s without dot segments', (path, expected) => {
	expect(normalisePath(path)).toBe(expected);
});
