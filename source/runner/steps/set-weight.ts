import {resourceName} from '../../objects/resource.ts';
import {readApp, type AppState} from '../app-state.ts';
import {bringRoutesInForce} from '../routes-in-force.ts';
import type {Perform, StepContext} from '../step-context.ts';
import {weightPlace, weightsOf, writeWeight} from '../weights/weight-place.ts';

export const setWeight: Perform<'set-weight'> = async (context, step) => {
	const {app: name, version, target, weight, change} = step;
	if (change !== 'unchanged') await write(context, await readApp(context, name), version, weight ?? undefined);
	return `${resourceName(target.resource, target.name)} ${change}`;
};

/** The primary gets a weight first where it has none, or has lost the ConfigMap that it stands on: no moment is without one. */
export const sendAllTo: Perform<'send-all-to'> = async (context, {app: name, versions, candidate}, progress) => {
	const [primary = ''] = versions;
	const app = await readApp(context, name);
	const [own] = weightsOf(context, app);
	const [first] = app.routemap.versions;
	const isMissing = first && !weightPlace(app, first, context.types).exists;
	if (own === 0 || isMissing) await write(context, app, primary, own === 0 ? 100 : own);
	await write(context, app, candidate, 0);
	if (context.isDryRun !== true) await bringRoutesInForce(context, name, progress);
	return `${name} is routed to ${versions.join(' and ')}${versions.length === 1 ? ' alone' : ''}`;
};

async function write(context: StepContext, app: AppState, version: string, weight: number | undefined): Promise<void> {
	const index = app.versions.findIndex(({reference}) => reference.name === version);
	const found = app.routemap.versions[index];
	if (!found) throw new Error(`${app.name} has no version ${version} any more`);
	const place = weightPlace(app, found, context.types);
	await writeWeight(context, place, weight, {isDryRun: context.isDryRun ?? false});
}
