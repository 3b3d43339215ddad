import {labelSelectorOf} from '../../objects/labels.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, stringsAt, type KubeObject} from '../../objects/object.ts';
import {age} from '../../print/age.ts';
import type {Column} from './kind.ts';

const none = '<none>';

/** The first column of every table. */
export const nameColumn: Column = {name: 'Name', type: 'string', format: 'name', value: object => object.metadata.name};

/** The last column of what is built in. */
const ageColumn = column('Age', (object, now) => age(object.metadata.creationTimestamp, now));

/** The last column of custom kinds that name no columns of their own. */
export const customAgeColumn = pathColumn('Age', 'date', '.metadata.creationTimestamp');

/** A column of a CRD. */
export function pathColumn(name: string, type: Column['type'], value: string): Column {
	return {name, type, value};
}

/** The columns of kube-apiserver's own printers (kubernetes, `pkg/printers/internalversion`). */
export const namespaceColumns = [
	nameColumn,
	column('Status', object => stringAt(object, 'status', 'phase')),
	ageColumn,
] as const;

export const configMapColumns = [
	nameColumn,
	column('Data', object => sizeOf(object, 'data') + sizeOf(object, 'binaryData')),
	ageColumn,
] as const;

export const serviceColumns = [
	nameColumn,
	column('Type', object => stringAt(object, 'spec', 'type')),
	column('Cluster-IP', object => stringAt(object, 'spec', 'clusterIP') ?? none),
	column('External-IP', externalIp),
	column('Port(s)', servicePorts),
	ageColumn,
	column('Selector', object => labelText(fieldAt(object, 'spec', 'selector')), true),
] as const;

export const podColumns = [
	nameColumn,
	column('Ready', object => {
		const statuses = listAt(object, 'status', 'containerStatuses');
		const ready = statuses.filter(status => fieldAt(status, 'ready') === true);
		return `${ready.length}/${listAt(object, 'spec', 'containers').length}`;
	}),
	column('Status', object =>
		object.metadata.deletionTimestamp === undefined ? stringAt(object, 'status', 'phase') : 'Terminating',
	),
	column('Restarts', object => {
		const counts = listAt(object, 'status', 'containerStatuses').map(status => numberAt(status, 'restartCount') ?? 0);
		return String(counts.reduce((sum, count) => sum + count, 0));
	}),
	ageColumn,
	column('IP', object => stringAt(object, 'status', 'podIP') ?? none, true),
	column('Node', object => stringAt(object, 'spec', 'nodeName') ?? none, true),
	column('Nominated Node', object => stringAt(object, 'status', 'nominatedNodeName') ?? none, true),
	column('Readiness Gates', () => none, true),
] as const;

export const deploymentColumns = [
	nameColumn,
	column('Ready', object => `${countAt(object, 'readyReplicas')}/${numberAt(object, 'spec', 'replicas') ?? 0}`),
	column('Up-to-date', object => countAt(object, 'updatedReplicas')),
	column('Available', object => countAt(object, 'availableReplicas')),
	ageColumn,
	column('Containers', object => containerFields(object, 'name'), true),
	column('Images', object => containerFields(object, 'image'), true),
	column('Selector', object => labelText(fieldAt(object, 'spec', 'selector', 'matchLabels')), true),
] as const;

export const leaseColumns = [
	nameColumn,
	column('Holder', object => stringAt(object, 'spec', 'holderIdentity') ?? ''),
	ageColumn,
] as const;

export const eventColumns = [
	column('Last Seen', (object, now) => age(lastSeen(object), now)),
	column('Type', object => stringAt(object, 'type')),
	column('Reason', object => stringAt(object, 'reason')),
	column('Object', object => {
		const kind = stringAt(object, 'involvedObject', 'kind')?.toLowerCase() ?? '';
		return `${kind}/${stringAt(object, 'involvedObject', 'name') ?? ''}`;
	}),
	column('Subobject', object => stringAt(object, 'involvedObject', 'fieldPath') ?? '', true),
	column('Source', eventSource, true),
	column('Message', object => stringAt(object, 'message')?.trim()),
	column('First Seen', (object, now) => age(firstSeen(object), now), true),
	column('Count', object => numberAt(object, 'count') ?? 1, true),
	{...nameColumn, isWide: true},
] as const;

function column(name: string, value: (object: KubeObject, now: Date) => unknown, isWide = false): Column {
	return {name, type: 'string', isWide, value};
}

function sizeOf(object: KubeObject, field: string): number {
	const value = object[field];
	return isRecord(value) ? Object.keys(value).length : 0;
}

function countAt(object: KubeObject, field: string): number {
	return numberAt(object, 'status', field) ?? 0;
}

function labelText(labels: unknown): string {
	const selector = labelSelectorOf(labels);
	return selector === '' ? none : selector.split(',').toSorted().join(',');
}

function containerFields(deployment: KubeObject, field: string): string {
	const containers = listAt(deployment, 'spec', 'template', 'spec', 'containers');
	return containers.map(container => stringAt(container, field) ?? '').join(',');
}

function externalIp(service: KubeObject): string {
	const type = stringAt(service, 'spec', 'type');
	if (type === 'ExternalName') return stringAt(service, 'spec', 'externalName') ?? none;
	const given = stringsAt(service, 'spec', 'externalIPs');
	if (type !== 'LoadBalancer') return given.length === 0 ? none : given.join(',');
	const ingress = listAt(service, 'status', 'loadBalancer', 'ingress');
	const addresses = ingress.map(entry => stringAt(entry, 'ip') ?? stringAt(entry, 'hostname') ?? '');
	return addresses.length === 0 ? '<pending>' : addresses.join(',');
}

function servicePorts(service: KubeObject): string {
	const texts = listAt(service, 'spec', 'ports').map(port => {
		const nodePort = fieldAt(port, 'nodePort');
		const number = numberAt(port, 'port') ?? 0;
		return `${number}${typeof nodePort === 'number' ? `:${nodePort}` : ''}/${stringAt(port, 'protocol') ?? ''}`;
	});
	return texts.length === 0 ? none : texts.join(',');
}

function firstSeen(event: KubeObject): string | undefined {
	return stringAt(event, 'firstTimestamp') ?? stringAt(event, 'eventTime');
}

function lastSeen(event: KubeObject): string | undefined {
	return stringAt(event, 'series', 'lastObservedTime') ?? stringAt(event, 'lastTimestamp') ?? firstSeen(event);
}

function eventSource(event: KubeObject): string {
	const component = stringAt(event, 'source', 'component') || stringAt(event, 'reportingComponent') || '';
	const host = stringAt(event, 'source', 'host') ?? '';
	return [component, host].filter(part => part !== '').join(', ');
}
