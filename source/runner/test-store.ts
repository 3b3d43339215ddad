import {testsKind} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {evidenceOf, type Evidence} from '../rollout/evidence.ts';
import {parseTests, testsData, testsName, withTests, type VersionTest} from '../rollout/version-test.ts';
import type {ActionContext} from './action-context.ts';
import {changeKept, readKept, type KeptMap} from './kept-map.ts';
import {hashOf} from './replace/spec-hash.ts';

/** What was tested of an app; nothing where that is not known, or not for the user to read. */
async function readTests(context: ActionContext, app: string): Promise<readonly VersionTest[]> {
	try {
		return parseTests(await readKept(context, mapOf(app)));
	} catch {
		context.signal.throwIfAborted();
		return [];
	}
}

/** What is known of the tests of a version's object. */
export async function readEvidence(context: ActionContext, app: string, object: KubeObject): Promise<Evidence> {
	const {name, uid} = object.metadata;
	return evidenceOf(await readTests(context, app), {name, uid, spec: hashOf(object)}, context.now());
}

/** Keeps tests of an app's versions. Rejects, as `changeKept` does, where they cannot be kept. */
export async function keepTests(context: ActionContext, app: string, tests: readonly VersionTest[]): Promise<void> {
	await changeKept(context, mapOf(app), live => testsData(withTests(parseTests(live), tests)));
}

function mapOf(app: string): KeptMap {
	return {app, name: testsName(app), kind: testsKind};
}
