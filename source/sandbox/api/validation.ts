import {isDeepStrictEqual} from 'node:util';
import {fieldAt, isRecord, listAt, type KubeObject, type OwnerReference} from '../../objects/object.ts';
import type {Kind} from './kind.ts';
import {dnsLabelFaults, labelKeyFaults, labelValueFaults, subdomainFaults} from './names.ts';
import {schemaFaults} from './schema.ts';
import {forbidden, invalid, invalidValue, required, tooLong, type Cause} from './status-error.ts';

const mostConfigMapBytes = 2 ** 20;
const mostAnnotationBytes = 256 * 1024;

/** Refuses an object that breaks a rule of its kind, with every rule that it breaks. */
export function validate(kind: Kind, object: KubeObject, before?: KubeObject): void {
	refuse(kind, object, [
		...metadataFaults(kind, object, before !== undefined),
		...(kind.isCustom ? schemaFaults(object, kind.schema) : contentFaults(kind, object, before)),
	]);
}

/** Refuses a change that the state before does not allow. */
export function validateChange(kind: Kind, object: KubeObject, before: KubeObject): void {
	refuse(kind, object, [...repeated(addedFinalizers(object, before), 2), ...immutableFaults(object, before)]);
}

/** The API server checks the metadata of an update in several places, and tells what it finds each time. */
function repeated(causes: readonly Cause[], times: number): readonly Cause[] {
	return Array.from({length: times}, () => causes).flat();
}

/** Fields of the metadata that a patch must leave alone. */
export function refuseForeignIdentity(kind: Kind, {metadata}: KubeObject, live: KubeObject): void {
	const causes = (['uid', 'deletionTimestamp'] as const)
		.filter(key => metadata[key] !== undefined && metadata[key] !== live.metadata[key])
		.map(key => invalidValue(`metadata.${key}`, metadata[key], 'field is immutable'));
	refuse(kind, live, repeated(causes, 2));
}

function refuse(kind: Kind, {metadata}: KubeObject, causes: readonly Cause[]): void {
	if (causes.length > 0) throw invalid(kind, metadata.name, causes);
}

function metadataFaults(kind: Kind, {metadata}: KubeObject, isUpdate: boolean): readonly Cause[] {
	const {name, labels = {}, annotations = {}, ownerReferences = [], finalizers = []} = metadata;
	const isLabel = kind.group === '' && (kind.plural === 'namespaces' || kind.plural === 'services');
	const causes = (isLabel ? dnsLabelFaults : subdomainFaults)(name).map(fault =>
		invalidValue('metadata.name', name, fault),
	);
	const annotationBytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
	const general = [
		...Object.entries(labels).flatMap(([key, value]) => [
			...labelKeyFaults(key).map(fault => invalidValue('metadata.labels', key, fault)),
			...labelValueFaults(value).map(fault => invalidValue('metadata.labels', value, fault)),
		]),
		...Object.keys(annotations).flatMap(key =>
			labelKeyFaults(key.toLowerCase()).map(fault => invalidValue('metadata.annotations', key, fault)),
		),
		...(annotationBytes > mostAnnotationBytes ? [tooLong('metadata.annotations', mostAnnotationBytes)] : []),
		...ownerReferences.flatMap(ownerFaults),
		...controllerFaults(ownerReferences),
	];
	const held = finalizers.flatMap((finalizer, index) => finalizerFaults(kind, finalizer, index));
	return [
		...causes,
		...repeated(general, isUpdate ? (kind.isCustom ? 3 : 4) : 1),
		...repeated(held, isUpdate && !kind.isCustom ? 2 : 1),
	];
}

function ownerFaults(owner: OwnerReference): readonly Cause[] {
	return (['apiVersion', 'kind', 'name', 'uid'] as const)
		.filter(key => !owner[key])
		.map(key => {
			const words = key === 'apiVersion' ? 'version must not be empty' : 'must not be empty';
			return invalidValue(`metadata.ownerReferences.${key}`, '', words);
		});
}

function controllerFaults(owners: readonly OwnerReference[]): readonly Cause[] {
	const [first, second] = owners.filter(({controller}) => controller === true);
	if (!first || !second) return [];
	const names = `${first.kind}/${first.name} and ${second.kind}/${second.name}`;
	const words = `Only one reference can have Controller set to true. Found "true" in references for ${names}`;
	return [invalidValue('metadata.ownerReferences', owners, words)];
}

