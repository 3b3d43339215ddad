import {versionObject} from '../info/version-object.ts';
import {deploymentMode} from '../kserve/deployment-mode.ts';
import {fieldAt, titleOf} from '../objects/object.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';

/** `canaryTrafficPercent` of models in modes in which KServe passes it over: only Knative splits between revisions. */
export function canaryPercents({apps, snapshot}: CheckInput): readonly Finding[] {
	return apps.flatMap(({info}) =>
		info.versions.flatMap((version): readonly Finding[] => {
			const object = versionObject(snapshot, version);
			const percent = object && fieldAt(object, 'spec', 'predictor', 'canaryTrafficPercent');
			const mode = object && deploymentMode(object);
			if (!object || percent === undefined || mode === undefined || mode === 'Knative') return [];
			return [
				{
					severity: 'warning',
					object: titleOf(object),
					what: `canaryTrafficPercent: ${JSON.stringify(percent)} does nothing in ${mode} mode`,
					todo: `take it out: kubectl edit inferenceservice ${argumentsFor(object)}; kubectl iter8 splits between versions`,
				},
			];
		}),
	);
}
