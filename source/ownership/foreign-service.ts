import {isDeepStrictEqual} from 'node:util';
import {fieldAt, stringAt, type KubeObject} from '../objects/object.ts';
import {resourceName, services} from '../objects/resource.ts';
import {ownerWords} from './owner.ts';

/** Throws when the Service of the app's name is not the one that init would make. */
export function refuseForeignService(live: KubeObject, wanted: KubeObject): void {
	const name = resourceName(services, live.metadata.name);
	const remedy = `${ownerWords(live)}: choose another app name, or remove it`;
	const type = typeOf(live);
	if (type !== typeOf(wanted)) throw new Error(`${name} exists and is a Service of type ${type}${remedy}`);
	const target = stringAt(live, 'spec', 'externalName');
	if (target !== stringAt(wanted, 'spec', 'externalName')) {
		throw new Error(`${name} exists and stands for ${target ?? '<none>'}${remedy}`);
	}

	if (!isDeepStrictEqual(fieldAt(live, 'spec', 'selector'), fieldAt(wanted, 'spec', 'selector'))) {
		throw new Error(`${name} exists and leads to other pods${remedy}`);
	}
}

function typeOf(service: KubeObject): string {
	return stringAt(service, 'spec', 'type') ?? 'ClusterIP';
}
