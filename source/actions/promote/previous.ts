import {find} from '../../objects/cluster.ts';
import {previousAnnotation} from '../../objects/labels.ts';
import {fieldAt, isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {configMaps} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import type {ActionContext} from '../action-context.ts';
import type {AppState} from '../app-state.ts';

/** What promote keeps of a primary when it replaces it, so that `abort` can go back and a stopped `promote` can go on. */
export interface Previous {
	/** The candidate that is being promoted; a record of another candidate is history. */
	readonly candidateUid: string;
	readonly spec: unknown;
	/** The primary's version label; undefined where it had none. */
	readonly version: string | undefined;
	/** The primary's status before it was replaced: only a later one tells of the replacement. */
	readonly statusBefore: unknown;
	/** The primary's status before `abort` restored it; undefined until then. */
	readonly statusBeforeRestore?: unknown;
}

/**
 * The record of the promotion of this candidate, or undefined when there is none. It is an annotation of the primary: whoever can
 * write it could write the spec itself. KServe hands annotations on, but the write that brings this one brings another spec too.
 */
export function readPrevious(primary: KubeObject, candidate: KubeObject): Previous | undefined {
	const record = parseRecord(primary.metadata.annotations?.[previousAnnotation]);
	if (!record || record['candidateUid'] !== candidate.metadata.uid || !isRecord(record['spec'])) return undefined;
	return {
		candidateUid: candidate.metadata.uid ?? '',
		spec: record['spec'],
		version: stringAt(record, 'version'),
		statusBefore: record['statusBefore'],
		statusBeforeRestore: record['statusBeforeRestore'],
	};
}

function parseRecord(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
	if (text === undefined) return undefined;
	try {
		const record: unknown = JSON.parse(text);
		return isRecord(record) ? record : undefined;
	} catch {
		return undefined;
	}
}

/** Annotations with a record in place of the one before it, of an earlier promotion. */
export function withPrevious(
	annotations: Readonly<Record<string, string>> | undefined,
	previous: Previous,
): Readonly<Record<string, string>> {
	return {...annotations, [previousAnnotation]: JSON.stringify(previous)};
}

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
	const record = parseRecord(stringAt(configMap, 'data', 'previous'));
	if (!configMap || fieldAt(record, 'candidateUid') !== candidate.metadata.uid) return;
	const {name} = app.versions[0]?.reference ?? {};
	throw new Error(
		`${objectWords(configMap)} keeps what an older kubectl-iter8 says was the spec of ${name} before it promoted ${candidate.metadata.name}. A ConfigMap is no proof of that, so it is not restored: ` +
			`look at it with "kubectl get configmap ${oldRecordName(app.name)} -n ${namespace} -o jsonpath={.data.previous}", put the right spec back with "kubectl edit inferenceservice ${name} -n ${namespace}", then abort again; or go on with "kubectl iter8 promote ${app.name}"`,
	);
}
