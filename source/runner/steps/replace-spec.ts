import {userName} from '../../kube/user-name.ts';
import {find} from '../../objects/cluster.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName} from '../../objects/resource.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import {pastWith, readPrevious, type Previous} from '../../rollout/previous.ts';
import type {Target} from '../../rollout/step.ts';
import type {VersionKind} from '../../versions/version-kind.ts';
import {kindOfTarget} from '../kind-of-target.ts';
import {keepSpec, keptSpec} from '../replace/keep-spec.ts';
import {replacePrimary} from '../replace/replace-primary.ts';
import {hashOf} from '../replace/spec-hash.ts';
import {requireUnchanged, unchanged} from '../replace/unchanged.ts';
import {readServed} from '../replace/workloads.ts';
import type {Perform, StepContext} from '../step-context.ts';

/** A primary that has the new spec by this very promotion is left as it is. */
export const replaceSpec: Perform<'replace-spec'> = async (context, step) => {
	const {app, primary: target, candidate, candidateSpec, primarySpec, version} = step;
	const kind = kindOfTarget(target);
	const rollout = candidate.uid ?? '';
	const from = await requireUnchanged(context, candidate, candidateSpec);
	const primary = unchanged(target, undefined, await readTarget(context, target));
	if (!isDone(primary, rollout)) {
		unchanged(target, primarySpec, primary);
		const spec = (live: KubeObject): unknown => kind.promotedSpec(live, from['spec']);
		await change(context, {app, action: 'promote', rollout, kind, primary, spec, version});
	}

	return `${resourceName(target.resource, target.name)} replaced`;
};

/** `abort` and `undo`: a spec comes from the app's history, and only under the hash that the primary itself names. */
export const restoreSpec: Perform<'restore-spec'> = async (context, step) => {
	const {app, primary: target, primarySpec, spec: hash, version, as, rollout} = step;
	const kind = kindOfTarget(target);
	const primary = unchanged(target, undefined, await readTarget(context, target));
	const previous = readPrevious(primary);
	const isRestored = previous?.rollout === rollout && previous.markBeforeRestore !== undefined;
	if (as === 'abort' ? !isRestored : !isDone(primary, rollout)) {
		unchanged(target, primarySpec, primary);
		requireNamed(target, previous, hash);
		const kept = await keptSpec(context, app, target, hash);
		const spec = (live: KubeObject): unknown => kind.promotedSpec(live, kept);
		if (as === 'undo') await change(context, {app, action: 'undo', rollout, kind, primary, spec, version});
		else {
			const markBeforeRestore = kind.mark(await readServed(context, kind, primary));
			const past = previous?.past.filter(each => each.rollout !== rollout) ?? [];
			const restored = previous && {...previous, markBeforeRestore, past};
			await replacePrimary(context, kind, primary, {spec, version, ...(restored && {previous: () => restored})});
		}
	}

	return `${resourceName(target.resource, target.name)} restored`;
};

/** The step itself may be of one who may not write specs. */
function requireNamed(target: Target, previous: Previous | undefined, hash: string): void {
	const named = [previous?.from, ...(previous?.past ?? []).map(({from}) => from)];
	if (named.includes(hash)) return;
	throw new Error(`${targetWords(target)} says of itself that it never had the spec that is to be restored: it stays`);
}

/** Gives the primary the label of the candidate's version. */
export const labelVersion: Perform<'label-version'> = async (context, {primary: target, primarySpec, version}) => {
	const live = await requireUnchanged(context, target, primarySpec);
	if (live.metadata.labels?.[appVersionLabel] !== version) {
		await replacePrimary(context, kindOfTarget(target), live, {spec: ({spec}) => spec, version});
	}

	return `${resourceName(target.resource, target.name)} labeled`;
};

interface Change {
	readonly app: string;
	readonly action: 'promote' | 'undo';
	readonly rollout: string;
	readonly kind: VersionKind;
	readonly primary: KubeObject;
	readonly spec: (primary: KubeObject) => unknown;
	readonly version: string | undefined;
}

/** Keeps what the primary has, then replaces it: the other way round there would be a moment without a way back. */
async function change(
	context: StepContext,
	{app, action, rollout, kind, primary, spec, version}: Change,
): Promise<void> {
	const from = hashOf(primary);
	const label = primary.metadata.labels?.[appVersionLabel];
	const markBefore = kind.mark(await readServed(context, kind, primary));
	const to = hashOf({...primary, spec: spec(primary)});
	if (context.isDryRun !== true) {
		const entry = {
			rollout,
			action,
			by: context.by ?? (await userName(context.cluster, context.signal)),
			at: context.now().toISOString(),
			from: {hash: from, ...(label !== undefined && {version: label})},
			to: {hash: to, ...(version !== undefined && {version})},
		};
		await keepSpec(context, app, primary, entry);
	}

	const previous = (stored: string): Previous => ({
		rollout,
		from,
		to: stored,
		...(label !== undefined && {version: label}),
		markBefore,
		past: pastWith(primary, {rollout, from, ...(label !== undefined && {version: label})}),
	});
	await replacePrimary(context, kind, primary, {spec, version, previous});
}

/** Whether a primary has the spec that a rollout gave it. */
function isDone(primary: KubeObject, rollout: string): boolean {
	const previous = readPrevious(primary);
	return previous?.rollout === rollout && previous.markBeforeRestore === undefined && previous.to === hashOf(primary);
}

async function readTarget({cluster, signal}: StepContext, {resource, namespace, name}: Target) {
	return find(cluster, resource, namespace, name, signal);
}
