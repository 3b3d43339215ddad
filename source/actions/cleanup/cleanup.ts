import type {KubeObject} from '../../objects/object.ts';
import {configMaps, resourceName, type Resource} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {deletionFault} from '../../ownership/version-object.ts';
import {placeOf, type ActionContext} from '../action-context.ts';
import {readApp, type AppState} from '../app-state.ts';
import type {Plan, Step} from '../plan.ts';
import {waitUntilGone} from '../wait-until.ts';
import {deleteStep, keepStep} from './delete-step.ts';
import {releaseStep} from './release-step.ts';
import {routingObjectsOf} from './routing-objects-of.ts';

/**
 * Plans to take an app's routing down and, with `isAll`, its versions too. The routemap goes first, so that no daemon restores
 * the route; then the versions no longer need our finalizer. A Gateway stays, since the apps of a namespace share it, and so does
 * what bears a name of the app and is not its.
 */
export async function planCleanup(context: ActionContext, name: string, isAll: boolean): Promise<Plan> {
	const app = await readApp(context, name);
	const found = await routingObjectsOf(context, app);
	const {ours, foreign} = isAll ? versionsOf(context, app) : {ours: [], foreign: []};
	return {
		title: `clean up ${name}`,
		warnings: [
			`requests to ${name}.${context.namespace} are no longer answered`,
			...(isAll ? [`deleted for good: ${ours.map(({object}) => objectWords(object)).join(', ') || 'no version'}`] : []),
		],
		steps: [
			deleteStep(context, configMaps, app.configMap),
			...found.map(({resource, object, kept}) =>
				kept === undefined ? deleteStep(context, resource, object) : keepStep(object, kept),
			),
			...ours.map(({resource, object}) => deleteStep(context, resource, object)),
			...foreign.map(({object, fault}) => keepStep(object, fault)),
			releaseStep(context, app),
			...ours.map(version => goneStep(context, version)),
		],
	};
}

interface PresentVersion {
	readonly resource: Resource;
	readonly object: KubeObject;
}

/** Everything that versions are made of and that is there, a Deployment's Service too; not what carries their weights. */
function versionsOf(
	{types}: ActionContext,
	{routemap, lookup, claim}: AppState,
): {
	readonly ours: readonly PresentVersion[];
	readonly foreign: readonly (PresentVersion & {readonly fault: string})[];
} {
	const present = routemap.versions.flatMap(({resources}) =>
		resources.flatMap(({gvrShort, namespace, name}) => {
			const resource = types.get(gvrShort)?.resource;
			const object = resource && lookup(resource, namespace, name);
			return object && resource.plural !== configMaps.plural
				? [{resource, object, fault: deletionFault(object, claim)}]
				: [];
		}),
	);
	return {
		ours: present.filter(({fault}) => fault === undefined),
		foreign: present.flatMap(({fault, ...version}) => (fault === undefined ? [] : [{...version, fault}])),
	};
}

function goneStep(context: ActionContext, {resource, object}: PresentVersion): Step {
	return {
		title: `wait until ${object.metadata.name} is gone`,
		run: async progress => {
			await waitUntilGone(placeOf(context, object), resource, object, progress);
			return `${resourceName(resource, object.metadata.name)} is gone`;
		},
	};
}
