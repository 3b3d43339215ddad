import {find} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {fieldAt, stringAt} from '../../objects/object.ts';
import {configMaps} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {parseObject} from '../../rollout/previous.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import type {AppState} from '../../runner/app-state.ts';

/** Name of the ConfigMap that kept the record before 0.1.0: who may write ConfigMaps need not be allowed to write specs. */
export function oldRecordName(app: string): string {
	return `${app}-previous`;
}

/**
 * Throws an Error that tells how to go back by hand where a ConfigMap says that an older kubectl-iter8 has replaced the primary in
 * a promotion of this candidate: nothing shows that the spec in it is the primary's.
 */
export async function refuseOldRecord(context: ActionContext, app: AppState, candidate: KubeObject): Promise<void> {
	const {cluster, namespace, signal} = context;
	const configMap = await find(cluster, configMaps, namespace, oldRecordName(app.name), signal);
	const record = parseObject(stringAt(configMap, 'data', 'previous'));
	if (!configMap || fieldAt(record, 'candidateUid') !== candidate.metadata.uid) return;
	const {name} = app.versions[0]?.reference ?? {};
	throw new Error(
		`${objectWords(configMap)} keeps what an older kubectl-iter8 says was the spec of ${name} before it promoted ${candidate.metadata.name}. A ConfigMap is no proof of that, so it is not restored: ` +
			`look at it with "kubectl get configmap ${oldRecordName(app.name)} -n ${namespace} -o jsonpath={.data.previous}", put the right spec back with "kubectl edit inferenceservice ${name} -n ${namespace}", then abort again; or go on with "kubectl iter8 promote ${app.name} -n ${namespace}"`,
	);
}
