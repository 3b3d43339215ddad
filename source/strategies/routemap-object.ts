import type {KubeObject} from '../objects/object.ts';
import {kindLabel, versionLabel} from '../routemap/routemap.ts';
import {writeYaml} from '../routemap/yaml.ts';
import {routemapName, type App} from './app.ts';

/** A routing template as a routemap holds it. */
export interface TemplateText {
	readonly name: string;
	readonly gvrShort: string;
	readonly text: string;
}

/**
 * The routemap ConfigMap of an app whose versions are one resource each, in Iter8's format of v0.16 (labels, immutability and
 * all), so that Iter8's own controller would understand it too.
 */
export function routemapObject(app: App, gvrShort: string, template: TemplateText): KubeObject {
	const versions = app.versions.map(({name}) => ({resources: [{gvrShort, name, namespace: app.namespace}]}));
	const routingTemplates = {[template.name]: {gvrShort: template.gvrShort, template: template.text}};
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name: routemapName(app.name),
			namespace: app.namespace,
			labels: {'app.kubernetes.io/managed-by': 'iter8', [kindLabel]: 'routemap', [versionLabel]: 'v0.16'},
		},
		immutable: true,
		data: {strSpec: writeYaml({versions, routingTemplates})},
	};
}
