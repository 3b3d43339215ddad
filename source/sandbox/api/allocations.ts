import {fieldAt, isRecord, type KubeObject} from '../../objects/object.ts';
import type {Kind} from './kind.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An object with what the API server itself gives to those of its kind: the cluster IP of a Service, the state that a status
 * begins with, the finalizer of a namespace. What an update leaves out stays as it was.
 */
export function withAllocations(kind: Kind, object: KubeObject, before: KubeObject | undefined): KubeObject {
	const spec = {...specOf(kind, object, before), ...fieldsOf(object['spec'])};
	const status = {...statusOf(kind), ...fieldsOf(object['status'])};
	const hasStatus = 'status' in object || statusKinds.has(kind.plural + kind.group);
	switch (kind.plural + kind.group) {
		case 'events':
			return {eventTime: null, reportingComponent: '', reportingInstance: '', ...object};
		case 'namespaces':
		case 'services':
		case 'pods':
			return {...object, spec, status};
		default:
			return hasStatus ? {...object, status} : object;
	}
}

const statusKinds = new Set(['deploymentsapps', 'gatewaysgateway.networking.k8s.io']);

function specOf(kind: Kind, object: KubeObject, before: KubeObject | undefined): Fields {
	const isExternal = fieldAt(object, 'spec', 'type') === 'ExternalName';
	if (kind.plural === 'namespaces' && !before) return {finalizers: ['kubernetes']};
	if (kind.plural === 'namespaces') return fieldsOf(before?.['spec']);
	if (kind.plural === 'pods') return pick(before, ['tolerations', 'priority', 'preemptionPolicy'], podAllocations);
	if (kind.plural !== 'services' || isExternal) return {};
	const clusterIP = fieldAt(object, 'spec', 'clusterIP') ?? clusterIpOf(object);
	const given = {clusterIP, clusterIPs: [clusterIP], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack'};
	return pick(before, Object.keys(given), given);
}

/** Fields as they were before, or as they are given to a new object. */
function pick(before: KubeObject | undefined, keys: readonly string[], given: Fields): Fields {
	const spec = fieldsOf(before?.['spec']);
	return Object.fromEntries(keys.map(key => [key, spec[key] ?? given[key]]));
}

const toleration = (key: string): Fields => ({
	key: `node.kubernetes.io/${key}`,
	operator: 'Exists',
	effect: 'NoExecute',
	tolerationSeconds: 300,
});

const podAllocations: Fields = {
	tolerations: [toleration('not-ready'), toleration('unreachable')],
	priority: 0,
	preemptionPolicy: 'PreemptLowerPriority',
};

function statusOf({plural, group}: Kind): Fields {
	const waiting = (type: string): Fields => ({
		type,
		status: 'Unknown',
		reason: 'Pending',
		message: 'Waiting for controller',
		lastTransitionTime: '1970-01-01T00:00:00Z',
	});
	switch (plural + group) {
		case 'namespaces':
			return {phase: 'Active'};
		case 'services':
			return {loadBalancer: {}};
		case 'pods':
			return {phase: 'Pending', qosClass: 'BestEffort'};
		case 'gatewaysgateway.networking.k8s.io':
			return {conditions: [waiting('Accepted'), waiting('Programmed')]};
		default:
			return {};
	}
}

/** An address that depends on the uid alone; nothing listens there. */
function clusterIpOf({metadata}: KubeObject): string {
	const number = Number.parseInt((metadata.uid ?? '').replaceAll('-', '').slice(0, 8), 16) || 1;
	return `10.96.${(number >> 8) & 0xff}.${number & 0xff}`;
}

function fieldsOf(value: unknown): Fields {
	return isRecord(value) ? value : {};
}
