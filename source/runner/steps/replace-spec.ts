import {userName} from '../../kube/user-name.ts';
import {find} from '../../objects/cluster.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName} from '../../objects/resource.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import {
	abortRollout,
	pastOf,
	pastWith,
	pastWithout,
	readPrevious,
	type PastChange,
	type Previous,
} from '../../rollout/previous.ts';
import type {Target} from '../../rollout/step.ts';
import type {VersionKind} from '../../versions/version-kind.ts';
import {kindOfTarget} from '../kind-of-target.ts';
import {keepSpecs, keptSpec} from '../replace/keep-spec.ts';
import {replacePrimary} from '../replace/replace-primary.ts';
import {hashOf, hasOthersSpec} from '../replace/spec-hash.ts';
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
		const named = requireNamed(target, previous, hash);
		const kept = await keptSpec(context, app, target, hash);
		const spec = (live: KubeObject): unknown => kind.promotedSpec(live, kept);
		const restoring = {app, action: as, rollout, kind, primary, spec, version};
		await (as === 'undo' ? change(context, restoring) : takeBack(context, restoring, named));
	}

	return `${resourceName(target.resource, target.name)} restored`;
};

/** The step itself may be of one who may not write specs. */
function requireNamed(target: Target, previous: Previous | undefined, hash: string): Previous {
	if (previous && [previous.from, ...previous.past.flatMap(({from, to}) => [from, to])].includes(hash)) return previous;
	throw new Error(`${targetWords(target)} says of itself that it never had the spec that is to be restored: it stays`);
}

/**
 * Gives the primary the spec that it had before a promotion, which then was none. What somebody else has put there since is kept, as
 * by any change.
 */
async function takeBack(context: StepContext, restoring: Change, promoted: Previous): Promise<void> {
	const {app, kind, primary, spec, version} = restoring;
	const markBeforeRestore = kind.mark(await readServed(context, kind, primary));
	const past = pastWithout(promoted.past, promoted);
	const abort = hasOthersSpec(primary, promoted)
		? await begun(context, {...restoring, rollout: abortRollout(promoted.rollout)})
		: undefined;
	const previous = (to: string): Previous => ({
		...promoted,
		markBeforeRestore,
		past: abort ? pastWith(past, {...abort, to}) : past,
	});
	const before = async (next: KubeObject): Promise<void> => {
		if (abort) await keepSpecs(context, app, {primary, next});
	};
	await replacePrimary(context, kind, primary, {spec, version, previous, before});
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
	readonly action: 'promote' | 'abort' | 'undo';
	readonly rollout: string;
	readonly kind: VersionKind;
	readonly primary: KubeObject;
	readonly spec: (primary: KubeObject) => unknown;
	readonly version: string | undefined;
}

/** Keeps what the primary has, then replaces it: the other way round there would be a moment without a way back. */
async function change(context: StepContext, made: Change): Promise<void> {
	const {app, rollout, kind, primary, spec, version} = made;
	const markBefore = kind.mark(await readServed(context, kind, primary));
	const change = await begun(context, made);
	const past = pastOf(primary, change.from);
	const previous = (to: string): Previous => {
		const {from, version: label} = change;
		const replaced = {from, to, ...(label !== undefined && {version: label})};
		return {rollout, ...replaced, markBefore, past: pastWith(past, {...change, to})};
	};
	const before = async (next: KubeObject): Promise<void> => keepSpecs(context, app, {primary, next});
	await replacePrimary(context, kind, primary, {spec, version, previous, before});
}

/** A change as the primary is going to tell it, but for what it leads to. */
async function begun(
	context: StepContext,
	{action, rollout, primary}: Change,
): Promise<Omit<PastChange, 'number' | 'to'>> {
	const version = primary.metadata.labels?.[appVersionLabel];
	return {
		rollout,
		action,
		by: context.by ?? (await userName(context.cluster, context.signal)),
		at: context.now().toISOString(),
		from: hashOf(primary),
		...(version !== undefined && {version}),
	};
}

/** Whether a primary has the spec that a rollout gave it. */
function isDone(primary: KubeObject, rollout: string): boolean {
	const previous = readPrevious(primary);
	return previous?.rollout === rollout && previous.markBeforeRestore === undefined && previous.to === hashOf(primary);
}

async function readTarget({cluster, signal}: StepContext, {resource, namespace, name}: Target) {
	return find(cluster, resource, namespace, name, signal);
}
