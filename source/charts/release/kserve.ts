import type {KubeObject} from '../../objects/object.ts';
import {localGateway} from '../../routing/reach.ts';
import {externalNameService} from '../app-host.ts';
import {someCandidateHasWeight} from '../istio-route.ts';
import {kserveBlueGreen, kserveCanary} from '../kserve-route.ts';
import type {Release} from './values.ts';
import {inferenceServiceOf} from './version-objects.ts';
import {reached, releasedRoutemap, releasedWeightConfigs} from './versions.ts';

/** Chart `release`, environments `kserve…`: InferenceServices in Knative mode. Iter8's own knows kserve-0.10 by name only. */
export function releasedKServe(release: Release): readonly KubeObject[] {
	const versions = release.versions.map(version => inferenceServiceOf(release, version));
	return [
		...versions,
		externalNameService(release, localGateway),
		...releasedWeightConfigs(release),
		releasedRoutemap(
			release,
			versions.map(object => [['isvc', object]]),
			{hasWeights: release.strategy !== 'none', route: routeOf(release, versions)},
		),
	];
}

function routeOf(release: Release, objects: readonly KubeObject[]): {gvrShort: string; object: KubeObject} | undefined {
	if (release.strategy === 'none') return undefined;
	const suffix = release.environment === 'kserve-0.10' ? 'predictor-default' : 'predictor';
	const versions = release.versions.map((version, index) => {
		const object = objects[index];
		return object === undefined ? version : reached(version, object);
	});
	const app = {...release, versions};
	return {
		gvrShort: 'vs',
		object:
			release.strategy === 'canary'
				? kserveCanary(app, suffix)
				: kserveBlueGreen(app, suffix, someCandidateHasWeight(release)),
	};
}
