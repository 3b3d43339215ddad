import {kindLabel} from '../../../source/objects/labels.ts';
import type {KubeObject} from '../../../source/objects/object.ts';

const header = 'versions:\n- resources: [{gvrShort: isvc, name: nothing-0}]\nroutingTemplates:\n';

function templates(count: number, template: string): string {
	return Array.from({length: count}, (_, index) => `  t${index}: {gvrShort: vs, template: '${template}'}\n`).join('');
}

/** A template of a route whose one rule is as given, YAML in one line. */
function route(name: string, spec: string): string {
	return `  ${name}:
    gvrShort: vs
    template: |
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: ${name}}
      spec: ${spec}
`;
}

const work = '{{range 900000}}{{$x := print $ $ $ $ $ $ $ $ $}}{{end}}';

/** What a hostile hand writes as a `strSpec`, a kind each: to take time, to take memory, to be looked at for ever. */
const kinds: readonly string[] = [
	header + templates(120, work),
	header + templates(4, work),
	header + templates(1, '{{range 900000}}{{end}}'),
	`"${'! '.repeat(100_000)}"`,
	'! '.repeat(100_000),
	'! '.repeat(5000),
	'['.repeat(30_000),
	header + route('a', `{a: &a [${'x,'.repeat(2000)}x], b: [${'*a,'.repeat(98)}*a]}`),
	header + route('m', `{{range 9000}}${'x'.repeat(100)}{{end}}`),
	header + route('r', `{http: [{match: [{uri: {regex: "${'('.repeat(900)}a${')'.repeat(900)}"}}]}]}`),
	header + route('p', '{a: {{ printf "%100000d" 1 }}}'),
	`${header}${'# nothing\n'.repeat(80_000)}`,
	`versions:\n${'- resources: [{gvrShort: isvc, name: nothing-0}]\n'.repeat(2000)}`,
	header + route('n', `{{range 20000}}a{{end}}`),
	header + templates(1, '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}'),
];

/** The kind at an index, as often as one likes; each turn is written a little differently, so that it is news. */
export function hostileRoutemap(index: number, turn: number, namespace: string): KubeObject {
	return configMap(index, turn, namespace, {strSpec: kinds[index % kinds.length] ?? ''});
}

/** A routemap of as many bytes that asks for nothing. */
export function harmlessRoutemap(index: number, turn: number, namespace: string): KubeObject {
	const bytes = JSON.stringify(kinds[index % kinds.length]).length;
	return configMap(index, turn, namespace, {strSpec: header, padding: 'x'.repeat(Math.max(0, bytes - header.length))});
}

function configMap(index: number, turn: number, namespace: string, data: Readonly<Record<string, string>>): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: `other-${index}`, namespace, labels: {[kindLabel]: 'routemap'}},
		data: {...data, turn: String(turn), strSpec: `${data['strSpec']}\n# ${turn}\n`},
	};
}
