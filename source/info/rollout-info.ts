import type {KubeObject} from '../objects/object.ts';
import type {ActionName} from '../ownership/permissions.ts';
import {shortWords, stepWords} from '../rollout/record-words.ts';
import {parseRecord} from '../rollout/record.ts';
import type {RolloutInfo} from './app.ts';

/** Actions that there are only of an app that has a version, or that give it one. */
const ofVersions: ReadonlySet<string> = new Set<ActionName>(['deploy', 'promote', 'abort', 'undo']);

/** Whether a record tells that an app has had a version. */
export function hadVersion(configMap: KubeObject): boolean {
	return ofVersions.has(parseRecord(configMap)?.action ?? '');
}

/** What a record says is under way; undefined where it has ended, or says nothing of the kind. Whoever writes ConfigMaps may have written it. */
export function rolloutInfo(configMap: KubeObject): RolloutInfo | undefined {
	const record = parseRecord(configMap);
	if (record?.phase !== 'running') return undefined;
	const {phase, action, title, by, startedAt, executor, steps, step} = record;
	const current = steps[step];
	return {
		phase,
		action,
		title: shortWords(title),
		by: shortWords(by),
		startedAt: shortWords(startedAt),
		...(executor && {
			executor: {...executor, name: shortWords(executor.name), renewedAt: shortWords(executor.renewedAt)},
		}),
		step: step + 1,
		steps: steps.length,
		doing: current === undefined ? 'its end' : shortWords(stepWords(current)),
	};
}
