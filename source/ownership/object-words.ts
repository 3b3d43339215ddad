import type {KubeObject} from '../objects/object.ts';

/** An object as plans and refusals name it, everywhere the same: `inferenceservice models/wisdom-0`. */
export function objectWords({kind, metadata: {namespace, name}}: Pick<KubeObject, 'kind' | 'metadata'>): string {
	return `${kind.toLowerCase()} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
