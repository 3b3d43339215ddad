import {userName} from '../../kube/user-name.ts';
import {hasReason} from '../../objects/cluster.ts';
import {testsName, type VersionComparison, type VersionTest} from '../../rollout/version-test.ts';
import type {AppState} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import {keepTests} from '../../runner/test-store.ts';
import type {AnswerCount} from './answer-count.ts';
import {testState} from './test-state.ts';
import type {Test, TestContext} from './test.ts';

/** What a test has shown of one version. */
export type Result = Pick<VersionTest, 'version' | 'way' | 'requests' | 'failed'> & {
	readonly compared?: Omit<VersionComparison, 'at' | 'by'>;
};

/**
 * Keeps what was tested of an app's candidates, for who promotes: of those that served their newest spec before and after, and the
 * same one. A test is a test also where that cannot be written down; then it is said once.
 */
export async function keepResults(
	context: TestContext,
	before: AppState,
	{isKept, onRemark}: Pick<Test, 'isKept' | 'onRemark'>,
	{results, answers}: {readonly results: readonly Result[]; readonly answers: AnswerCount},
): Promise<void> {
	const {cluster, signal, now} = context;
	const {name, versions} = before;
	const ofCandidates = results.filter(({version, requests}) => requests > 0 && specOf(before, version) !== undefined);
	if (!isKept || ofCandidates.length === 0 || signal.aborted) return;
	try {
		const after = await testState(context, name);
		const by = await userName(cluster, signal);
		const at = now().toISOString();
		const answered = Object.fromEntries(
			versions.flatMap(({reference}) => {
				const {requests} = answers.of(reference.name);
				return requests === 0 ? [] : [[reference.name, requests] as const];
			}),
		);
		const tests = ofCandidates.flatMap(({compared, ...result}): readonly VersionTest[] => {
			const tested = specOf(before, result.version);
			const there = after && specOf(after, result.version);
			const isSame = tested && there && tested.uid === there.uid && tested.spec === there.spec;
			if (!isSame) return [];
			return [{...result, ...tested, at, by, answered, ...(compared && {compared: {...compared, at, by}})}];
		});
		if (tests.length > 0) await keepTests(context, name, tests);
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

/** Which candidate, and with which spec, served under a name; undefined where none did, or not its newest spec. */
function specOf({versions}: AppState, name: string): Pick<VersionTest, 'uid' | 'spec'> | undefined {
	const found = versions.slice(1).find(({reference}) => reference.name === name);
	const uid = found?.object?.metadata.uid;
	if (!found?.object || uid === undefined) return undefined;
	const {isAvailable, isUpToDate} = found.availability;
	return isAvailable && isUpToDate ? {uid, spec: hashOf(found.object)} : undefined;
}
