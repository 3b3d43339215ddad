import type {KubeObject} from '../../objects/object.ts';
import type {Resource} from '../../objects/resource.ts';
import * as columns from './columns.ts';
import {customAgeColumn, nameColumn, pathColumn} from './columns.ts';
import {customKind, groupVersion, type Column, type Kind} from './kind.ts';
import * as schemas from './schemas.ts';
import * as shapes from './shape.ts';

type BuiltIn = Pick<Kind, 'kind' | 'plural' | 'columns'> & Partial<Kind>;
type Custom = Pick<Kind, 'group' | 'versions' | 'kind' | 'plural'> & Partial<Kind>;

const specAndStatus = {'': ['spec', 'status']};
const readyStatus = (type: string): string => `.status.conditions[?(@.type=="${type}")].status`;
const traffic = (filter: string, field: string): string =>
	`.status.components.predictor.traffic[?(@.${filter})].${field}`;

/** The kinds that the sandbox's API server has: those that this project, KServe and the tutorials use. */
export const kinds: readonly Kind[] = [
	builtIn({
		kind: 'Namespace',
		plural: 'namespaces',
		shortNames: ['ns'],
		namespaced: false,
		hasStatus: true,
		selectableFields: ['status.phase'],
		columns: columns.namespaceColumns,
		shape: shapes.namespaceShape,
	}),
	builtIn({
		kind: 'ConfigMap',
		plural: 'configmaps',
		shortNames: ['cm'],
		columns: columns.configMapColumns,
		fields: {'': ['data', 'binaryData', 'immutable']},
	}),
	builtIn({
		kind: 'Service',
		plural: 'services',
		shortNames: ['svc'],
		categories: ['all'],
		hasStatus: true,
		selectableFields: ['spec.clusterIP', 'spec.type'],
		returnsDeleted: 'as it was',
		columns: columns.serviceColumns,
		shape: shapes.serviceShape,
	}),
	builtIn({
		kind: 'Pod',
		plural: 'pods',
		shortNames: ['po'],
		categories: ['all'],
		hasStatus: true,
		hasGeneration: true,
		subresources: {log: ['get'], portforward: ['create', 'get']},
		selectableFields: [
			'spec.nodeName',
			'spec.restartPolicy',
			'spec.serviceAccountName',
			'status.phase',
			'status.podIP',
		],
		returnsDeleted: 'marked',
		columns: columns.podColumns,
		shape: shapes.podShape,
	}),
	builtIn({
		kind: 'Event',
		plural: 'events',
		shortNames: ['ev'],
		createsOnUpdate: true,
		selectableFields: [
			'involvedObject.kind',
			'involvedObject.namespace',
			'involvedObject.name',
			'involvedObject.uid',
			'involvedObject.apiVersion',
			'involvedObject.resourceVersion',
			'involvedObject.fieldPath',
			'reason',
			'reportingComponent',
			'source',
			'type',
		],
		columns: columns.eventColumns,
		fields: {
			'': [
				'involvedObject',
				'reason',
				'message',
				'source',
				'firstTimestamp',
				'lastTimestamp',
				'count',
				'type',
				'eventTime',
				'series',
				'action',
				'related',
				'reportingComponent',
				'reportingInstance',
			],
		},
		shape: shapes.eventShape,
	}),
	builtIn({
		group: 'apps',
		kind: 'Deployment',
		plural: 'deployments',
		shortNames: ['deploy'],
		categories: ['all'],
		hasStatus: true,
		hasGeneration: true,
		columns: columns.deploymentColumns,
		shape: shapes.deploymentShape,
	}),
	builtIn({
		group: 'coordination.k8s.io',
		kind: 'Lease',
		plural: 'leases',
		createsOnUpdate: true,
		needsVersion: true,
		columns: columns.leaseColumns,
	}),
	custom({
		group: 'serving.kserve.io',
		versions: ['v1beta1'],
		kind: 'InferenceService',
		plural: 'inferenceservices',
		shortNames: ['isvc'],
		columns: [
			pathColumn('URL', 'string', '.status.url'),
			pathColumn('Ready', 'string', readyStatus('Ready')),
			pathColumn('Prev', 'integer', traffic('tag=="prev"', 'percent')),
			pathColumn('Latest', 'integer', traffic('latestRevision==true', 'percent')),
			pathColumn('PrevRolledoutRevision', 'string', traffic('tag=="prev"', 'revisionName')),
			pathColumn('LatestReadyRevision', 'string', traffic('latestRevision==true', 'revisionName')),
			customAgeColumn,
		],
		shape: shapes.inferenceServiceShape,
		schema: schemas.inferenceServiceSchema,
		fields: {...specAndStatus, spec: ['predictor', 'explainer', 'transformer', 'canary']},
	}),
	istio({
		kind: 'VirtualService',
		plural: 'virtualservices',
		shortNames: ['vs'],
		columns: [
			pathColumn('Gateways', 'string', '.spec.gateways'),
			pathColumn('Hosts', 'string', '.spec.hosts'),
			customAgeColumn,
		],
		schema: schemas.virtualServiceSchema,
		fields: {...specAndStatus, spec: ['exportTo', 'gateways', 'hosts', 'http', 'tcp', 'tls']},
	}),
	istio({kind: 'Gateway', plural: 'gateways', shortNames: ['gw']}),
	istio({
		kind: 'DestinationRule',
		plural: 'destinationrules',
		shortNames: ['dr'],
		columns: [pathColumn('Host', 'string', '.spec.host'), customAgeColumn],
		schema: schemas.destinationRuleSchema,
	}),
	istio({
		kind: 'ServiceEntry',
		plural: 'serviceentries',
		shortNames: ['se'],
		columns: [
			pathColumn('Hosts', 'string', '.spec.hosts'),
			pathColumn('Location', 'string', '.spec.location'),
			pathColumn('Resolution', 'string', '.spec.resolution'),
			customAgeColumn,
		],
		shape: shapes.serviceEntryShape,
		schema: schemas.serviceEntrySchema,
	}),
	gatewayApi({
		kind: 'HTTPRoute',
		plural: 'httproutes',
		columns: [pathColumn('Hostnames', 'string', '.spec.hostnames'), customAgeColumn],
		schema: schemas.httpRouteSchema,
	}),
	gatewayApi({
		kind: 'Gateway',
		plural: 'gateways',
		shortNames: ['gtw'],
		columns: [
			pathColumn('Class', 'string', '.spec.gatewayClassName'),
			pathColumn('Address', 'string', '.status.addresses[*].value'),
			pathColumn('Programmed', 'string', readyStatus('Programmed')),
			customAgeColumn,
		],
		shape: shapes.gatewayShape,
		schema: schemas.gatewaySchema,
	}),
];

