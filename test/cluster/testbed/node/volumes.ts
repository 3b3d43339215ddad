import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {PodObject} from './pod-spec.ts';

/** A folder of this machine, and where a pod sees it: below /mnt or /run, which are empty in each pod. */
export type Mount = readonly [source: string, target: string];

/**
 * Makes the volumes of a pod in its folder.
 * @throws Error for one that is no emptyDir, or whose place would have to be made on this machine's disk.
 */
export async function makeVolumes({metadata, spec}: PodObject, folder: string): Promise<Mount[]> {
	const {initContainers = [], containers, volumes = []} = spec;
	const mounted = [...initContainers, ...containers].flatMap(({volumeMounts = []}) => volumeMounts);
	const mounts = new Map(mounted.map(({name, mountPath}) => [mountPath, name]));
	const empty = new Set(volumes.filter(({emptyDir}) => emptyDir !== undefined).map(({name}) => name));
	return Promise.all(
		[...mounts].map(async ([target, name]): Promise<Mount> => {
			if (!empty.has(name) || !target.startsWith('/mnt/')) {
				const pod = `${metadata.namespace}/${metadata.name}`;
				throw new Error(`volume ${name} of pod ${pod} at ${target}: this node has empty folders below /mnt only`);
			}

			const source = join(folder, 'volumes', name);
			await mkdir(source, {recursive: true});
			return [source, target];
		}),
	);
}
