import {versionObject} from '../info/version-object.ts';
import {deploymentMode} from '../kserve/deployment-mode.ts';
import {canaryPercent, newestShare} from '../kserve/split.ts';
import {titleOf} from '../objects/object.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';

/**
 * `canaryTrafficPercent`: in Knative mode KServe splits a version's requests between two of its specs by it, of which routes of
 * ours know nothing; in the other modes it passes it over.
 */
export function canaryPercents({apps, snapshot}: CheckInput): readonly Finding[] {
	return apps.flatMap(({info}) =>
		info.versions.flatMap((version): readonly Finding[] => {
			const object = versionObject(snapshot, version);
			const percent = object && canaryPercent(object);
			const mode = object && deploymentMode(object);
			if (!object || percent === undefined || mode === undefined) return [];
			const share = newestShare(object);
			return [
				{
					severity: 'warning',
					object: titleOf(object),
					what:
						mode === 'Knative'
							? `canaryTrafficPercent: ${percent} has KServe split its requests between two of its specs; the newest gets ${share} % now`
							: `canaryTrafficPercent: ${percent} does nothing in ${mode} mode`,
					todo: `take it out: kubectl edit inferenceservice ${argumentsFor(object)}; kubectl iter8 splits between versions`,
				},
			];
		}),
	);
}
