import {LimitError, type Budget} from '../../gotemplate/limits.ts';
import {executeTemplate} from '../../gotemplate/template.ts';
import {Struct, TypedMap} from '../../gotemplate/value.ts';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import type {Resource} from '../../objects/resource.ts';
import {routemapBudget} from '../bounds.ts';
import type {Routemap, RoutingTemplate} from '../routemap.ts';
import {unknownType} from '../unknown-types.ts';
import {parseHostileYaml} from '../yaml.ts';

/** What a routing template came to: a route object that should exist, or why there is none. */
export type Rendered =
	| {readonly template: string; readonly resource: Resource; readonly object: KubeObject}
	| {readonly template: string; readonly error: Error};

/**
 * The routes that should exist for a weight vector, one for each routing template that renders anything. A template that fails
 * is reported in its place and stops no other. Each route belongs to the routemap (owner reference) and lies in its namespace;
 * a template that asks for another namespace, or for an object of another kind than its gvrShort says, is refused. All templates
 * share what reading the routemap left of its budget; once that is used up, none of the others is rendered.
 */
export function renderRoutes(
	routemap: Routemap,
	weights: readonly number[],
	types: ResourceTypes,
	budget: Budget = renderBudget(routemap),
): readonly Rendered[] {
	const input = templateInput(routemap, weights);
	let spender: string | undefined;
	return routemap.templates.flatMap(template => {
		try {
			if (spender !== undefined)
				throw new LimitError(`not rendered, as template ${spender} used up the routemap's budget`);
			const rendered = renderTemplate(routemap, template, input, types, budget);
			return rendered ? [rendered] : [];
		} catch (error) {
			if (budget.isSpent) spender ??= template.name;
			return [{template: template.name, error: error instanceof Error ? error : new Error(String(error))}];
		}
	});
}

function renderTemplate(
	routemap: Routemap,
	{name, gvrShort, template}: RoutingTemplate,
	input: Struct,
	types: ResourceTypes,
	budget: Budget,
): Rendered | undefined {
	if (template instanceof Error) throw template;
	const type = types.get(gvrShort);
	if (!type) throw new Error(unknownType(gvrShort, types));
	const text = executeTemplate(template, input, budget);
	const object = parseHostileYaml(text, budget);
	if (object === undefined) return undefined;
	return {template: name, ...checkRoute(object, type.resource, routemap)};
}

/** What is left for a render after the routemap was read. */
export function renderBudget({steps}: Routemap): Budget {
	const budget = routemapBudget();
	budget.spend(steps);
	return budget;
}

/** What Iter8 executes a template on (its Go struct `routemap`). */
function templateInput(routemap: Routemap, weights: readonly number[]): Struct {
	return new Struct('routemap', {
		Name: routemap.name,
		Namespace: routemap.namespace,
		Labels: new TypedMap('map[string]string', routemap.labels),
		Annotations: new TypedMap('map[string]string', routemap.annotations),
		Weights: weights,
		Versions: routemap.versions.map(
			({weight, resources}) =>
				new Struct('version', {
					Weight: weight ?? null,
					Resources: resources.map(
						({gvrShort, name, namespace}) =>
							new Struct('resource', {GVRShort: gvrShort, Name: name, Namespace: namespace}),
					),
				}),
		),
	});
}

function checkRoute(value: unknown, resource: Resource, routemap: Routemap): {resource: Resource; object: KubeObject} {
	if (!isRecord(value)) throw new Error('renders no YAML mapping');
	const {apiVersion, kind, metadata} = value;
	if (typeof apiVersion !== 'string' || typeof kind !== 'string')
		throw new Error('renders an object without apiVersion or kind');
	if (!isRecord(metadata) || typeof metadata['name'] !== 'string')
		throw new Error('renders an object without metadata.name');
	// Rule: Kubernetes, "Object Names and IDs", path segment names.
	if (/^\.{0,2}$|[/%]/.test(metadata['name'])) throw new Error(`renders an object with the name ${metadata['name']}`);
	const [version = '', group = ''] = apiVersion.split('/').toReversed();
	const what = `${kind} ${metadata['name']}`;
	if (group !== resource.group || (resource.kind !== '' && kind !== resource.kind)) {
		throw new Error(
			`renders ${what} of ${apiVersion}, but its gvrShort stands for ${resource.plural} of group "${resource.group}"`,
		);
	}

	const namespace = metadata['namespace'] ?? routemap.namespace;
	if (namespace !== routemap.namespace) {
		throw new Error(
			`renders ${what} in namespace ${JSON.stringify(namespace)}; a routemap writes only into its own, ${routemap.namespace}`,
		);
	}

	const owner = {apiVersion: 'v1', kind: 'ConfigMap', name: routemap.name, uid: routemap.uid};
	return {
		resource: {...resource, version, kind},
		object: {
			...value,
			apiVersion,
			kind,
			metadata: {...metadata, name: metadata['name'], namespace: routemap.namespace, ownerReferences: [owner]},
		},
	};
}
