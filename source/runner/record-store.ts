import {recordKind} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {recordData, recordName, type RolloutRecord} from '../rollout/record.ts';
import type {ActionContext} from './action-context.ts';
import {readKept, writeKept, type KeptMap} from './kept-map.ts';

function mapOf(app: string): KeptMap {
	return {app, name: recordName(app), kind: recordKind};
}

/** The ConfigMap of an app's record; see `readKept`. */
export async function readRecordMap(context: ActionContext, app: string): Promise<KubeObject | undefined> {
	return readKept(context, mapOf(app));
}

/** Writes a record; see `writeKept`. */
export async function writeRecord(
	context: Pick<ActionContext, 'cluster' | 'namespace'>,
	app: string,
	live: KubeObject | undefined,
	record: RolloutRecord,
	signal: AbortSignal,
): Promise<KubeObject> {
	return writeKept(context, mapOf(app), live, recordData(record), signal);
}
