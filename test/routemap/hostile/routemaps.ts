import type {KubeObject} from '../../../source/objects/object.ts';
import {bounds} from '../../../source/routemap/bounds.ts';
import {routemapConfigMap} from '../../helpers/app-objects.ts';
import {hostileTemplates} from './templates.ts';
import {hostileYaml} from './yaml.ts';

const start = 'versions: [{resources: [{gvrShort: isvc, name: wisdom-0}]}]\nroutingTemplates:\n';
const marks = Object.fromEntries(
	Array.from({length: bounds.metadata / 2}, (_, index) => [`mark-${index}`, `m${index}`]),
);

/** Characters of a text that may be read even if each of them is a mark. */
const nearlyAll = 24_000;

function configMap(strSpec: string, metadata: KubeObject['metadata'] | object = {}): KubeObject {
	return routemapConfigMap('hog', strSpec, metadata);
}

/** A routemap with as many labels, annotations and versions as it may have. */
function withTemplates(...templates: readonly string[]): KubeObject {
	const versions = Array.from(
		{length: bounds.versions},
		(_, index) => `{resources: [{gvrShort: isvc, name: n-${index}}]}`,
	);
	const entries = templates.map(
		(template, index) => `  t${index}: {gvrShort: vs, template: ${JSON.stringify(template)}}\n`,
	);
	const spec = `versions: [${versions.join(', ')}]\nroutingTemplates:\n${entries.join('')}`;
	return configMap(spec, {labels: marks, annotations: marks});
}

/** A template that renders a text twice. */
function rendering(text: string): string {
	return `{{define "x"}}${text.replaceAll('{{', '{{"{{"}}')}{{end}}{{template "x"}}{{template "x"}}`;
}

/** Routemaps that cost as much as they can, by what they are. */
export const hostileRoutemaps: ReadonlyMap<string, KubeObject> = new Map([
	...Object.entries(hostileYaml).flatMap(
		([name, family]) =>
			[
				[`spec: ${name}`, configMap(family(bounds.characters))],
				[`short spec: ${name}`, configMap(family(nearlyAll))],
			] as const,
	),
	...Object.entries(hostileYaml).map(
		([name, family]) => [`rendered: ${name}`, withTemplates(rendering(family(12_000)))] as const,
	),
	...Object.entries(hostileTemplates).map(([name, text]) => [`template: ${name}`, withTemplates(text)] as const),
	['a spec that is too long', configMap(`${start}#${'x'.repeat(bounds.characters)}`)],
	['a spec of a megabyte', configMap('! '.repeat(500_000))],
	['many templates', withTemplates(...Array.from({length: bounds.templates + 1}, () => 'x'))],
	[
		'many versions',
		configMap(`versions: [${'{resources: [{gvrShort: isvc, name: a}]},'.repeat(bounds.versions + 1)}]`),
	],
	[
		'many resources',
		configMap(`versions: [{resources: [${'{gvrShort: isvc, name: a},'.repeat(bounds.resources + 1)}]}]`),
	],
	['a long name', configMap(`versions: [{resources: [{gvrShort: isvc, name: ${'a'.repeat(bounds.name + 1)}}]}]`)],
	[
		'a long short name',
		configMap(`versions: [{resources: [{gvrShort: ${'a'.repeat(bounds.gvrShort + 1)}, name: a}]}]`),
	],
	[
		'many annotations',
		configMap(start, {annotations: Object.fromEntries(Array.from({length: 501}, (_, index) => [index, '']))}),
	],
	[
		'all templates take what one may',
		withTemplates(...Array.from({length: bounds.templates}, () => '{{range 9999999}}{{end}}')),
	],
	['aliases in what is rendered', withTemplates('a: &a [{{range 90}}x,{{end}}x]\nb: [{{range 98}}*a,{{end}}*a]')],
]);
