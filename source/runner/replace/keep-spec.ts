import {historyKind} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import {historyName, parseSpecs, specsData} from '../../rollout/history.ts';
import {provenHistory} from '../../rollout/previous.ts';
import type {Target} from '../../rollout/step.ts';
import type {ActionContext} from '../action-context.ts';
import {changeKept, readKept, writeKept, type KeptMap} from '../kept-map.ts';
import {kindOfTarget} from '../kind-of-target.ts';
import {hashOf, specHash} from './spec-hash.ts';

/**
 * Keeps the spec of a primary, which is about to be replaced, in the app's history, and the one that comes, which somebody may edit
 * past kubectl iter8. Of what is there only what the primary itself names is kept on: promotions that were taken back, and what
 * others wrote, take no place. Rejects when the history would be too large, and when something of others has its name.
 */
export async function keepSpecs(
	context: ActionContext,
	app: string,
	{primary, next}: {readonly primary: KubeObject; readonly next: KubeObject},
): Promise<void> {
	const both = [primary, next].map(object => [hashOf(object), object['spec']] as const);
	await changeKept(context, mapOf(app), live => {
		const earlier = provenHistory(parseSpecs(live), primary, spec => hashOf({...primary, spec}));
		return specsData(new Map([...both, ...earlier.map(({from, spec}) => [from, spec] as const)]));
	});
}

/** Asks whether an app's history could be begun; rejects with AlreadyExists where it could but was. Nothing is stored. */
export async function tryHistory(context: ActionContext, app: string): Promise<void> {
	await writeKept(context, mapOf(app), undefined, specsData(new Map()), context.signal, true);
}

/** The ConfigMap of an app's history; see `readKept`. */
export async function readHistoryMap(context: ActionContext, app: string): Promise<KubeObject | undefined> {
	return readKept(context, mapOf(app));
}

function mapOf(app: string): KeptMap {
	return {app, name: historyName(app), kind: historyKind};
}

/** The spec that a target once had, by its hash. Throws an Error that says what to do when it is not there, or is another one. */
export async function keptSpec(context: ActionContext, app: string, target: Target, hash: string): Promise<unknown> {
	const spec = parseSpecs(await readHistoryMap(context, app)).get(hash);
	if (spec !== undefined && specHash(kindOfTarget(target).comparedSpec(spec)) === hash) return spec;
	const {resource, namespace, name} = target;
	throw new Error(
		`the spec that ${targetWords(target)} had is not in the history of ${app} any more: put the right one back with "kubectl edit ${resource.kind.toLowerCase()} ${name} -n ${namespace}"`,
	);
}
