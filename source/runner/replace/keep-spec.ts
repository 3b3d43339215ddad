import {find, hasReason} from '../../objects/cluster.ts';
import {appNameLabel, historyKind, kindLabel, verbFieldManager} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {apiVersionOf, configMaps} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import {historyData, historyName, parseHistory, withChange, type HistoryEntry} from '../../rollout/history.ts';
import type {Target} from '../../rollout/step.ts';
import type {ActionContext} from '../action-context.ts';
import {kindOfTarget} from '../kind-of-target.ts';
import {specHash} from './spec-hash.ts';

/** How often the history may change between the look at it and the write. */
const attempts = 5;

/**
 * Keeps a spec that is about to be replaced, in the app's history, with what replaces it and who does. Rejects when the history
 * would be too large, and when something of others has its name.
 */
export async function keepSpec(
	context: ActionContext,
	app: string,
	change: Omit<HistoryEntry, 'number'>,
	spec: unknown,
): Promise<void> {
	const {cluster, namespace, signal} = context;
	const options = {fieldManager: verbFieldManager, signal};
	for (let attempt = 1; ; attempt++) {
		const live = await readHistoryMap(context, app);
		const data = historyData(withChange(parseHistory(live), change, spec));
		try {
			if (live) await cluster.replace(configMaps, {...live, data}, options);
			else await cluster.create(configMaps, {...emptyHistory(app, namespace), data}, options);
			return;
		} catch (error) {
			const isOther = hasReason(error, 'Conflict') || hasReason(error, 'AlreadyExists') || hasReason(error, 'NotFound');
			if (!isOther || attempt === attempts) throw error;
		}
	}
}

/** The ConfigMap of an app's history; undefined where there is none. Throws an Error when it is something else's. */
export async function readHistoryMap(
	{cluster, namespace, signal}: ActionContext,
	app: string,
): Promise<KubeObject | undefined> {
	const live = await find(cluster, configMaps, namespace, historyName(app), signal);
	if (live && live.metadata.labels?.[kindLabel] !== historyKind) {
		throw new Error(
			`${objectWords(live)} is in the way of the history of ${app} and was not made by kubectl iter8: rename it`,
		);
	}

	return live;
}

/** The spec that a target once had, by its hash. Throws an Error that says what to do when it is not there, or is another one. */
export async function keptSpec(context: ActionContext, app: string, target: Target, hash: string): Promise<unknown> {
	const {specs} = parseHistory(await readHistoryMap(context, app));
	const spec = specs.get(hash);
	if (spec !== undefined && specHash(kindOfTarget(target).comparedSpec(spec)) === hash) return spec;
	const {resource, namespace, name} = target;
	throw new Error(
		`the spec that ${targetWords(target)} had is not in the history of ${app} any more: put the right one back with "kubectl edit ${resource.kind.toLowerCase()} ${name} -n ${namespace}"`,
	);
}

function emptyHistory(app: string, namespace: string): KubeObject {
	return {
		apiVersion: apiVersionOf(configMaps),
		kind: configMaps.kind,
		metadata: {name: historyName(app), namespace, labels: {[appNameLabel]: app, [kindLabel]: historyKind}},
	};
}
