import {routeFieldManager} from '../objects/labels.ts';
import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {routeOwner} from '../ownership/owner.ts';
import {readPart} from '../routemap/bounds.ts';

/**
 * What the daemon keeps of a routemap: its metadata without managed fields, and what is read of it. Whoever may write ConfigMaps may
 * label large ones as routemaps.
 */
export function transformRoutemap(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	const {binaryData: _binaryData, ...rest} = object;
	const strSpec = stringAt(object, 'data', 'strSpec');
	return {...rest, metadata, data: strSpec === undefined ? {} : {strSpec: readPart(strSpec)}};
}

/** What the daemon keeps of an application resource: its metadata without managed fields, and its status. */
export function transformApplication(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	const status = object['status'];
	const kept = isRecord(status)
		? {
				observedGeneration: status['observedGeneration'],
				availableReplicas: status['availableReplicas'],
				conditions: status['conditions'],
				modelStatus: status['modelStatus'],
				url: status['url'],
				components: components(status['components']),
			}
		: undefined;
	return {apiVersion: object.apiVersion, kind: object.kind, metadata, status: kept};
}

/** KServe has three components; whoever may write a status may write more. */
const mostComponents = 8;
/** Of revisions, as many as share its requests. */
const mostTargets = 32;

/** What tells which revisions of each component get requests: `kserve/readiness.ts` reads it. */
function components(value: unknown): Readonly<Record<string, unknown>> | undefined {
	if (!isRecord(value)) return undefined;
	const entries = Object.entries(value).slice(0, mostComponents);
	return Object.fromEntries(
		entries.map(([name, component]) => [
			name,
			{
				latestCreatedRevision: fieldAt(component, 'latestCreatedRevision'),
				latestReadyRevision: fieldAt(component, 'latestReadyRevision'),
				traffic: listAt(component, 'traffic')
					.slice(0, mostTargets)
					.map(target => ({percent: fieldAt(target, 'percent'), latestRevision: fieldAt(target, 'latestRevision')})),
			},
		]),
	);
}

/**
 * What the daemon keeps of a route object: of one that something else owns whose it is and which hosts it claims where, so that it
 * is left alone; all of any other, with our own managed fields only, since it is a routemap's or may become one's.
 */
export function transformRoute(object: KubeObject): KubeObject {
	const managedFields = (object.metadata.managedFields ?? []).filter(({manager}) => manager === routeFieldManager);
	if (routeOwner(object) || !object.metadata.ownerReferences?.length) {
		return {...object, status: undefined, metadata: {...object.metadata, managedFields}};
	}

	const {name, namespace, uid, resourceVersion, ownerReferences, labels, annotations} = object.metadata;
	const metadata = {name, namespace, uid, resourceVersion, ownerReferences, labels, annotations};
	const spec = claimFields.map(field => [field, fieldAt(object, 'spec', field)]);
	return JSON.parse(
		JSON.stringify({apiVersion: object.apiVersion, kind: object.kind, metadata, spec: Object.fromEntries(spec)}),
	) as KubeObject;
}

/** What says which hosts a VirtualService or an HTTPRoute claims, and where. */
const claimFields = ['hosts', 'gateways', 'hostnames', 'parentRefs'];
