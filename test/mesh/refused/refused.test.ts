import {expect, test} from 'vitest';
import {refusedParts} from '../../../source/mesh/refused/refused.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {refusalCases} from '../../conformance/refused/cases.ts';
import {backend, httpRoute, virtualService} from '../../conformance/routing/case.ts';

test.each(refusalCases.filter(({refusedAt}) => refusedAt !== undefined))('$title is refused', ({object, refusedAt}) => {
	expect(refusedParts(object).map(({path}) => path)).toEqual([refusedAt]);
});

test.each(refusalCases.filter(({refusedAt}) => refusedAt === undefined))('$title is taken', ({object}) => {
	expect(refusedParts(object)).toEqual([]);
});

/** Fields that the resource definitions of the testbed drop, as newer ones, or those of other channels, do not. */
test.each([
	[virtualService('a', [{redirect: {prefixRewrite: '/x\ny'}}]), ['spec.http[0].redirect.prefixRewrite']],
	[virtualService('a', [{redirect: {prefixRewrite: '/x', uri: '/x\ny'}}]), []],
	[retrying({backoff: '0s'}), ['spec.rules[0].retry.backoff']],
	[retrying({attempts: 3, backoff: '0h0ms'}), ['spec.rules[0].retry.backoff']],
	[retrying({attempts: 0, backoff: '0s'}), []],
	[retrying({attempts: 3, backoff: '1ms', codes: [503]}), []],
])('of fields that not every cluster has: %j', (object, paths) => {
	expect(refusedParts(object).map(({path}) => path)).toEqual(paths);
});

function retrying(retry: object): KubeObject {
	return httpRoute('a', [{retry, backendRefs: [backend('alpha')]}]);
}

test('there are more than 40 of each', () => {
	const refused = refusalCases.filter(({refusedAt}) => refusedAt !== undefined);
	expect(refused.length).toBeGreaterThanOrEqual(40);
	expect(refusalCases.length - refused.length).toBeGreaterThanOrEqual(40);
});

test('what is refused is said in words', () => {
	const whys = refusalCases.flatMap(({object}) => refusedParts(object).map(({why}) => why));
	expect([...new Set(whys.map(why => why.replaceAll(/".*"/gs, '"…"').replace(/\d{4,}/, 'N')))].toSorted())
		.toMatchInlineSnapshot(`
		[
		  "N headers are set or added, more than 1000",
		  "RE2 refuses the pattern "…": bad repetition operator ++",
		  "RE2 refuses the pattern "…": invalid character class [:foo:]",
		  "RE2 refuses the pattern "…": invalid character class range",
		  "RE2 refuses the pattern "…": invalid character class range \\p{Foo}",
		  "RE2 refuses the pattern "…": invalid escape sequence \\1",
		  "RE2 refuses the pattern "…": invalid escape sequence \\400",
		  "RE2 refuses the pattern "…": invalid escape sequence \\Z",
		  "RE2 refuses the pattern "…": invalid escape sequence \\u",
		  "RE2 refuses the pattern "…": invalid escape sequence \\x{1F44B}",
		  "RE2 refuses the pattern "…": invalid group: nothing looks around, and only the flags i, m, s and U are known",
		  "RE2 refuses the pattern "…": invalid repetition size",
		  "RE2 refuses the pattern "…": it is larger than the N instructions that Envoy allows",
		  "RE2 refuses the pattern "…": missing closing )",
		  "RE2 refuses the pattern "…": no argument for repetition operator",
		  "RE2 refuses the pattern "…": the pattern ends too early",
		  "a claim is compared with nothing",
		  "a header has no name",
		  "a header without a name is removed",
		  "a header without a name is set",
		  "a query parameter has no name",
		  "a weight is below 0",
		  "as a format, "…" has a % that begins no command; write %% for a percent sign",
		  "as a format, %FOO% is no command that it knows: there is no FOO",
		  "as a format, %PROTOCOL(a)% is no command that it knows: PROTOCOL takes no parameters",
		  "as a format, %REQ% is no command that it knows: REQ needs parameters",
		  "as a format, %REQ(x?y?z)% is no command that it knows: it names more than one alternative",
		  "as a format, %START_TIME:5% is no command that it knows: START_TIME takes no length",
		  "it has a line break or a null character",
		  "it has more than N bytes",
		  "the code is none of 301, 302, 303, 307 and 308",
		  "the pattern is empty",
		  "the prefix is empty",
		  "the rule has no destination, redirect or answer of its own",
		  "the status 199 is not one from 200 to 599",
		  "the status 600 is not one from 200 to 599",
		  "the weights are all 0",
		  "the weights sum to N, more than 4294967295",
		]
	`);
});
