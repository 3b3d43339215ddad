import type {KubeObject} from '../objects/object.ts';
import {deploymentKind} from './deployment.ts';
import {inferenceServiceKind} from './inference-service.ts';
import type {VersionKind} from './version-kind.ts';

/** The kinds that a version's main object can be of; of one that has both, the first is the main one. */
export const versionKinds: readonly VersionKind[] = [inferenceServiceKind, deploymentKind];

/** The kind of a version's main object; undefined for one that can only be routed. */
export function versionKindOf({kind}: Pick<KubeObject, 'kind'>): VersionKind | undefined {
	return versionKinds.find(({resource}) => resource.kind === kind);
}
