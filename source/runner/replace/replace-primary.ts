import {hasReason} from '../../objects/cluster.ts';
import {appVersionLabel, verbFieldManager} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {withPrevious, type Previous} from '../../rollout/previous.ts';
import {targetOf} from '../../rollout/step.ts';
import type {VersionKind} from '../../versions/version-kind.ts';
import type {StepContext} from '../step-context.ts';
import {hashOf} from './spec-hash.ts';
import {requireUnchanged} from './unchanged.ts';

/** What a primary shall become. */
interface Replacement {
	/** Of the primary as it is at that moment. */
	readonly spec: (primary: KubeObject) => unknown;
	readonly version: string | undefined;
	/** What to note on the primary, given the hash of its new spec as the server is going to store it; undefined leaves what is noted. */
	readonly previous?: (to: string) => Previous;
	/** What comes before the write, given the primary as it is going to be stored: by now it is known that the server takes it. */
	readonly before?: (next: KubeObject) => Promise<void>;
}

/** How often a primary may change in the very moment of a replace; its status changes with each of its pods. */
const attempts = 5;

/**
 * Replaces the primary's spec and version label, guarded by its resourceVersion: a server-side apply would leave fields behind
 * that the new spec no longer has. What it was before is noted on it by the same write; everything else of the object stays:
 * finalizers, other annotations and labels. What others write meanwhile, as KServe its status, stays too; rejects when it is
 * another spec. In a dry run nothing is stored.
 */
export async function replacePrimary(
	context: StepContext,
	kind: VersionKind,
	primary: KubeObject,
	replacement: Replacement,
): Promise<void> {
	let present = primary;
	for (let attempt = 1; ; attempt++) {
		try {
			const next = await stored(context, kind, present, replacement);
			if (context.isDryRun === true) return;
			await replacement.before?.(next);
			await replace(context, kind, present, replacement, {to: hashOf(next), isDryRun: false});
			return;
		} catch (error) {
			if (!hasReason(error, 'Conflict') || attempt === attempts) throw error;
			present = await requireUnchanged(context, targetOf(kind.resource, primary), hashOf(primary));
		}
	}
}

/**
 * The primary with its new spec as the server would store it: admission may put defaults in. Also shows that it is taken. A webhook
 * that knows no dry run leaves the spec as it was sent.
 */
async function stored(
	context: StepContext,
	kind: VersionKind,
	primary: KubeObject,
	replacement: Replacement,
): Promise<KubeObject> {
	const sent = {...primary, spec: replacement.spec(primary)};
	try {
		return await replace(context, kind, primary, replacement, {to: hashOf(sent), isDryRun: true});
	} catch (error) {
		if (hasReason(error, 'BadRequest') && context.isDryRun !== true) return sent;
		throw error;
	}
}

async function replace(
	{cluster, signal}: StepContext,
	{resource}: VersionKind,
	primary: KubeObject,
	{spec, version, previous}: Replacement,
	{to, isDryRun}: {readonly to: string; readonly isDryRun: boolean},
): Promise<KubeObject> {
	const {[appVersionLabel]: _, ...labels} = primary.metadata.labels ?? {};
	const {managedFields: _managedFields, ...metadata} = primary.metadata;
	const object = {
		...primary,
		spec: spec(primary),
		metadata: {
			...metadata,
			labels: version === undefined ? labels : {...labels, [appVersionLabel]: version},
			...(previous && {annotations: withPrevious(metadata.annotations, previous(to))}),
		},
	};
	return cluster.replace(resource, object, {fieldManager: verbFieldManager, dryRun: isDryRun, signal});
}
