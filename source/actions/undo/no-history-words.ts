import {previousAnnotation} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {historyName, parseSpecs} from '../../rollout/history.ts';
import {readPrevious} from '../../rollout/previous.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {readHistoryMap} from '../../runner/replace/keep-spec.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';

/**
 * Why a primary has nothing to go back to, and what to do where somebody may look for it: its history is lost, or what is kept is
 * that of another object of its name, for which nobody but that one could vouch.
 */
export async function noHistoryWords(context: ActionContext, app: string, primary: KubeObject): Promise<string> {
	const words = objectWords(primary);
	const {name, namespace, creationTimestamp: made} = primary.metadata;
	const kept = `configmap ${namespace}/${historyName(app)}`;
	const edit = `put the right one back with "kubectl edit ${primary.kind.toLowerCase()} ${name} -n ${namespace}"`;
	const previous = readPrevious(primary);
	if (previous && previous.past.length > 0)
		return `${kept} does not have the specs that ${words} had before, as it was deleted or changed: ${edit}`;
	const history = await readHistoryMap(context, app);
	const begun = history?.metadata.creationTimestamp;
	const isNewer = made !== undefined && begun !== undefined && made > begun;
	if (previous || !history || (!isNewer && isUnused(history, primary)))
		return `no earlier spec of ${words} is known: the history of ${app} begins with the first promotion by kubectl iter8`;
	const why = isNewer
		? `it was made anew at ${made}, and they are those of the one before it`
		: `it was made anew, or its annotation ${previousAnnotation} was taken off`;
	return `${words} does not name the specs that ${kept} keeps, since ${why}: see them with "kubectl get configmap ${historyName(app)} -n ${namespace} -o yaml", and ${edit}`;
}

/** Whether a history has nothing but what a first promotion keeps that then replaces nothing: the primary's spec, and the one to come. */
function isUnused(history: KubeObject, primary: KubeObject): boolean {
	const [first, ...others] = parseSpecs(history).keys();
	return (first === undefined || first === hashOf(primary)) && others.length <= 1;
}
