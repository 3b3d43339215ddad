import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isRecord, type KubeObject} from '../../source/objects/object.ts';
import {parseYaml, parseYamlDocuments} from '../../source/routemap/yaml.ts';

/** What a routing template must render for a weight vector. */
export interface GoldenRoute {
	readonly template: string;
	readonly weights: readonly number[];
	readonly object: KubeObject;
}

/** Values that a chart renders, and what comes out; or what it says instead. */
export type GoldenCase = {readonly name: string; readonly values: string} & (
	| {readonly error: string}
	| {
			readonly error?: undefined;
			readonly namespace: string;
			readonly release: string;
			readonly objects: readonly KubeObject[];
			readonly routemap: KubeObject | undefined;
			readonly routes: readonly GoldenRoute[];
	  }
);

/** The cases of a folder of golden renders, laid out as its README says. */
export function goldenCases(folder: string): readonly GoldenCase[] {
	return readdirSync(folder, {withFileTypes: true})
		.filter(entry => entry.isDirectory())
		.map(({name}) => readCase(join(folder, name), name))
		.toSorted((one, other) => one.name.localeCompare(other.name));
}

function readCase(folder: string, name: string): GoldenCase {
	const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
	const has = (file: string): boolean => existsSync(join(folder, file));
	const values = read('values.yaml');
	if (has('error.txt')) return {name, values, error: read('error.txt').trim()};
	return {
		name,
		values,
		namespace: read('namespace').trim(),
		release: name.startsWith('routing-actions') ? 'routing' : 'wisdom',
		objects: parseYamlDocuments(read('expected.yaml')) as readonly KubeObject[],
		routemap: has('routemap.yaml') ? (parseYaml(read('routemap.yaml')) as KubeObject) : undefined,
		routes: has('routes.yaml') ? (parseYaml(read('routes.yaml')) as readonly GoldenRoute[]) : [],
	};
}

/** Objects by kind and name; a routemap's spec as it parses, its templates left out. */
export function comparable(objects: readonly KubeObject[]): readonly unknown[] {
	return objects
		.toSorted((one, other) => sortKey(one).localeCompare(sortKey(other)))
		.map(object => ({...object, ...(isRecord(object['data']) ? {data: withoutTemplates(object['data'])} : {})}));
}

function withoutTemplates({strSpec, ...rest}: Readonly<Record<string, unknown>>): unknown {
	const spec = typeof strSpec === 'string' ? parseYaml(strSpec) : strSpec;
	if (!isRecord(spec)) return {...rest, strSpec};
	const templates = isRecord(spec['routingTemplates']) ? spec['routingTemplates'] : {};
	const routingTemplates = Object.fromEntries(
		Object.entries(templates).map(([name, template]) => {
			const {template: _, ...others} = isRecord(template) ? template : {};
			return [name, others];
		}),
	);
	return {...rest, strSpec: {...spec, routingTemplates}};
}

function sortKey({kind, metadata}: KubeObject): string {
	return `${kind}/${metadata.name}`;
}
