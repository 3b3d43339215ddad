import {isRecord, type KubeObject} from '../../../source/objects/object.ts';
import type {ApiClient, Answer} from '../testbed/api-client.ts';

/** Asks the server to make an object of it what it is to be, without storing it. */
export type Way = (api: ApiClient, path: string, before: KubeObject, after: KubeObject) => Promise<Answer>;

/** All ways to change an object. */
export const ways: Readonly<Record<string, Way>> = {
	PUT: (api, path, _, after) => api.call(`${path}?dryRun=All`, {method: 'PUT', body: after}),
	'JSON patch': (api, path, before, after) =>
		api.call(`${path}?dryRun=All`, {
			method: 'PATCH',
			contentType: 'application/json-patch+json',
			body: Object.keys({...before, ...after})
				.filter(key => JSON.stringify(after[key]) !== JSON.stringify(before[key]))
				.map(key => (key in after ? {op: 'add', path: `/${key}`, value: after[key]} : {op: 'remove', path: `/${key}`})),
		}),
	'merge patch': (api, path, before, after) =>
		api.call(`${path}?dryRun=All`, {
			method: 'PATCH',
			contentType: 'application/merge-patch+json',
			body: mergePatch(before, after),
		}),
	'forced apply': (api, path, _, after) => {
		const {managedFields: _fields, resourceVersion: _version, uid: _uid, ...metadata} = after.metadata;
		return api.call(`${path}?dryRun=All&fieldManager=thief&force=true`, {
			method: 'PATCH',
			contentType: 'application/apply-patch+yaml',
			body: {...after, metadata},
		});
	},
};

/** The merge patch (RFC 7386) that leads from one value to another. */
function mergePatch(
	before: Readonly<Record<string, unknown>>,
	after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
	const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return Object.fromEntries(
		keys.flatMap(key => {
			const [old, wanted] = [before[key], after[key]];
			if (JSON.stringify(old) === JSON.stringify(wanted)) return [];
			if (isRecord(old) && isRecord(wanted)) return [[key, mergePatch(old, wanted)]];
			return [[key, wanted ?? null]];
		}),
	);
}
