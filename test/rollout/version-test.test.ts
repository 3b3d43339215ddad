import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {evidenceOf} from '../../source/rollout/evidence.ts';
import {tellingComparison, type VersionComparison} from '../../source/rollout/version-comparison.ts';
import {parseTests, testOfObject, testsData, withTests, type VersionTest} from '../../source/rollout/version-test.ts';

const now = new Date('2026-01-01T12:00:40Z');
const tested: VersionTest = {
	version: 'wisdom-1',
	uid: 'uid-1',
	spec: 'hash-1',
	at: '2026-01-01T12:00:00Z',
	by: 'alice',
	way: 'match',
	requests: 20,
	failed: 0,
	answered: {'wisdom-1': 20},
};

const compared: VersionComparison = {
	primary: 'hash-0',
	verdict: 'no worse',
	inputs: 897,
	margin: 0.01,
	at: '2026-01-01T11:00:00Z',
	by: 'alice',
};

function configMap(tests: string): KubeObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'wisdom-tests'}, data: {tests}};
}

function kept(...tests: readonly unknown[]): readonly VersionTest[] {
	return parseTests(configMap(JSON.stringify({tests})));
}

test('what is kept is read again, and a newer test takes the place of the same version', () => {
	const newer = {...tested, failed: 2, at: '2026-01-01T12:00:20Z'};
	const data = testsData(withTests([tested, {...tested, version: 'wisdom-2', uid: 'uid-2'}], [newer]));
	expect(parseTests(configMap(data['tests'] ?? ''))).toEqual([newer, {...tested, version: 'wisdom-2', uid: 'uid-2'}]);
});

test.each<readonly [string, unknown]>([
	['no object', 'x'],
	['without a name', {...tested, version: undefined}],
	['a name that nothing bears', {...tested, by: 'a'.repeat(254)}],
	['no time', {...tested, at: 'yesterday'}],
	['more failed than sent', {...tested, failed: 21}],
	['a count that is none', {...tested, requests: 1.5}],
	['a count beyond all', {...tested, requests: 1e12}],
	['nothing sent', {...tested, requests: 0}],
	['a way that is none', {...tested, way: 'toString'}],
])('what is no test is passed over: %s', (_, value) => {
	expect(kept(value, tested)).toEqual([tested]);
});

test('of a version that answered only counts are read', () => {
	const [read] = kept({...tested, answered: {'wisdom-1': 20, 'wisdom-0': -1, x: '7', ['n'.repeat(300)]: 1}});
	expect(read?.answered).toEqual({'wisdom-1': 20});
});

test('whatever a ConfigMap says, reading it ends with few tests, and never with an error', () => {
	fc.assert(
		fc.property(fc.oneof(fc.json(), fc.string(), fc.constant('{"tests":[null]}')), text => {
			expect(parseTests(configMap(text)).length).toBeLessThanOrEqual(20);
			expect(parseTests(configMap(`{"tests":[${text}]}`)).length).toBeLessThanOrEqual(20);
		}),
	);
	expect(kept(...Array.from({length: 500}, (_, index) => ({...tested, uid: `${index}`})))).toHaveLength(20);
	expect(
		withTests(kept(...Array.from({length: 30}, (_, index) => ({...tested, version: `v${index}`, uid: `${index}`}))), [
			tested,
		]),
	).toHaveLength(20);
});

test('what was compared outlives later tests of the same object, and is kept only as it can be', () => {
	const earlier = {...tested, compared};
	const later = {...tested, at: '2026-01-01T13:00:00Z'};
	expect(withTests([earlier], [later])).toEqual([{...later, compared}]);
	expect(withTests([earlier], [{...later, spec: 'hash-2'}])).toEqual([{...later, spec: 'hash-2'}]);
	expect(kept(earlier)).toEqual([earlier]);
	for (const wrong of [
		{verdict: 'splendid'},
		{inputs: -1},
		{margin: 2},
		{at: 'soon'},
		{by: 'x'.repeat(300)},
		{primary: 7},
	]) {
		expect(kept({...earlier, compared: {...compared, ...wrong}})).toEqual([tested]);
	}
});

test('of classes that got worse a few labels are kept, and not more of them than one can read', () => {
	const lostClasses = ['8', 7, 'x'.repeat(300), ...Array.from({length: 30}, (_, index) => `c${index}`)];
	const [read] = kept({...tested, compared: {...compared, lostClasses}});
	expect(read?.compared?.lostClasses).toEqual(['8', `${'x'.repeat(40)}…`, ...lostClasses.slice(3, 21)]);
	expect(kept({...tested, compared: {...compared, lostClasses: []}})).toEqual([{...tested, compared}]);
});

test('a test tells of the very object with the very spec', () => {
	expect(testOfObject([tested], {uid: 'uid-1', spec: 'hash-1'})).toBe(tested);
	expect(testOfObject([tested], {uid: 'uid-1', spec: 'hash-2'})).toBeUndefined();
	expect(testOfObject([tested], {uid: 'uid-2', spec: 'hash-1'})).toBeUndefined();
	expect(testOfObject([tested], {uid: undefined, spec: 'hash-1'})).toBeUndefined();
});

