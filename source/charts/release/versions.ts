import type {KubeObject} from '../../objects/object.ts';
import {weightOf, type ChartVersion} from '../chart-app.ts';
import {routemapOf, weightConfig, weightConfigReference, type Reference} from '../routemap.ts';
import type {Release, ReleaseVersion} from './values.ts';

/** The object of a version that requests go to, as a version: its name and namespace may be its own. */
export function reached(version: ReleaseVersion, object: KubeObject): ReleaseVersion {
	return {...version, name: object.metadata.name, namespace: object.metadata.namespace ?? version.namespace};
}

/** Chart `release`: the routemap of versions that are several objects each, which it watches besides their weight ConfigMaps. */
export function releasedRoutemap(
	release: Release,
	objects: readonly (readonly (readonly [gvrShort: string, object: KubeObject])[])[],
	{hasWeights, route}: {readonly hasWeights: boolean; readonly route: Parameters<typeof routemapOf>[1]['route']},
): KubeObject {
	const hasConfigs = release.strategy === 'blue-green' || release.strategy === 'mirror';
	const references = (version: ChartVersion, index: number): readonly Reference[] => [
		...(objects[index] ?? []).map(([gvrShort, {metadata}]) => ({
			gvrShort,
			name: metadata.name,
			namespace: metadata.namespace ?? version.namespace,
		})),
		...(hasConfigs ? [weightConfigReference(version)] : []),
	];
	return routemapOf(release, {references, hasWeights, isImmutable: false, route});
}

/** The ConfigMaps that carry the weights; a mirror has them for what gets copies only. */
export function releasedWeightConfigs(release: Release): readonly KubeObject[] {
	const {strategy, versions} = release;
	if (strategy !== 'blue-green' && strategy !== 'mirror') return [];
	return versions
		.slice(strategy === 'mirror' ? 1 : 0)
		.map(version => weightConfig(release, version, weightOf(version)));
}
