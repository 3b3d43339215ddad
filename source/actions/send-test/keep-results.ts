import {userName} from '../../kube/user-name.ts';
import {hasReason} from '../../objects/cluster.ts';
import {comparisonWords, type VersionComparison} from '../../rollout/version-comparison.ts';
import {testOfObject, testsName, type VersionTest} from '../../rollout/version-test.ts';
import type {AppState} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import {keepTests} from '../../runner/test-store.ts';
import type {AnswerCount} from './answer-count.ts';
import {testState} from './test-state.ts';
import type {Test, TestContext} from './test.ts';

/** What a test has shown of one version. */
export type Result = Pick<VersionTest, 'version' | 'way' | 'requests' | 'failed'> & {
	readonly compared?: Omit<VersionComparison, 'primary' | 'at' | 'by'>;
};

interface Tested {
	readonly results: readonly Result[];
	readonly answers: AnswerCount;
}

/**
 * Keeps what was tested of an app's candidates, for who promotes: of those that served their newest spec before and after, and the
 * same one; what was compared, if that is so of the primary as well. A test is a test also where that cannot be written down; then
 * it is said once.
 */
export async function keepResults(
	context: TestContext,
	before: AppState,
	{isKept, onRemark}: Pick<Test, 'isKept' | 'onRemark'>,
	{results, answers}: Tested,
): Promise<void> {
	const {signal} = context;
	const {name, versions} = before;
	const candidates = new Set(versions.slice(1).map(({reference}) => reference.name));
	const ofCandidates = results.filter(
		({version, requests}) => requests > 0 && candidates.has(version) && servedBy(before, version) !== undefined,
	);
	if (!isKept || ofCandidates.length === 0 || signal.aborted) return;
	try {
		const tests = await testsOf(context, before, {results: ofCandidates, answers});
		const kept = tests.length > 0 ? await keepTests(context, name, tests) : [];
		for (const words of tests.flatMap(test => earlierWords(test, kept))) onRemark(words);
	} catch (error) {
		if (signal.aborted) return;
		const why = hasReason(error, 'Forbidden')
			? `you may not write configmap ${testsName(name)}`
			: error instanceof Error
				? error.message
				: String(error);
		onRemark(`what was tested is kept nowhere: ${why}`);
	}
}

async function testsOf(
	context: TestContext,
	before: AppState,
	{results, answers}: Tested,
): Promise<readonly VersionTest[]> {
	const {cluster, signal, now} = context;
	const {name, versions} = before;
	const after = await testState(context, name);
	const by = await userName(cluster, signal);
	const at = now().toISOString();
	const answered = Object.fromEntries(
		versions.flatMap(({reference}) => {
			const {requests} = answers.of(reference.name);
			return requests === 0 ? [] : [[reference.name, requests] as const];
		}),
	);
	const primary = servedByBoth(before, after, versions[0]?.reference.name ?? '')?.spec;
	return results.flatMap(({compared, ...result}): readonly VersionTest[] => {
		const tested = servedByBoth(before, after, result.version);
		if (!tested) return [];
		const comparison = compared && primary !== undefined && {compared: {...compared, primary, at, by}};
		return [{...result, ...tested, at, by, answered, ...comparison}];
	});
}

/** That an earlier comparison is kept in place of the one of a test, where one is. */
function earlierWords(test: VersionTest, kept: readonly VersionTest[]): readonly string[] {
	const earlier = test.compared && testOfObject(kept, test)?.compared;
	if (!earlier || earlier === test.compared) return [];
	return [
		`the earlier comparison of ${test.version} says more and stays what promote tells: ${comparisonWords(earlier)}`,
	];
}

type Served = Pick<VersionTest, 'uid' | 'spec'>;

/** What served under a name before and after; undefined where that is not the same. */
function servedByBoth(before: AppState, after: AppState | undefined, name: string): Served | undefined {
	const [first, last] = [servedBy(before, name), after && servedBy(after, name)];
	return first?.uid === last?.uid && first?.spec === last?.spec ? first : undefined;
}

/** Which version, and with which spec, served under a name; undefined where none did, or not its newest spec. */
function servedBy({versions}: AppState, name: string): Served | undefined {
	const found = versions.find(({reference}) => reference.name === name);
	const uid = found?.object?.metadata.uid;
	if (!found?.object || uid === undefined) return undefined;
	const {isAvailable, isUpToDate} = found.availability;
	return isAvailable && isUpToDate ? {uid, spec: hashOf(found.object)} : undefined;
}
