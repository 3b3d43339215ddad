import {getIfAllowed} from '../../objects/get-if-allowed.ts';
import type {KubeObject} from '../../objects/object.ts';
import {configMaps, serviceEntries, services, type Resource} from '../../objects/resource.ts';
import {possibleRoutes} from '../../ownership/permitted-routes.ts';
import {keepReason, routeKeepReason} from '../../ownership/routing-object.ts';
import {namesObject} from '../../ownership/version-object.ts';
import {historyName} from '../../rollout/history.ts';
import {testsName} from '../../rollout/version-test.ts';
import {weightConfigName} from '../../routing/app-spec.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import type {AppState} from '../../runner/app-state.ts';
import {oldRecordName} from '../promote/old-record.ts';

/** An object that bears a name of an app's routing. */
export interface NamedObject {
	readonly resource: Resource;
	readonly object: KubeObject;
	/** Why it is not the app's; undefined when it is. */
	readonly kept: string | undefined;
}

/** What is there under the names that an app's routing has beside its routemap, and whose each is. */
export async function routingObjectsOf(context: ActionContext, app: AppState): Promise<readonly NamedObject[]> {
	const found = await Promise.all(
		namesOf(context, app).map(async ({resource, name, isRoute = false}) => ({
			resource,
			isRoute,
			object: (await getIfAllowed(context, resource, context.namespace, name)).object,
		})),
	);
	return found.flatMap(({resource, object, isRoute}) => {
		if (!object) return [];
		const isShared = app.claim.others.some(other => namesObject(other, object, context.types));
		const reasonOf = isRoute ? routeKeepReason : keepReason;
		const kept = isShared ? 'is named by another routemap too' : reasonOf(object, app.configMap);
		return [{resource, object, kept}];
	});
}

/** A template that fails has no route; what it once wrote goes with its owner, the routemap. */
function namesOf(
	{types}: ActionContext,
	{name, routemap, versions}: AppState,
): readonly {readonly resource: Resource; readonly name: string; readonly isRoute?: boolean}[] {
	const routes = new Map(
		possibleRoutes(routemap, types).map(({resource, object: {metadata}}) => [
			`${resource.plural}/${metadata.name}`,
			{resource, name: metadata.name, isRoute: true},
		]),
	);
	const configs = routemap.versions.flatMap(({resources}, index) => {
		const config = weightConfigName(versions[index]?.reference.name ?? '');
		const isNamed = resources.some(
			reference => reference.name === config && types.get(reference.gvrShort)?.resource.plural === configMaps.plural,
		);
		return isNamed ? [{resource: configMaps, name: config}] : [];
	});
	return [
		...routes.values(),
		{resource: services, name},
		{resource: serviceEntries, name},
		...configs,
		{resource: configMaps, name: historyName(name)},
		{resource: configMaps, name: testsName(name)},
		{resource: configMaps, name: oldRecordName(name)},
	];
}
