import {testsKind} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {evidenceOf, type Evidence} from '../rollout/evidence.ts';
import {parseTests, testsData, testsName, withTests, type VersionTest} from '../rollout/version-test.ts';
import type {ActionContext} from './action-context.ts';
import {judgedCandidate} from './judged-candidate.ts';
import {changeKept, readKept, type KeptMap} from './kept-map.ts';

/** What was tested of an app; nothing where that is not known, or not for the user to read. */
async function readTests(context: ActionContext, app: string): Promise<readonly VersionTest[]> {
	try {
		return parseTests(await readKept(context, mapOf(app)));
	} catch {
		context.signal.throwIfAborted();
		return [];
	}
}

/** What is known of the tests of a candidate, to promote it over the primary. */
export async function readEvidence(
	context: ActionContext,
	app: string,
	{candidate, primary}: {readonly candidate: KubeObject; readonly primary: KubeObject},
): Promise<Evidence> {
	const judged = judgedCandidate(
		{name: candidate.metadata.name, object: candidate},
		{name: primary.metadata.name, object: primary},
	);
	return evidenceOf(await readTests(context, app), judged, context.now());
}

/** Keeps tests of an app's versions. Resolves with all that is kept then. Rejects, as `changeKept` does, where they cannot be kept. */
export async function keepTests(
	context: ActionContext,
	app: string,
	tests: readonly VersionTest[],
): Promise<readonly VersionTest[]> {
	let kept = tests;
	await changeKept(context, mapOf(app), live => {
		kept = withTests(parseTests(live), tests);
		return testsData(kept);
	});
	return kept;
}

function mapOf(app: string): KeptMap {
	return {app, name: testsName(app), kind: testsKind};
}
