import {resourceName} from '../../objects/resource.ts';
import {readApp} from '../app-state.ts';
import {bringRoutesInForce} from '../routes-in-force.ts';
import type {Perform, StepContext} from '../step-context.ts';
import {weightingOf} from '../weights/weighted-versions.ts';

/** A route is the daemon's to write when one leads. */
export const applyRoute: Perform<'apply-route'> = async (context, {app, target, change}, progress) => {
	if (change !== 'unchanged') await bringRoutesInForce(context, app, progress);
	return `${resourceName(target.resource, target.name)} ${change}`;
};

export const waitWeights: Perform<'wait-weights'> = async (context, {app}, progress) => {
	await bringRoutesInForce(context, app, progress);
	return `${app} is routed by ${(await readWeights(context, app)).join(', ')}`;
};

/** `wisdom-0: 90`, for each version that has a weight, as the daemon counts it. */
async function readWeights(context: StepContext, name: string): Promise<readonly string[]> {
	const app = await readApp(context, name);
	return weightingOf(app.routemap, context.types).indices.flatMap(index => {
		const version = app.versions[index];
		return version ? [`${version.reference.name}: ${app.weights[index]}`] : [];
	});
}
