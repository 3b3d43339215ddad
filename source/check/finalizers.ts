import {describeDaemon} from '../info/describe-daemon.ts';
import {finalizer} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {defaultResourceTypes} from '../objects/resource-types.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, titleOf, type Finding} from './finding.ts';

/** Objects that are being deleted and that our finalizer holds, while no daemon is there to release them. */
export function finalizers({
	apps,
	resources,
	inferenceServices,
	isOfOneApp,
	snapshot,
	now,
}: CheckInput): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const leads = daemon !== undefined && !daemon.isExpired;
	const named = apps.flatMap(({info, routemap}) =>
		(routemap?.versions ?? []).flatMap(version =>
			version.resources.flatMap(({gvrShort, namespace, name}) => {
				const resource = defaultResourceTypes.get(gvrShort)?.resource;
				const object = resource && resources(resource, namespace, name);
				return object ? [{object, app: info}] : [];
			}),
		),
	);
	const known = new Set(named.map(({object}) => titleOf(object)));
	const others = isOfOneApp ? [] : inferenceServices.filter(object => !known.has(titleOf(object)) && isHeld(object));
	return [
		...(leads ? [] : named.filter(({object}) => isHeld(object))).map(({object, app}) =>
			held(
				object,
				'no daemon is there to release it',
				`start kubectl iter8 watch, or run kubectl iter8 abort ${app.name} -n ${app.namespace}`,
			),
		),
		...others.map(object =>
			held(
				object,
				'no routemap names it, so that no daemon releases it',
				`kubectl edit ${object.kind.toLowerCase()} ${argumentsFor(object)}, and take out the finalizer`,
			),
		),
	];
}

function isHeld({metadata}: KubeObject): boolean {
	return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(finalizer);
}

function held(object: KubeObject, why: string, todo: string): Finding {
	const {deletionTimestamp} = object.metadata;
	return {
		severity: 'broken',
		object: titleOf(object),
		what: `it is being deleted since ${deletionTimestamp}, has the finalizer ${finalizer}, and ${why}`,
		todo,
	};
}
