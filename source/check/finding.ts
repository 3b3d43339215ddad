import type {StateKind} from '../info/states/state.ts';
import type {KubeObject} from '../objects/object.ts';

/** `broken`: requests or rollouts fail; `warning`: they may; `note`: good to know. */
export type Severity = 'broken' | 'warning' | 'note';

/** Something that is wrong. Sentences without full stops. */
export interface Finding {
	readonly severity: Severity;
	/** `KIND NAMESPACE/NAME` of the object that it is about, or what stands in its place. */
	readonly object: string;
	readonly what: string;
	readonly todo: string;
	/** Which state of an app, or of who writes its routes, it is, where it is one. */
	readonly state?: StateKind;
}

/** Whether somebody has to do something: it is broken, or an app, or who writes its routes, is in a state that wants it. What may only become wrong does not count. */
export function isPressing({severity, state}: Finding): boolean {
	return severity === 'broken' || (severity === 'warning' && state !== undefined);
}

/** `name -n namespace`, as commands take it. */
export function argumentsFor({metadata: {namespace, name}}: KubeObject): string {
	return `${name}${namespace === undefined ? '' : ` -n ${namespace}`}`;
}
