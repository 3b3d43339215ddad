import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {mainResource} from '../versions/main-resource.ts';
import {knownRoutemap} from './known-routemap.ts';
import {versionOfPredictor} from './version-host.ts';

/** The name of an object in its namespace. */
export interface ObjectName {
	readonly namespace: string;
	readonly name: string;
}

/**
 * What a routemap's ConfigMap names: itself, its versions' objects, and the routes that it renders; each name once.
 * @param types What the leading daemon takes short names for.
 */
export function namesIn(configMap: KubeObject, types: ResourceTypes): readonly ObjectName[] {
	const {name, namespace = 'default'} = configMap.metadata;
	const known = knownRoutemap(configMap);
	const names: ObjectName[] = [{namespace, name}];
	if ('routemap' in known) {
		const {versions} = known.routemap;
		names.push(...versions.flatMap(({resources}) => resources));
		const weights = versions.map(({weight}) => weight ?? 1);
		for (const route of known.render(weights, types)) {
			if ('object' in route) names.push({namespace, name: route.object.metadata.name});
		}
	}

	return [...new Map(names.map(each => [namespacedName(each.namespace, each.name), each])).values()];
}

/** The main object of each version that a routemap's ConfigMap names, the primary first. */
export function versionsIn(configMap: KubeObject, types: ResourceTypes): readonly ObjectName[] {
	const known = knownRoutemap(configMap);
	return 'routemap' in known ? known.routemap.versions.flatMap(version => mainResource(version, types) ?? []) : [];
}

/**
 * The version that a Service or a workload serves, by its name: the version's own Service or Deployment, KServe's predictor
 * (`NAME-predictor`), or a revision of it that Knative has made (`NAME-predictor-00001`, `-private`, `-deployment`).
 */
export function versionBehind(name: string, versions: readonly string[]): string | undefined {
	return (
		versionOfPredictor(name, versions) ??
		versionOfPredictor(name.replace(/-\d{5}(-private|-deployment)?$/, ''), versions)
	);
}
