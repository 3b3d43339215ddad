import {kindLabel, managedByLabel, versionLabel, watchLabel, weightAnnotation} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {writeYaml} from '../routemap/yaml.ts';
import {routemapName, weightConfigName} from '../routing/app-spec.ts';
import {templateText} from '../routing/template-text.ts';
import {placeOf, weightOf, type ChartApp, type ChartVersion} from './chart-app.ts';

/** A resource that a version is made of, as a routemap names it. */
export interface Reference {
	readonly gvrShort: string;
	readonly name: string;
	readonly namespace: string;
}

interface RoutemapParts {
	/** What each version is made of. */
	readonly references: (version: ChartVersion, index: number) => readonly Reference[];
	/** Whether the routemap gives each version its weight. */
	readonly hasWeights: boolean;
	/** Only routemaps of v0.16 are immutable. */
	readonly isImmutable: boolean;
	/** The route with the parts of a template in it; undefined for the strategy `none`. */
	readonly route?: {readonly gvrShort: string; readonly object: KubeObject} | undefined;
}

/** An app's routemap, whose one routing template is called as the strategy. */
export function routemapOf(app: ChartApp, {references, hasWeights, isImmutable, route}: RoutemapParts): KubeObject {
	const versions = app.versions.map((version, index) => ({
		...(hasWeights ? {weight: weightOf(version)} : {}),
		resources: references(version, index),
	}));
	const routingTemplates = route
		? {[app.strategy]: {gvrShort: route.gvrShort, template: templateText(route.object)}}
		: {};
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			...placeOf(app, routemapName(app.name)),
			labels: {[managedByLabel]: 'iter8', [kindLabel]: 'routemap', [versionLabel]: app.iter8Version},
		},
		...(isImmutable ? {immutable: true} : {}),
		data: {strSpec: writeYaml({versions, routingTemplates})},
	};
}

/** The ConfigMap that carries a version's weight, as an annotation where it has one of its own. */
export function weightConfig({namespace}: ChartApp, version: ChartVersion, weight?: number): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name: weightConfigName(version.name),
			// The charts leave it out, which would be another place than the routemap says.
			...(version.namespace === namespace ? {} : {namespace: version.namespace}),
			labels: {[watchLabel]: 'true'},
			...(weight === undefined ? {} : {annotations: {[weightAnnotation]: String(weight)}}),
		},
	};
}

export function weightConfigReference(version: ChartVersion): Reference {
	return {gvrShort: 'cm', name: weightConfigName(version.name), namespace: version.namespace};
}
