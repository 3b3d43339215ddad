import {setTimeout as delay} from 'node:timers/promises';
import {fieldAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import type {ApiClient} from './api-client.ts';

/** What happens to the objects of a kind; `gone` gets the last that was seen. */
export interface Follower {
	readonly changed: (object: KubeObject) => void;
	readonly gone: (object: KubeObject) => void;
}

/**
 * Follows all objects at a path until the signal ends it: each as it is now, then each change. A watch that ends is begun anew
 * with a list, after which the objects that are no longer in it are gone.
 */
export async function follow(api: ApiClient, path: string, signal: AbortSignal, follower: Follower): Promise<void> {
	const known = new Map<string, KubeObject>();
	while (!signal.aborted) {
		try {
			await followOnce(api, path, signal, known, follower);
		} catch (error) {
			if (signal.aborted) return;
			console.error(`${path}:`, error);
			await delay(200);
		}
	}
}

async function followOnce(
	api: ApiClient,
	path: string,
	signal: AbortSignal,
	known: Map<string, KubeObject>,
	{changed, gone}: Follower,
): Promise<void> {
	const list = (await api.expect(path)) as {
		readonly items: readonly KubeObject[];
		readonly metadata: {readonly resourceVersion: string};
	};
	const forget = (object: KubeObject): void => {
		known.delete(uidOf(object));
		gone(object);
	};
	const learn = (object: KubeObject): void => {
		known.set(uidOf(object), object);
		changed(object);
	};

	const present = new Set(list.items.map(uidOf));
	for (const object of [...known.values()].filter(object => !present.has(uidOf(object)))) forget(object);
	for (const object of list.items) learn(object);
	const watch = `${path}?watch=true&resourceVersion=${list.metadata.resourceVersion}`;
	for await (const event of api.watch(watch, signal)) {
		const type = stringAt(event, 'type');
		// an API server that is short of time ends watches with an error
		if (type === 'ERROR') return;
		const object = fieldAt(event, 'object') as KubeObject;
		if (type === 'DELETED') forget(object);
		else learn(object);
	}
}

function uidOf({metadata}: KubeObject): string {
	return metadata.uid ?? '';
}