/** The kind that is served under a group, a version and a plural; undefined when there is none. */
export function servedKind(group: string, version: string, plural: string): Kind | undefined {
	return kinds.find(kind => kind.plural === plural && kind.group === group && kind.versions.includes(version));
}

/** The kind of a resource, in whatever version; one made up for a resource that the table does not have. */
export function kindOf(resource: Resource): Kind {
	return kinds.find(kind => kind.plural === resource.plural && kind.group === resource.group) ?? customKind(resource);
}

/** The kind that an object says it is. */
export function kindOfObject({apiVersion, kind: name}: KubeObject): Kind {
	const [version = '', group = ''] = apiVersion.split('/').toReversed();
	return (
		kinds.find(kind => kind.kind === name && kind.group === group) ??
		customKind({group, version, kind: name, plural: `${name.toLowerCase()}s`})
	);
}

/** The versions of each API group that has a name, the preferred one first. */
export const groups: ReadonlyMap<string, readonly string[]> = new Map(
	[...new Set(kinds.map(({group}) => group))]
		.filter(group => group !== '')
		.map(group => [group, [...new Set(kinds.filter(kind => kind.group === group).flatMap(kind => kind.versions))]]),
);

/** The kinds of a group and version. */
export function kindsOf(group: string, version: string): readonly Kind[] {
	return kinds.filter(kind => kind.group === group && kind.versions.includes(version));
}

/** `apiVersion` that a kind's objects are stored with. */
export function storedApiVersion(kind: Kind): string {
	return groupVersion(kind.group, kind.storedVersion);
}

function builtIn(kind: BuiltIn): Kind {
	return {
		...customKind({group: '', version: 'v1', ...kind}),
		isCustom: false,
		hasStatus: false,
		hasGeneration: false,
		needsVersion: false,
		selectableFields: undefined,
		fields: specAndStatus,
		shape: shapes.plainShape,
		...kind,
	};
}

function custom({columns = [customAgeColumn], versions, ...kind}: Custom): Kind {
	const [version = ''] = versions;
	const all: readonly Column[] = [nameColumn, ...columns];
	return {
		...customKind({version, ...kind}),
		shape: shapes.customShape,
		fields: specAndStatus,
		versions,
		...kind,
		columns: all,
	};
}

function istio(kind: Omit<Custom, 'group' | 'versions'>): Kind {
	return custom({
		group: 'networking.istio.io',
		versions: ['v1', 'v1beta1', 'v1alpha3'],
		storedVersion: 'v1beta1',
		categories: ['istio-io', 'networking-istio-io'],
		...kind,
	});
}

function gatewayApi(kind: Omit<Custom, 'group' | 'versions'>): Kind {
	return custom({
		group: 'gateway.networking.k8s.io',
		versions: ['v1', 'v1beta1'],
		categories: ['gateway-api'],
		...kind,
	});
}
