import {managedByLabel} from '../objects/labels.ts';
import type {KubeObject, OwnerReference} from '../objects/object.ts';

/** The routemap that a route object belongs to. Iter8 wrote the kind in lower case. */
export function routeOwner(route: KubeObject): OwnerReference | undefined {
	return route.metadata.ownerReferences?.find(({kind}) => kind.toLowerCase() === 'configmap');
}

/** Whether a field manager has applied an object server-side. */
export function isAppliedBy({metadata}: KubeObject, fieldManager: string): boolean {
	return (metadata.managedFields ?? []).some(
		({manager, operation}) => operation === 'Apply' && manager === fieldManager,
	);
}

/** Who an object belongs to, as far as it says; empty, or beginning with a space. */
export function ownerWords({metadata}: KubeObject): string {
	const [owner] = metadata.ownerReferences ?? [];
	if (owner) return ` of ${owner.kind} ${owner.name}`;
	const release = metadata.annotations?.['meta.helm.sh/release-name'];
	if (release !== undefined) return ` of Helm release ${release}`;
	const by = metadata.labels?.[managedByLabel];
	return by === undefined ? '' : ` managed by ${by}`;
}

/** Whose an object is, as a predicate: `belongs to InferenceService churn`; undefined where it does not say. */
export function belongsTo(object: KubeObject): string | undefined {
	const routemap = routeOwner(object);
	if (routemap) return `belongs to routemap ${routemap.name}`;
	const [owner] = object.metadata.ownerReferences ?? [];
	if (owner) return `belongs to ${owner.kind} ${owner.name}`;
	const words = ownerWords(object);
	return words === '' ? undefined : `is${words.replace(/^ of/, ' part of')}`;
}
