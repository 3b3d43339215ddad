import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {changeFault} from '../../ownership/version-object.ts';
import type {Plan} from '../../rollout/plan.ts';
import {editAction, readPrevious, type ProvenChange} from '../../rollout/previous.ts';
import {presentRevision} from '../../rollout/revisions.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {primaryOf, readApp, type AppState} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import {readServed} from '../../runner/replace/workloads.ts';
import type {VersionKind} from '../../versions/version-kind.ts';
import {halfDoneWords} from '../half-done.ts';
import {unfinished} from '../unfinished.ts';
import {noHistoryWords} from './no-history-words.ts';
import {lastRollout, readHistory} from './read-history.ts';

/** What the rollouts of `undo` are called, in front of what they are about. */
const undoPrefix = 'undo-';

interface UndoOptions {
	/**
	 * The revision to go back to, as `history` counts them; undefined for the one before the last promotion. Where an undo is not
	 * finished it goes on with undefined, and with any revision whose spec it brought.
	 */
	readonly revision?: number | undefined;
	/** Whether the primary is asked for an inference when it serves. */
	readonly isTested: boolean;
}

/**
 * Plans to give the primary a spec that it had before, by a replace like that of a promotion: it can be undone as well. Candidates
 * stay as they are.
 */
export async function planUndo(context: ActionContext, name: string, options: UndoOptions): Promise<Plan> {
	const app = await readApp(context, name);
	const {object, kind} = primaryOf(app);
	const fault = changeFault(object, app.claim);
	if (fault !== undefined) throw new Error(fault);
	refuseHalfPromotion(app);
	const primary = targetOf(kind.resource, object);
	const asked: readonly Step[] = options.isTested
		? [{type: 'probe', app: name, version: object.metadata.name, when: 'after'}]
		: [];
	const {revision} = options;
	const own = hashOf(object);
	const entries = await readHistory(context, name, object);
	const entry = revision === undefined ? lastRollout(entries) : entries.find(({number}) => number === revision);
	const isPresent = entry?.from === own || revision === presentRevision(object, own);
	const begun = revision === undefined || isPresent ? await unfinishedUndo(context, app) : undefined;
	if (begun !== undefined) {
		const title = `take ${name} back (going on)`;
		const steps: readonly Step[] = [{type: 'wait-serving', primary, spec: 'restored', rollout: begun}, ...asked];
		const warnings = [`to go elsewhere, name a revision: see "kubectl iter8 history ${name} -n ${context.namespace}"`];
		return {action: 'undo', app: name, title, warnings, steps};
	}

	const known = revision ?? entry?.number;
	if (isPresent && known !== undefined) {
		throw new Error(
			`${objectWords(object)} has the spec of revision ${known} already: see "kubectl iter8 history ${name} -n ${context.namespace}"`,
		);
	}

	if (!entry) {
		throw new Error(
			entries.length === 0 ? await noHistoryWords(context, name, object) : noRevisionWords(name, entries, revision),
		);
	}

	const {version} = entry;
	const rollout = `${undoPrefix}${object.metadata.generation ?? 0}-${entry.from.slice(0, 16)}`;
	const restore: Step = {
		type: 'restore-spec',
		app: name,
		primary,
		primarySpec: own,
		spec: entry.from,
		...(version !== undefined && {version}),
		as: 'undo',
		rollout,
	};
	const labels = [object.metadata.labels?.[appVersionLabel], version].map(label => label ?? 'a spec without label');
	return {
		action: 'undo',
		app: name,
		title: `take ${name} back to revision ${entry.number} (${labels[1]})`,
		warnings: [
			`${objectWords(object)} goes from ${labels[0]} back to ${labels[1]}, ${replacedWords(entry)}`,
			...editWarnings(context, name, entries, entry),
		],
		change: {before: object, after: {...object, spec: kind.promotedSpec(object, entry.spec)}},
		steps: [restore, {type: 'wait-serving', primary, spec: 'restored', rollout}, ...asked],
	};
}

/** The undo that brought the primary's present spec and is not finished: it was stopped or killed, or the spec still loads. */
export async function unfinishedUndo(context: ActionContext, app: AppState): Promise<string | undefined> {
	const {object, kind} = primaryOf(app);
	const begun = readPrevious(object)?.rollout;
	if (begun?.startsWith(undoPrefix) !== true) return undefined;
	return (await isStopped(context, app.name)) || (await isLoading(context, kind, object)) ? begun : undefined;
}

/** Why there is nothing to go back to in a history that has something. */
function noRevisionWords(app: string, entries: readonly ProvenChange[], revision: number | undefined): string {
	const kept = entries.map(({number}) => number).join(', ');
	return revision === undefined
		? `no promotion of ${app} is known that could be taken back, its spec was edited alone: name what to go back to by --to-revision; there are: ${kept}`
		: `the history of ${app} has no revision ${revision} to go back to; there are: ${kept}`;
}

/** Who replaced a spec, in a clause; of who edited it the API server may not know. */
function replacedWords({action, by, at}: ProvenChange): string {
	if (at === '') return 'which somebody edited since';
	return `which ${by} ${action === editAction ? 'edited' : 'replaced'} at ${at.replace(/\.\d+Z$/, 'Z')}`;
}

/** What somebody has edited since the last rollout goes as well, which is for whoever asks to know. */
function editWarnings(
	{namespace}: ActionContext,
	app: string,
	[last]: readonly ProvenChange[],
	chosen: ProvenChange,
): readonly string[] {
	if (last?.action !== editAction || last === chosen) return [];
	const {by, at, number} = last;
	return [
		`its spec was edited past kubectl iter8 since${at === '' ? '' : ` (${by})`}, and that goes as well; to take the edit alone back: kubectl iter8 undo ${app} --to-revision ${number} -n ${namespace}`,
	];
}

/** Whether the last that was done to the app was an `undo` that was stopped or killed: another one goes on with it, not back again. */
async function isStopped(context: ActionContext, app: string): Promise<boolean> {
	const record = await unfinished(context, app, 'undo');
	return record !== undefined && record.phase !== 'failed';
}

/** Whether the spec that the primary was given still loads: one who waited in vain goes on waiting. */
async function isLoading(context: ActionContext, kind: VersionKind, primary: KubeObject): Promise<boolean> {
	const served = await readServed(context, kind, primary);
	try {
		return kind.servesReplacement(served, readPrevious(primary)?.markBefore) !== true;
	} catch {
		return false; // it failed to
	}
}

/** A promotion that stopped half-way has `abort`, which takes the candidate away as well. */
function refuseHalfPromotion(app: AppState): void {
	const words = halfDoneWords(app);
	if (words !== undefined) throw new Error(words);
}
