import {previousAnnotation} from '../../../../source/objects/labels.ts';
import {fieldAt, listAt, stringAt, type KubeObject} from '../../../../source/objects/object.ts';
import type {ApiClient} from '../../testbed/api-client.ts';

const collections = [
	(namespace: string) => `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`,
	(namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`,
	(namespace: string) => `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/virtualservices`,
	(namespace: string) => `/api/v1/namespaces/${namespace}/services`,
	(namespace: string) => `/api/v1/namespaces/${namespace}/configmaps`,
];

/** All that a cluster has of an app: specs, labels, weights, routes, history; without what differs from one run to the next. */
export async function stateOf(api: ApiClient, namespace: string, app: string): Promise<unknown> {
	const lists = await Promise.all(collections.map(async pathOf => api.expect(pathOf(namespace))));
	const objects = lists
		.flatMap(list => listAt(list, 'items') as readonly KubeObject[])
		.filter(({metadata}) => metadata.name === app || metadata.name.startsWith(`${app}-`));
	return Object.fromEntries(
		objects.map(object => {
			const collection = lists.findIndex(list => listAt(list, 'items').includes(object));
			const place = `${collections[collection]?.('').split('/').at(-1)} ${object.metadata.name}`;
			return [called(app, place), JSON.parse(called(app, JSON.stringify(essenceOf(object))))];
		}),
	);
}

function called(app: string, text: string): string {
	return text.replaceAll(app, 'APP');
}

function essenceOf({metadata, ...object}: KubeObject): unknown {
	const {labels, annotations, finalizers, deletionTimestamp} = metadata;
	const {clusterIP: _, clusterIPs: _all, ...spec} = (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
	return {
		spec,
		labels,
		annotations: {...annotations, [previousAnnotation]: previousOf(annotations?.[previousAnnotation])},
		finalizers: finalizers?.toSorted(),
		isLeaving: deletionTimestamp !== undefined,
		data: dataOf(object['data']),
	};
}

/** What a primary says of its past, without uids and times. */
function previousOf(text: string | undefined): unknown {
	if (text === undefined) return undefined;
	const previous: unknown = JSON.parse(text);
	const past = listAt(previous, 'past').map(change => ({
		number: fieldAt(change, 'number'),
		action: stringAt(change, 'action'),
		by: stringAt(change, 'by'),
		...hashesOf(change),
	}));
	return {...hashesOf(previous), version: stringAt(previous, 'version'), past};
}

/** The data of a ConfigMap: of a record what it says, without uids, times, and how far each process got. */
function dataOf(data: unknown): unknown {
	const rollout = stringAt(data, 'rollout');
	if (rollout === undefined) return data;
	const record: unknown = JSON.parse(rollout);
	return ['action', 'phase', 'by', 'words'].map(key => stringAt(record, key));
}

function hashesOf(change: unknown): Readonly<Record<'from' | 'to', unknown>> {
	return {from: fieldAt(change, 'from'), to: fieldAt(change, 'to')};
}
