import {knownRoutemap} from '../info/known-routemap.ts';
import {watchLabel} from '../objects/labels.ts';
import {isLeaving} from '../objects/leaving.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {inferenceServices} from '../objects/resource.ts';
import {mayName, ownReach} from '../ownership/reach.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';

/** An object that is being deleted and waits for our finalizer, with the apps whose routemaps name it. */
export interface HeldObject {
	readonly object: KubeObject;
	readonly apps: readonly CheckedApp[];
}

/** All such objects of what was read, whatever their kind; those that no routemap names unless only one app was asked for. */
export function heldObjects(input: CheckInput): readonly HeldObject[] {
	const {apps, resources, watched, allRoutes, isOfOneApp} = input;
	const held = new Map<string, {readonly object: KubeObject; readonly apps: CheckedApp[]}>();
	const add = (object: KubeObject, app?: CheckedApp): void => {
		if (!isLeaving(object)) return;
		const entry = held.get(titleOf(object)) ?? {object, apps: []};
		held.set(titleOf(object), entry);
		if (app && !entry.apps.includes(app)) entry.apps.push(app);
	};
	for (const app of apps) {
		for (const {gvrShort, namespace, name} of referencesOf(app)) {
			const resource = app.types.get(gvrShort)?.resource;
			const object = resource && resources(resource, namespace, name);
			if (object) add(object, app);
		}
	}

	if (!isOfOneApp) for (const object of [...input.inferenceServices, ...watched, ...allRoutes]) add(object);
	return [...held.values()];
}

/** Why no daemon looks at an object, in a clause; undefined when one does. */
export function blindness({object, apps}: HeldObject, input: CheckInput): string | undefined {
	if (object.metadata.labels?.[watchLabel] !== 'true') return `it has no label ${watchLabel}: "true"`;
	if (apps.length > 0 || object.kind === inferenceServices.kind) return undefined;
	const kinds = input.apps.flatMap(app =>
		referencesOf(app).map(({gvrShort}) => app.types.get(gvrShort)?.resource.kind),
	);
	return kinds.includes(object.kind) ? undefined : `no routemap names it or any other ${object.kind}`;
}

/** What keeps those who name an object from leaving it out of their routes, whoever writes these; a clause each. */
export function faultsHolding({object, apps}: HeldObject, input: CheckInput): readonly string[] {
	if (apps.length > 0) return apps.flatMap(app => faultsIn(app, object));
	const unread = input.apps.filter(({routemap, info}) => !routemap && info.namespace === object.metadata.namespace);
	return unread.map(({configMap}) => `${titleOf(configMap)}, which may have named it, is no routemap any more`);
}

function faultsIn({info, configMap, types}: CheckedApp, object: KubeObject): readonly string[] {
	const title = titleOf(configMap);
	if (!mayName(info.namespace, object, ownReach)) {
		return [
			`${title} names it from another namespace, which counts only where the object consents or the daemon runs with --allow-namespaces ${object.metadata.namespace}`,
		];
	}

	const known = knownRoutemap(configMap);
	const rendered =
		'error' in known
			? []
			: known.render(
					info.versions.map(({weight}) => weight),
					types,
				);
	return rendered.flatMap(each =>
		'error' in each ? [`routing template ${each.template} of ${title} fails: ${each.error.message}`] : [],
	);
}

/** The routes of those who name an object that are not yet without it, a clause each. */
export function lateRoutes({apps}: HeldObject): readonly string[] {
	return apps.flatMap(({info, configMap}) =>
		info.routes
			.filter(({isInForce}) => !isInForce)
			.map(({kind, name}) => `${kind} ${name} is not yet what ${titleOf(configMap)} makes it`),
	);
}

function referencesOf({routemap}: CheckedApp) {
	return (routemap?.versions ?? []).flatMap(({resources}) => resources);
}
