import {hasReason} from '../objects/cluster.ts';
import {testsKind} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {evidenceOf, type Evidence} from '../rollout/evidence.ts';
import {parseTests, testsData, testsName, withTests, type VersionTest} from '../rollout/version-test.ts';
import type {ActionContext} from './action-context.ts';
import {readKept, writeKept, type KeptMap} from './kept-map.ts';
import {hashOf} from './replace/spec-hash.ts';

/** How often the record may change between the look at it and the write. */
const attempts = 5;

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

/** Keeps tests of an app's versions. Rejects, as `writeKept` does, where they cannot be kept. */
export async function keepTests(context: ActionContext, app: string, tests: readonly VersionTest[]): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const live = await readKept(context, mapOf(app));
		const data = testsData(withTests(parseTests(live), tests));
		try {
			await writeKept(context, mapOf(app), live, data, context.signal);
			return;
		} catch (error) {
			const isOther = hasReason(error, 'Conflict') || hasReason(error, 'AlreadyExists') || hasReason(error, 'NotFound');
			if (!isOther || attempt === attempts) throw error;
		}
	}
}

function mapOf(app: string): KeptMap {
	return {app, name: testsName(app), kind: testsKind};
}
