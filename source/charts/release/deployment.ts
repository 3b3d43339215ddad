import type {KubeObject} from '../../objects/object.ts';
import type {Release} from './values.ts';
import {deploymentOf, serviceOf} from './version-objects.ts';
import {releasedRoutemap, releasedWeightConfigs} from './versions.ts';

/** Chart `release`, environment `deployment`: versions without any route between them. */
export function releasedDeployment(release: Release): readonly KubeObject[] {
	return deploymentObjects(release, [], undefined);
}

/** Deployments with their Services, what the app's own name needs, weight ConfigMaps and the routemap. */
export function deploymentObjects(
	release: Release,
	host: readonly KubeObject[],
	route: {readonly gvrShort: string; readonly object: KubeObject} | undefined,
): readonly KubeObject[] {
	const versions = release.versions.map(
		version =>
			[
				['svc', serviceOf(release, version)],
				['deploy', deploymentOf(release, version)],
			] as const,
	);
	const hasWeights = release.strategy === 'blue-green' || release.strategy === 'mirror';
	return [
		...versions.flatMap(objects => objects.map(([, object]) => object)),
		...host,
		...releasedWeightConfigs(release),
		releasedRoutemap(release, versions, {hasWeights, route}),
	];
}
