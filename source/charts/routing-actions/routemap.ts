import type {KubeObject} from '../../objects/object.ts';
import type {ChartApp} from '../chart-app.ts';
import {routemapOf, weightConfig, weightConfigReference} from '../routemap.ts';

/** Chart `routing-actions`: the routemap of versions that are one resource each, and for blue-green a weight ConfigMap before it. */
export function routedRoutemap(app: ChartApp, gvrShort: string, route: KubeObject): KubeObject {
	const hasWeights = app.strategy === 'blue-green';
	return routemapOf(app, {
		references: version => [
			...(hasWeights ? [weightConfigReference(version)] : []),
			{gvrShort, name: version.name, namespace: version.namespace},
		],
		hasWeights,
		isImmutable: true,
		route: {gvrShort: 'vs', object: route},
	});
}

/** The weight ConfigMaps of a blue-green app, without weights: until one is set, the routemap's hold. */
export function routedWeightConfigs(app: ChartApp): readonly KubeObject[] {
	return app.strategy === 'blue-green' ? app.versions.map(version => weightConfig(app, version)) : [];
}
