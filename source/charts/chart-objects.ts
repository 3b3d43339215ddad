import {isRecord, type KubeObject} from '../objects/object.ts';
import {httpRoutes, virtualServices} from '../objects/resource.ts';
import {parseYaml} from '../routemap/yaml.ts';
import {release} from './release/release.ts';
import {releaseKeys} from './release/values.ts';
import {routingActions, routingActionsKeys} from './routing-actions/routing-actions.ts';

/** What Helm would know besides the values. */
interface ChartOptions {
	/** Name of the Helm release: an app of the chart `release` that has no name of its own is called as it. */
	readonly release?: string | undefined;
	/** Namespace of the release. */
	readonly namespace: string;
}

/**
 * The objects that Iter8's chart `routing-actions` (v0.16) or `release` (v1.1) makes of the text of a values file, told apart by
 * their keys, in an order in which they can be created. As from the charts, an object that is to be in the release's namespace
 * may leave it out. Throws a YamlError, or an Error that names the faulty key; nothing of the text gets beyond the values.
 */
export function chartObjects(text: string, options: ChartOptions): readonly KubeObject[] {
	const values = parseYaml(text) ?? {};
	if (!isRecord(values)) throw new Error('a values file is a mapping of keys to values');
	const isRouting = routingActionsKeys.some(key => Object.hasOwn(values, key));
	const isRelease = releaseKeys.some(key => Object.hasOwn(values, key));
	if (isRouting && isRelease) {
		const mixed = [...routingActionsKeys, ...releaseKeys].filter(key => Object.hasOwn(values, key));
		throw new Error(
			`${mixed.join(', ')} belong to two charts of Iter8: use the keys of one, routing-actions or release`,
		);
	}

	if (isRelease) return release(values, options);
	if (isRouting) return routingActions(values, options);
	throw new Error(
		`no values of Iter8's charts: routing-actions has ${routingActionsKeys.join(', ')}; release has ${releaseKeys.join(', ')}`,
	);
}

/** Objects that all say in which namespace they are. */
export function inNamespace(objects: readonly KubeObject[], namespace: string): readonly KubeObject[] {
	return objects.map(object => ({...object, metadata: {namespace, ...object.metadata}}));
}

/** Objects without the first routes among them, which the routemap renders anew: for who lets a daemon write routes. */
export function withoutRoutes(objects: readonly KubeObject[]): readonly KubeObject[] {
	return objects.filter(({kind}) => kind !== virtualServices.kind && kind !== httpRoutes.kind);
}
