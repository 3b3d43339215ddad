import {find} from '../../objects/cluster.ts';
import {historyKind, kindLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {configMaps, type Resource} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {deletionFault} from '../../ownership/version-object.ts';
import type {Plan} from '../../rollout/plan.ts';
import {lastRemoval} from '../../rollout/removal.ts';
import {targetOf, type Step, type Target} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {readApp, type AppState} from '../../runner/app-state.ts';
import {halfDoneWords} from '../half-done.ts';
import {unfinished} from '../unfinished.ts';
import {routingObjectsOf, type NamedObject} from './routing-objects-of.ts';

/**
 * Plans to take an app's routing down and, with `isAll`, its versions too. The routemap is taken out of force first, so that no
 * daemon restores the route; then the versions no longer need our finalizer. It is deleted last, so that a cleanup that was stopped
 * finds it again. A Gateway stays, since the apps of a namespace share it, and so does
 * what bears a name of the app and is not its.
 */
export async function planCleanup(context: ActionContext, name: string, isAll: boolean): Promise<Plan> {
	const rest = await restOf(context, name);
	if (rest) return rest;
	const app = await readApp(context, name, {isRetiredToo: true});
	const found = await routingObjectsOf(context, app);
	const {ours, foreign} = isAll ? versionsOf(context, app) : {ours: [], foreign: []};
	const target = ({resource, object}: PresentVersion): Target => targetOf(resource, object, context.namespace);
	const routemap = targetOf(configMaps, app.configMap);
	const gone: readonly Step[] = ours.map(version => ({type: 'wait-gone', target: target(version)}));
	return {
		action: 'cleanup',
		app: name,
		title: `clean up ${name}`,
		warnings: [
			`requests to ${name}.${context.namespace} are no longer answered`,
			...lostHistory(app, found),
			...(isAll ? [`deleted for good: ${ours.map(({object}) => objectWords(object)).join(', ') || 'no version'}`] : []),
		],
		steps: [
			{type: 'retire-routemap', target: routemap},
			...found.map(({resource, object, kept}) =>
				kept === undefined ? deleteStep(target({resource, object})) : keepStep(`${objectWords(object)} ${kept}`),
			),
			...ours.map(version => deleteStep(target(version))),
			...foreign.map(({fault}) => keepStep(fault)),
			{type: 'release-finalizers', app: name, targets: namedTargets(context, app)},
			...gone,
			{type: 'delete-object', target: routemap},
		],
	};
}

/** Of a cleanup that was stopped after it had deleted the routemap, its last step: what it kept of itself goes too. */
async function restOf(context: ActionContext, name: string): Promise<Plan | undefined> {
	const {cluster, namespace, signal} = context;
	const record = await unfinished(context, name, 'cleanup');
	const named = record && lastRemoval(record);
	if (!named || (await find(cluster, configMaps, namespace, named.name, signal))) return undefined;
	const target: Target = {resource: configMaps, namespace, ...named};
	const title = `clean up ${name} (going on)`;
	return {action: 'cleanup', app: name, title, warnings: [], steps: [{type: 'wait-gone', target}]};
}

/** What can no longer be taken back when the history goes. */
function lostHistory(app: AppState, found: readonly NamedObject[]): readonly string[] {
	const history = found.find(
		({object, kept}) => kept === undefined && object.metadata.labels?.[kindLabel] === historyKind,
	);
	if (!history) return [];
	const half = halfDoneWords(app);
	const primary = app.versions[0]?.reference.name ?? '';
	const gone = `${objectWords(history.object)} is deleted, and with it the specs that ${primary} had before: nothing brings them back then`;
	return [...(half === undefined ? [] : [half]), gone];
}

function deleteStep(target: Target): Step {
	return {type: 'delete-object', target};
}

/** Says in a sentence of an object that it stays, and why. */
function keepStep(words: string): Step {
	return {type: 'keep-object', words};
}

/** All that the app's versions are made of, there or not. */
function namedTargets({types}: ActionContext, {routemap}: AppState): readonly Target[] {
	return routemap.versions.flatMap(({resources}) =>
		resources.flatMap(({gvrShort, namespace, name}) => {
			const resource = types.get(gvrShort)?.resource;
			return resource ? [{resource, namespace, name}] : [];
		}),
	);
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
