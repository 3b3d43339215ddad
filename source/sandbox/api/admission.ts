import type {KubeObject} from '../../objects/object.ts';
import {namespaces} from '../../objects/resource.ts';
import {withAllocations} from './allocations.ts';
import {withDefaults} from './defaults.ts';
import {qualifiedPlural, type Kind} from './kind.ts';
import {kindOf} from './kinds.ts';
import {notFound, objectDetails, StatusError} from './status-error.ts';
import type {Store} from './store.ts';
import {validate, validateChange} from './validation.ts';
import type {Rules} from './writes.ts';

/** A validating webhook: its name, and why it denies an object; undefined when it takes it. */
export interface Webhook {
	readonly name: string;
	readonly denial: (kind: Kind, object: KubeObject) => string | undefined;
}

/** What the API server does with each object between reading and storing it. */
export function admission(store: Store, webhook?: Webhook): Rules {
	return {
		admit(kind, object, before) {
			if (!before) refuseMissingNamespace(store, kind, object);
			const complete = withDefaults(kind, object);
			validate(kind, complete, before);
			if (before) validateChange(kind, complete, before);
			if (webhook) ask(webhook, kind, complete);
			return complete;
		},
		allocate: withAllocations,
	};
}

/** What is on its way out is not asked about, so that finalizers can go. */
function ask({name, denial}: Webhook, kind: Kind, object: KubeObject): void {
	if (object.metadata.deletionTimestamp !== undefined) return;
	const why = denial(kind, object);
	if (why === undefined) return;
	throw new StatusError(403, 'Forbidden', `admission webhook "${name}" denied the request: ${why}`);
}

function refuseMissingNamespace(store: Store, kind: Kind, {metadata: {name, namespace = ''}}: KubeObject): void {
	if (!kind.namespaced) return;
	const found = store.get(namespaces, undefined, namespace);
	if (!found) throw notFound(kindOf(namespaces), namespace);
	if (found.metadata.deletionTimestamp === undefined) return;
	const message = `${qualifiedPlural(kind)} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`;
	const cause = {
		reason: 'NamespaceTerminating',
		message: `namespace ${namespace} is being terminated`,
		field: 'metadata.namespace',
	};
	throw new StatusError(403, 'Forbidden', message, {...objectDetails(kind, name), causes: [cause]});
}