const worse: VersionComparison = {...compared, verdict: 'worse', at: '2026-01-01T10:00:00Z'};
const better: VersionComparison = {...worse, verdict: 'better'};
const lossy: VersionComparison = {...better, lostClasses: ['8']};
const untold = {verdict: 'not enough data', inputs: 2000} as const;

test.each<readonly [string, VersionComparison, Partial<VersionComparison>, 'earlier' | 'later']>([
	['as good a one after a "worse"', worse, {}, 'later'],
	['one with a smaller margin after a "worse"', worse, {margin: 0.001}, 'later'],
	['one on more inputs after a "worse"', worse, {inputs: 898}, 'later'],
	['one on fewer inputs after a "worse"', worse, {inputs: 896}, 'earlier'],
	['a "worse" on fewer inputs after a "worse"', worse, {verdict: 'worse', inputs: 5}, 'earlier'],
	['one with a wider margin after a "worse"', worse, {margin: 0.99}, 'earlier'],
	['"not enough data" after a "worse"', worse, untold, 'earlier'],
	['"not enough data" after a "better"', better, untold, 'earlier'],
	['a "worse" on fewer inputs after a "better"', better, {verdict: 'worse', inputs: 5}, 'later'],
	['one on as many inputs after a lost class', lossy, {}, 'later'],
	['one on fewer inputs after a lost class', lossy, {inputs: 896}, 'earlier'],
	['a "worse" on fewer inputs after a lost class', lossy, {verdict: 'worse', inputs: 5}, 'later'],
	['anything after "not enough data"', {...worse, ...untold}, {verdict: 'not enough data', inputs: 1}, 'later'],
	['"not enough data" of another spec of the primary', worse, {...untold, primary: 'hash-9'}, 'later'],
])('of two comparisons one tells: %s', (_, earlier, change, telling) => {
	const later = {...compared, ...change};
	expect(tellingComparison(earlier, later)).toBe({earlier, later}[telling]);
});

test('what was compared once tells as long as nothing else was', () => {
	expect(tellingComparison(worse, undefined)).toBe(worse);
	expect(tellingComparison(undefined, worse)).toBe(worse);
	expect(tellingComparison(undefined, undefined)).toBeUndefined();
});

test.each<readonly [Partial<VersionTest>, string, boolean]>([
	[{}, 'tested: 20 requests, 0 failed, 40s ago by alice', true],
	[{requests: 1}, 'tested: 1 request, 0 failed, 40s ago by alice', true],
	[{failed: 3}, 'tested: 20 requests, 3 failed, 40s ago by alice', false],
	[{at: '2026-01-01T13:00:00Z'}, 'tested: 20 requests, 0 failed, 0s ago by alice', true],
	[
		{compared: {...compared, at: tested.at}},
		'tested: 20 requests, 0 failed; compared on 897 inputs: no worse (margin 1 %), 40s ago by alice',
		true,
	],
	[
		{compared: {...compared, verdict: 'worse', inputs: 1, margin: 0.025}},
		'tested: 20 requests, 0 failed, 40s ago by alice; compared on 1 input: worse (margin 2.5 %), 60m ago by alice',
		false,
	],
	[
		{compared: {...compared, verdict: 'better', at: tested.at}},
		'tested: 20 requests, 0 failed; compared on 897 inputs: better (margin 1 %), 40s ago by alice',
		true,
	],
	[
		{compared: {...compared, verdict: 'not enough data', at: tested.at}},
		'tested: 20 requests, 0 failed; compared on 897 inputs: not enough data (margin 1 %), 40s ago by alice',
		false,
	],
	[
		{compared: {...compared, verdict: 'better', at: tested.at, primary: 'hash-9'}},
		'tested: 20 requests, 0 failed; compared on 897 inputs with a spec that wisdom-0 no longer has: better (margin 1 %), 40s ago by alice',
		false,
	],
	[
		{compared: {...compared, verdict: 'better', at: tested.at, lostClasses: ['8']}},
		'tested: 20 requests, 0 failed; compared on 897 inputs: better (margin 1 %), but class 8 got worse, 40s ago by alice',
		false,
	],
	[
		{compared: {...compared, at: tested.at, lostClasses: ['8', '3', '5', '7', '9']}},
		'tested: 20 requests, 0 failed; compared on 897 inputs: no worse (margin 1 %), but classes 8, 3, 5 and 2 more got worse, 40s ago by alice',
		false,
	],
	[{spec: 'hash-0'}, 'wisdom-1 was never tested since its spec last changed', false],
])('the evidence of %j', (change, words, isGood) => {
	const judged = {name: 'wisdom-1', uid: 'uid-1', spec: 'hash-1', primary: {name: 'wisdom-0', spec: 'hash-0'}};
	expect(evidenceOf([{...tested, ...change}], judged, now)).toMatchObject({words, isGood});
});
