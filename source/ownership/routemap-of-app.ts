import type {KubeObject} from '../objects/object.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {objectWords} from './object-words.ts';

/**
 * The routemap of an app among those of a namespace: the one whose name, without the `-routemap` that ours end in, is the app's.
 * Iter8's samples call theirs as the app. Throws an Error that names both when two say that they are the app's.
 */
export function routemapOfApp(routemaps: readonly KubeObject[], app: string): KubeObject | undefined {
	const [found, other] = routemaps.filter(({metadata}) => appNameOf(metadata.name) === app);
	if (!found || !other) return found;
	throw new Error(
		`${objectWords(found)} and ${objectWords(other)} both are the routemap of app ${app}: delete the one that is not meant`,
	);
}
