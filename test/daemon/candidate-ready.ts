import {parseRecord, type RolloutRecord} from '../../source/rollout/record.ts';
import {present} from '../helpers/present.ts';
import {primary, startRollout, type Rollout} from '../verbs/rollout.ts';

export async function candidateReady(): Promise<Rollout> {
	const rollout = await startRollout([primary()]);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	return rollout;
}

export function recordOf({configMap}: Rollout): RolloutRecord | undefined {
	return parseRecord(configMap('wisdom-rollout'));
}

/** Writes something over the record that there is. */
export function putRecord({cluster, configMap}: Rollout, change: object): void {
	const live = present(configMap('wisdom-rollout'));
	const rollout = {...parseRecord(live), phase: 'running', step: 0, executor: undefined, ...change};
	cluster.put({...live, data: {rollout: JSON.stringify(rollout)}});
}
