import fc from 'fast-check';
import {expect, test} from 'vitest';
import {mergePatched} from '../../../source/sandbox/api/merge-patch.ts';

// the examples of RFC 7386, appendix A
test.each([
	[{a: 'b'}, {a: 'c'}, {a: 'c'}],
	[{a: 'b'}, {b: 'c'}, {a: 'b', b: 'c'}],
	[{a: 'b'}, {a: null}, {}],
	[{a: 'b', b: 'c'}, {a: null}, {b: 'c'}],
	[{a: ['b']}, {a: 'c'}, {a: 'c'}],
	[{a: 'c'}, {a: ['b']}, {a: ['b']}],
	[{a: {b: 'c'}}, {a: {b: 'd', c: null}}, {a: {b: 'd'}}],
	[{a: [{b: 'c'}]}, {a: [1]}, {a: [1]}],
	[{a: 'foo'}, null, null],
	[{e: null}, {a: 1}, {e: null, a: 1}],
	[[1, 2], {a: 'b', c: null}, {a: 'b'}],
	[{}, {a: {bb: {ccc: null}}}, {a: {bb: {}}}],
])('%j patched by %j', (value, patch, expected) => {
	expect(mergePatched(value, patch)).toEqual(expected);
});

test('a patch that has been applied changes nothing more', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), (value, patch) => {
			const once = mergePatched(value, patch);
			expect(mergePatched(once, patch)).toEqual(once);
		}),
	);
});
