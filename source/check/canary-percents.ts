import {versionObject} from '../info/version-object.ts';
import {deploymentMode} from '../kserve/deployment-mode.ts';
import {canaryPercent, canaryPredictors, newestShare} from '../kserve/split.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';

/**
 * How KServe itself splits a version's requests, of which routes of ours know nothing: by `canaryTrafficPercent` in Knative mode,
 * which the other modes pass over, and by `spec.canary` in Standard mode.
 */
export function canaryPercents({apps, snapshot}: CheckInput): readonly Finding[] {
	return apps.flatMap(({info}) =>
		info.versions.flatMap((version): readonly Finding[] => {
			const object = versionObject(snapshot, version);
			const percent = object && canaryPercent(object);
			const mode = object && deploymentMode(object);
			if (object && canaryPredictors(object).length > 0) return [ofPredictors(object)];
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

function ofPredictors(object: KubeObject): Finding {
	const names = listed(canaryPredictors(object));
	return {
		severity: 'warning',
		object: titleOf(object),
		what: `spec.canary has KServe run further predictors (${names}), which get requests for its own host alone, none of the app's`,
		todo: `take it out: kubectl edit inferenceservice ${argumentsFor(object)}; kubectl iter8 splits between versions`,
	};
}
