import {routeFieldManager} from '../objects/labels.ts';
import {fieldAt, isRecord, type KubeObject} from '../objects/object.ts';
import {routeOwner} from '../ownership/owner.ts';

/** What the daemon keeps of a routemap: all but its managed fields. */
export function transformRoutemap(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	return {...object, metadata};
}

/** What the daemon keeps of an application resource: its metadata without managed fields, and its status. */
export function transformApplication(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	const status = object['status'];
	const kept = isRecord(status)
		? {
				observedGeneration: status['observedGeneration'],
				conditions: status['conditions'],
				modelStatus: status['modelStatus'],
				url: status['url'],
				components: {predictor: revisions(status)},
			}
		: undefined;
	return {apiVersion: object.apiVersion, kind: object.kind, metadata, status: kept};
}

function revisions(status: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	const predictor = fieldAt(status, 'components', 'predictor');
	return {
		latestCreatedRevision: fieldAt(predictor, 'latestCreatedRevision'),
		latestReadyRevision: fieldAt(predictor, 'latestReadyRevision'),
	};
}

/** What the daemon keeps of a route object: nothing unless a routemap owns it; of the managed fields only our own. */
export function transformRoute(object: KubeObject): KubeObject | undefined {
	if (!routeOwner(object)) return undefined;
	const managedFields = (object.metadata.managedFields ?? []).filter(({manager}) => manager === routeFieldManager);
	return {...object, status: undefined, metadata: {...object.metadata, managedFields}};
}
