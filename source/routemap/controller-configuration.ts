import {defaultResyncMs} from '../objects/defaults.ts';
import {parseDuration} from '../objects/duration.ts';
import {isRecord} from '../objects/object.ts';
import {type ResourceTypes, defaultResourceTypes, type ResourceType} from '../objects/resource-types.ts';
import {parseYaml} from './yaml.ts';

/** What Iter8's controller reads from its configuration file. */
export interface ControllerConfiguration {
	readonly types: ResourceTypes;
	/** Undefined where the file does not say. */
	readonly clusterScoped: boolean | undefined;
	readonly resyncMs: number;
}

/**
 * Reads Iter8's controller configuration (`config.yaml` of its ConfigMap, or the whole ConfigMap): v0.16 writes conditions as
 * `{name: Ready, status: "True"}`, v1.1 as names. Throws an Error that names the faulty key.
 */
export function parseControllerConfiguration(text: string): ControllerConfiguration {
	const root = unwrapConfigMap(parseYaml(text));
	if (!isRecord(root)) throw new Error('the configuration is not a YAML mapping');
	const declared = root['resourceTypes'];
	if (declared !== undefined && !isRecord(declared)) throw new Error('resourceTypes is not a mapping of short names');
	const types = declared
		? new Map(Object.entries(declared).map(([name, type]) => [name, parseResourceType(name, type)]))
		: defaultResourceTypes;
	const clusterScoped = root['clusterScoped'];
	if (clusterScoped !== undefined && typeof clusterScoped !== 'boolean') {
		throw new Error(`clusterScoped is ${JSON.stringify(clusterScoped)}, not true or false`);
	}

	return {types, clusterScoped, resyncMs: parseResync(root['defaultResync'])};
}

function unwrapConfigMap(value: unknown): unknown {
	if (!isRecord(value) || value['kind'] !== 'ConfigMap') return value;
	const inner = isRecord(value['data']) ? value['data']['config.yaml'] : undefined;
	if (typeof inner !== 'string') throw new Error('the ConfigMap has no data key config.yaml');
	return parseYaml(inner);
}

function parseResourceType(name: string, value: unknown): ResourceType {
	const field = (key: string, fallback?: string): string => {
		const found = isRecord(value) ? (value[key] ?? value[key.toLowerCase()] ?? fallback) : undefined;
		if (typeof found !== 'string') throw new Error(`resourceTypes.${name} has no ${key}`);
		return found;
	};
	const group = field('Group', '');
	const version = field('Version');
	const plural = field('Resource');
	const known = [...defaultResourceTypes.values()].find(
		({resource}) => resource.group === group && resource.plural === plural,
	);
	const conditions = isRecord(value) ? (value['conditions'] ?? []) : [];
	if (!Array.isArray(conditions)) throw new Error(`resourceTypes.${name}.conditions is not a list`);
	return {
		resource: {group, version, plural, kind: known?.resource.kind ?? ''},
		conditions: conditions.map(condition => parseCondition(name, condition)),
	};
}

function parseCondition(name: string, value: unknown): string {
	if (typeof value === 'string') return value;
	if (isRecord(value) && typeof value['name'] === 'string') {
		const status = value['status'] ?? 'True';
		if (status === true || (typeof status === 'string' && status.toLowerCase() === 'true')) return value['name'];
		throw new Error(
			`resourceTypes.${name}: condition ${value['name']} asks for status ${JSON.stringify(status)}; only "True" is supported`,
		);
	}

	throw new Error(`resourceTypes.${name}.conditions has an entry that is neither a name nor {name, status}`);
}

function parseResync(value: unknown): number {
	if (value === undefined) return defaultResyncMs;
	const duration = typeof value === 'string' ? parseDuration(value) : undefined;
	if (duration === undefined) throw new Error(`defaultResync is ${JSON.stringify(value)}, not a duration such as 15m`);
	return duration;
}
