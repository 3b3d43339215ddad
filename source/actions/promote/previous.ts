import {find} from '../../objects/cluster.ts';
import {verbFieldManager} from '../../objects/labels.ts';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import {configMaps} from '../../objects/resource.ts';
import type {ActionContext} from '../action-context.ts';

/** What promote keeps of a primary before it replaces it, so that `abort` can go back and a stopped `promote` can go on. */
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

/** Name of the ConfigMap that keeps it. An annotation would do, but KServe hands annotations on and would start a new revision. */
function previousName(app: string): string {
	return `${app}-previous`;
}

/** The record of the promotion of this candidate, or undefined when there is none. */
export async function readPrevious(
	context: ActionContext,
	app: string,
	candidate: KubeObject,
): Promise<Previous | undefined> {
	const configMap = await find(context.cluster, configMaps, context.namespace, previousName(app), context.signal);
	const text = configMap && isRecord(configMap['data']) ? configMap['data']['previous'] : undefined;
	if (typeof text !== 'string') return undefined;
	const record: unknown = JSON.parse(text);
	if (!isRecord(record) || record['candidateUid'] !== candidate.metadata.uid || !isRecord(record['spec']))
		return undefined;
	const version = record['version'];
	return {
		candidateUid: candidate.metadata.uid ?? '',
		spec: record['spec'],
		version: typeof version === 'string' ? version : undefined,
		statusBefore: record['statusBefore'],
		statusBeforeRestore: record['statusBeforeRestore'],
	};
}

/** Stores a record; the one before it, of an earlier promotion, is overwritten. */
export async function storePrevious(context: ActionContext, app: string, previous: Previous): Promise<void> {
	const configMap: KubeObject = {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name: previousName(app),
			namespace: context.namespace,
			labels: {'app.kubernetes.io/name': app, 'app.kubernetes.io/managed-by': verbFieldManager},
		},
		data: {previous: JSON.stringify(previous)},
	};
	await context.cluster.apply(configMaps, configMap, {
		fieldManager: verbFieldManager,
		force: true,
		signal: context.signal,
	});
}

/** Removes the record. */
export async function deletePrevious(context: ActionContext, app: string): Promise<boolean> {
	const present = await find(context.cluster, configMaps, context.namespace, previousName(app), context.signal);
	if (!present) return false;
	await context.cluster.delete(configMaps, context.namespace, previousName(app), {signal: context.signal});
	return true;
}
