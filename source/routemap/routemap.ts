import {isOverLimit, LimitError, type Budget} from '../gotemplate/limits.ts';
import {parseTemplate, type Template} from '../gotemplate/template.ts';
import {nearest} from '../objects/nearest.ts';
import {isRecord, type KubeObject} from '../objects/object.ts';
import {bounds, checkBound, routemapBudget} from './bounds.ts';
import {parseHostileYaml} from './yaml.ts';

/** An application resource that a version is made of. */
export interface ResourceReference {
	readonly gvrShort: string;
	readonly namespace: string;
	readonly name: string;
}

export interface Version {
	/** Undefined where the routemap gives none; the weight then is 1. */
	readonly weight: number | undefined;
	readonly resources: readonly ResourceReference[];
}

export interface RoutingTemplate {
	readonly name: string;
	readonly gvrShort: string;
	/** The parsed template, or why it cannot be parsed: one bad template does not stop the others. */
	readonly template: Template | Error;
}

/** A parsed routemap: an app's versions and the templates of its routes. */
export interface Routemap {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly annotations: Readonly<Record<string, string>>;
	readonly versions: readonly Version[];
	readonly templates: readonly RoutingTemplate[];
	/** What reading it took, of what it and a render of it may take together (`bounds.ts`). */
	readonly steps: number;
}

/** A ConfigMap that is labelled as a routemap and is none. */
export class RoutemapError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'RoutemapError';
	}
}

/** Keys of a spec that may be mistyped; there are two. */
const mostKeys = 20;

/**
 * Reads a routemap from its ConfigMap (`data.strSpec`, Iter8's format of v0.16 to v1.1). A resource without a namespace is in
 * the routemap's own. Throws RoutemapError that says what is wrong; a template that does not parse is no such error. The error of
 * a routemap that is more, or takes more, than it may (`bounds.ts`) is one of `isOverLimit`.
 */
export function parseRoutemap(configMap: KubeObject, budget: Budget = routemapBudget()): Routemap {
	try {
		return parseWithin(configMap, budget);
	} catch (error) {
		if (!(error instanceof Error) || !isOverLimit(error)) throw error;
		const message = budget.isSpent
			? `takes more than the ${bounds.steps} steps that a routemap may take`
			: error.message;
		throw new RoutemapError(message, {cause: error});
	}
}

function parseWithin(configMap: KubeObject, budget: Budget): Routemap {
	const {metadata} = configMap;
	const namespace = metadata.namespace ?? 'default';
	const {labels = {}, annotations = {}} = metadata;
	const marks = Object.keys(labels).length + Object.keys(annotations).length;
	checkBound('metadata', marks, `has ${marks} labels and annotations`);
	const spec = parseSpec(configMap, budget);
	const versions = spec['versions'];
	const meant = 'versions' in spec ? undefined : nearest('versions', Object.keys(spec).slice(0, mostKeys));
	if (meant !== undefined) throw new RoutemapError(`unknown key ${meant}; did you mean versions?`);
	if (!Array.isArray(versions) || versions.length === 0)
		throw new RoutemapError('versions is empty: a routemap needs at least one version');
	checkBound('versions', versions.length, `has ${versions.length} versions`);
	const templates = spec['routingTemplates'] ?? {};
	if (!isRecord(templates)) throw new RoutemapError('routingTemplates is not a mapping of names to templates');
	const named = Object.entries(templates);
	checkBound('templates', named.length, `has ${named.length} routing templates`);
	const parsed = versions.map((version, index) => parseVersion(version, `versions[${index}]`, namespace));
	const resources = parsed.reduce((sum, version) => sum + version.resources.length, 0);
	checkBound('resources', resources, `names ${resources} resources`);
	return {
		namespace,
		name: metadata.name,
		uid: metadata.uid ?? '',
		labels,
		annotations,
		versions: parsed,
		templates: named.map(([name, template]) => parseRoutingTemplate(name, template, budget)),
		steps: budget.steps,
	};
}

function parseSpec(configMap: KubeObject, budget: Budget): Readonly<Record<string, unknown>> {
	const text = isRecord(configMap['data']) ? configMap['data']['strSpec'] : undefined;
	if (typeof text !== 'string') throw new RoutemapError('data.strSpec is missing: a routemap is YAML in that key');
	checkBound('characters', text.length, 'data.strSpec has more characters');
	try {
		const spec = parseHostileYaml(text, budget);
		if (isRecord(spec)) return spec;
	} catch (error) {
		if (error instanceof LimitError) throw error;
		throw new RoutemapError(
			`data.strSpec is no valid YAML: ${error instanceof Error ? error.message : String(error)}`,
			{cause: error},
		);
	}

	throw new RoutemapError('data.strSpec is no YAML mapping with versions and routingTemplates');
}

function parseVersion(value: unknown, path: string, namespace: string): Version {
	const resources = isRecord(value) ? value['resources'] : undefined;
	if (!isRecord(value) || !Array.isArray(resources) || resources.length === 0) {
		throw new RoutemapError(`${path}.resources is empty: a version needs at least one resource`);
	}

	const weight = value['weight'];
	if (weight !== undefined && weight !== null && !isWeight(weight)) {
		throw new RoutemapError(
			`${path}.weight is ${JSON.stringify(weight).slice(0, 100)}, not a whole number from 0 to 4294967295`,
		);
	}

	return {
		weight: weight ?? undefined,
		resources: resources.map((resource, index) => parseReference(resource, `${path}.resources[${index}]`, namespace)),
	};
}

function parseReference(value: unknown, path: string, namespace: string): ResourceReference {
	const field = (key: string, bound: 'name' | 'gvrShort' = 'name'): string => {
		const found = isRecord(value) ? value[key] : undefined;
		if (typeof found !== 'string' || found === '') throw new RoutemapError(`${path}.${key} is missing or not a string`);
		checkBound(bound, found.length, `${path}.${key} has ${found.length} characters`);
		return found;
	};
	const ownNamespace = isRecord(value) ? value['namespace'] : undefined;
	return {
		gvrShort: field('gvrShort', 'gvrShort'),
		name: field('name'),
		namespace: ownNamespace === undefined || ownNamespace === null ? namespace : field('namespace'),
	};
}

function parseRoutingTemplate(name: string, value: unknown, budget: Budget): RoutingTemplate {
	checkBound('name', name.length, `the name of a routing template has ${name.length} characters`);
	const gvrShort = isRecord(value) ? value['gvrShort'] : undefined;
	const text = isRecord(value) ? value['template'] : undefined;
	if (typeof gvrShort !== 'string')
		throw new RoutemapError(`routingTemplates.${name}.gvrShort is missing or not a string`);
	checkBound('gvrShort', gvrShort.length, `routingTemplates.${name}.gvrShort has ${gvrShort.length} characters`);
	if (typeof text !== 'string') throw new RoutemapError(`routingTemplates.${name}.template is missing or not a string`);
	try {
		return {name, gvrShort, template: parseTemplate(name, text, budget)};
	} catch (error) {
		if (budget.isSpent && isOverLimit(error)) throw error;
		return {name, gvrShort, template: error instanceof Error ? error : new Error(String(error))};
	}
}

function isWeight(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 4_294_967_295;
}
