import {kindLabel, managedByLabel, versionLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {writeYaml} from '../routemap/yaml.ts';
import {routemapName, weightConfigName, type AppSpec} from './app-spec.ts';
import {isWeighted} from './strategies/strategies.ts';

/** A routing template as a routemap holds it. */
export interface TemplateText {
	readonly name: string;
	readonly gvrShort: string;
	readonly text: string;
}

/**
 * The routemap ConfigMap of an app, in Iter8's format of v0.16 (labels, immutability and all), so that Iter8's own controller
 * would understand it too. A version's weight ConfigMap comes first, where that controller looks for the annotation.
 */
export function appRoutemap(app: AppSpec, templates: readonly TemplateText[]): KubeObject {
	const {namespace, strategy} = app;
	const versions = app.versions.map(({name}, index) => ({
		...weightOf(app, index),
		resources: [
			...(isWeighted(strategy, index) ? [{gvrShort: 'cm', name: weightConfigName(name), namespace}] : []),
			...mainResources(app).map(gvrShort => ({gvrShort, name, namespace})),
		],
	}));
	const routingTemplates = Object.fromEntries(
		templates.map(({name, gvrShort, text}) => [name, {gvrShort, template: text}]),
	);
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name: routemapName(app.name),
			namespace,
			labels: {[managedByLabel]: 'iter8', [kindLabel]: 'routemap', [versionLabel]: 'v0.16'},
		},
		immutable: true,
		data: {strSpec: writeYaml({versions, routingTemplates})},
	};
}

/** Without a weight a version has 1 (Iter8), which for a mirror would be one percent. */
function weightOf({strategy, versions}: AppSpec, index: number): {readonly weight?: number} {
	const weight = versions[index]?.weight ?? (strategy === 'mirror' && index > 0 ? 100 : undefined);
	return weight === undefined ? {} : {weight};
}

function mainResources({appType}: AppSpec): readonly string[] {
	return appType === 'deployment' ? ['svc', 'deploy'] : ['isvc'];
}
