import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {countOf, longestText, shortTextAt} from './kept-values.ts';
import {comparisonOf, tellingComparison, type VersionComparison} from './version-comparison.ts';

/** How the requests of a test came to a version: by clauses of the route, past the route at its own host, or among all others. */
export type TestWay = 'match' | 'direct' | 'route';

/** The last test that came to a version. */
export interface VersionTest {
	readonly version: string;
	/** Of the version's object, and the hash of the spec that it had: of no other the test tells anything. */
	readonly uid: string;
	readonly spec: string;
	/** RFC 3339. */
	readonly at: string;
	/** Who tested, as the API server calls them. */
	readonly by: string;
	readonly way: TestWay;
	/** Requests that were the version's, and how many of them got no good answer. */
	readonly requests: number;
	readonly failed: number;
	/** How many requests of the whole test each version answered. */
	readonly answered: Readonly<Record<string, number>>;
	/** The comparison of it that tells most, be it of an earlier test. */
	readonly compared?: VersionComparison;
}

/** How many versions' tests are kept; an app has fewer. */
const keptTests = 20;

const ways: ReadonlySet<unknown> = new Set<TestWay>(['match', 'direct', 'route']);

/** Name of the ConfigMap that keeps what was tested of an app. */
export function testsName(app: string): string {
	return `${app}-tests`;
}

/** What a ConfigMap says was tested; what is no test is passed over. It proves nothing: who may write ConfigMaps may have written it. */
export function parseTests(configMap: KubeObject | undefined): readonly VersionTest[] {
	return listAt(parsed(stringAt(configMap, 'data', 'tests')), 'tests')
		.slice(0, keptTests)
		.flatMap(testOf);
}

/** The `data` of the ConfigMap that keeps the last test of each version. */
export function testsData(tests: readonly VersionTest[]): Readonly<Record<string, string>> {
	return {tests: JSON.stringify({tests})};
}

/**
 * Tests with newer ones in place of those of the same versions; the oldest give way. What was compared stays, as long as the
 * object is the same, until another comparison says more.
 */
export function withTests(tests: readonly VersionTest[], newer: readonly VersionTest[]): readonly VersionTest[] {
	const others = tests.filter(({version, uid}) => !newer.some(each => each.version === version || each.uid === uid));
	const merged = newer.map(test => {
		const compared = tellingComparison(testOfObject(tests, test)?.compared, test.compared);
		return compared ? {...test, compared} : test;
	});
	return [...merged, ...others].slice(0, keptTests);
}

/** The test of an object as it is: of that very one, with the spec that it has. */
export function testOfObject(
	tests: readonly VersionTest[],
	{uid, spec}: Pick<VersionTest, 'spec'> & {readonly uid: string | undefined},
): VersionTest | undefined {
	return tests.find(test => test.uid === uid && test.spec === spec);
}

function testOf(value: unknown): readonly VersionTest[] {
	const [version, uid, spec, at, by] = ['version', 'uid', 'spec', 'at', 'by'].map(key => shortTextAt(value, key));
	const [requests, failed] = ['requests', 'failed'].map(key => countOf(fieldAt(value, key)));
	const way = fieldAt(value, 'way');
	if (version === undefined || uid === undefined || spec === undefined || at === undefined || by === undefined)
		return [];
	if (requests === undefined || failed === undefined || failed > requests || requests === 0) return [];
	if (!isWay(way) || Number.isNaN(Date.parse(at))) return [];
	const compared = comparisonOf(fieldAt(value, 'compared'));
	const answered = countsOf(fieldAt(value, 'answered'));
	return [{version, uid, spec, at, by, way, requests, failed, answered, ...(compared && {compared})}];
}

function isWay(value: unknown): value is TestWay {
	return ways.has(value);
}

function countsOf(value: unknown): Readonly<Record<string, number>> {
	const entries = Object.entries(isRecord(value) ? value : {}).slice(0, keptTests);
	return Object.fromEntries(
		entries.flatMap(([name, given]) => {
			const count = countOf(given);
			return name.length > longestText || count === undefined ? [] : [[name, count] as const];
		}),
	);
}

function parsed(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}
