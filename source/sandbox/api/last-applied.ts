import {isRecord, type KubeObject} from '../../objects/object.ts';
import {canonicalJson} from '../kserve/canonical-json.ts';
import {appliedFields, fieldsOf, type FieldSet} from './field-set.ts';
import {difference} from './managed-fields.ts';
import type {Shape} from './shape.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The field manager that goes over from client-side to server-side apply by itself. */
const migrating = 'kubectl';

/**
 * The fields that `kubectl apply` has set and nobody has changed since, which yield to `kubectl apply --server-side` without
 * force (apiserver, `lastappliedmanager.go`). Empty for other managers.
 */
export function yieldingFields(live: KubeObject | undefined, manager: string, shape: Shape): FieldSet {
	const config = manager === migrating ? lastApplied(live) : undefined;
	if (config === undefined) return new Set();
	const fields = fieldsOf(config, shape);
	const {added, modified, removed} = difference(fields, fieldsOf(live, shape), shape);
	return new Set([...appliedFields(fields)].filter(path => ![added, modified, removed].some(set => set.has(path))));
}

/** An object with the annotation of client-side apply, where it has one, brought up to what is applied now. */
export function withLastApplied(object: KubeObject, config: KubeObject, manager: string): KubeObject {
	const {annotations = {}} = object.metadata;
	if (manager !== migrating || annotations[annotation] === undefined) return object;
	const {[annotation]: _, ...others} = config.metadata.annotations ?? {};
	const {annotations: _annotations, ...bare} = config.metadata;
	const metadata = Object.keys(others).length > 0 ? {...bare, annotations: others} : bare;
	const value = `${canonicalJson({...config, metadata})}\n`;
	return {...object, metadata: {...object.metadata, annotations: {...annotations, [annotation]: value}}};
}

function lastApplied(live: KubeObject | undefined): unknown {
	try {
		const config: unknown = JSON.parse(live?.metadata.annotations?.[annotation] ?? '');
		return isRecord(config) ? config : undefined;
	} catch {
		return undefined;
	}
}