function finalizerFaults(kind: Kind, finalizer: string, index: number): readonly Cause[] {
	const faults = labelKeyFaults(finalizer).map(fault => invalidValue('metadata.finalizers', finalizer, fault));
	const isKnown = finalizer.includes('/') || ['orphan', 'foregroundDeletion', 'kubernetes'].includes(finalizer);
	if (kind.isCustom || isKnown) return faults;
	const words = 'name is neither a standard finalizer name nor is it fully qualified';
	return [...faults, invalidValue(`metadata.finalizers[${index}]`, finalizer, words)];
}

function contentFaults(kind: Kind, object: KubeObject, before: KubeObject | undefined): readonly Cause[] {
	switch (kind.plural) {
		case 'configmaps':
			return configMapFaults(object);
		case 'services':
			return serviceFaults(object);
		case 'deployments':
			return deploymentFaults(object, before);
		case 'leases':
			return leaseFaults(object);
		case 'events':
			return eventFaults(object);
		default:
			return [];
	}
}

function configMapFaults({data, binaryData}: KubeObject): readonly Cause[] {
	const entries = [data, binaryData].flatMap(map => (isRecord(map) ? Object.entries(map) : []));
	const bytes = entries.reduce(
		(sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
		0,
	);
	const pattern = '[-._a-zA-Z0-9]+';
	const words = `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '${pattern}')`;
	return [
		...entries
			.filter(([key]) => !new RegExp(`^${pattern}$`).test(key))
			.map(([key]) => invalidValue(`data[${key}]`, key, words)),
		...(bytes > mostConfigMapBytes ? [tooLong('[]', mostConfigMapBytes)] : []),
	];
}

function serviceFaults(object: KubeObject): readonly Cause[] {
	const type = fieldAt(object, 'spec', 'type');
	const isHeadless = fieldAt(object, 'spec', 'clusterIP') === 'None';
	const needsPorts = type !== 'ExternalName' && !isHeadless;
	return needsPorts && listAt(object, 'spec', 'ports').length === 0 ? [required('spec.ports')] : [];
}

function deploymentFaults(object: KubeObject, before: KubeObject | undefined): readonly Cause[] {
	const selector = fieldAt(object, 'spec', 'selector');
	if (before && !isDeepStrictEqual(selector, fieldAt(before, 'spec', 'selector'))) {
		return [invalidValue('spec.selector', selector, 'field is immutable')];
	}

	const labels = fieldAt(object, 'spec', 'template', 'metadata', 'labels') ?? {};
	const wanted = fieldAt(selector, 'matchLabels') ?? {};
	const isMatch = Object.entries(wanted).every(([key, value]) => fieldAt(labels, key) === value);
	if (isMatch) return [];
	return [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')];
}

function leaseFaults(object: KubeObject): readonly Cause[] {
	const {leaseDurationSeconds = 1, leaseTransitions = 0} = (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
	return [
		...(Number(leaseDurationSeconds) > 0
			? []
			: [invalidValue('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0')]),
		...(Number(leaseTransitions) >= 0
			? []
			: [invalidValue('spec.leaseTransitions', leaseTransitions, 'must be greater than or equal to 0')]),
	];
}

function eventFaults(object: KubeObject): readonly Cause[] {
	const namespace = fieldAt(object, 'involvedObject', 'namespace') ?? '';
	const own = object.metadata.namespace;
	const isMatch = namespace === own || (namespace === '' && own === 'default');
	return isMatch ? [] : [invalidValue('involvedObject.namespace', namespace, 'does not match event.namespace')];
}

function addedFinalizers(object: KubeObject, before: KubeObject): readonly Cause[] {
	if (before.metadata.deletionTimestamp === undefined) return [];
	const known = before.metadata.finalizers ?? [];
	const added = (object.metadata.finalizers ?? []).filter(finalizer => !known.includes(finalizer));
	if (added.length === 0) return [];
	const list = added.map(finalizer => JSON.stringify(finalizer)).join(', ');
	const words = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
	return [forbidden('metadata.finalizers', words)];
}

/** "Immutable ConfigMaps" of the Kubernetes documentation: neither the data nor the mark can be changed. */
function immutableFaults(object: KubeObject, before: KubeObject): readonly Cause[] {
	if (before.kind !== 'ConfigMap' || before['immutable'] !== true) return [];
	return ['immutable', 'data', 'binaryData']
		.filter(field => !isDeepStrictEqual(object[field], before[field]))
		.map(field => forbidden(field, 'field is immutable when `immutable` is set'));
}
