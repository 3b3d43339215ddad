import {componentsBeside} from '../../../source/kserve/components.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {AppSpec} from '../../../source/routing/app-spec.ts';
import {gatewaysOf, type AppCase, type Setup} from '../routes/setups.ts';
import {inferenceService, patient} from './inference-service.ts';

/** One has a predictor alone, the other all that an InferenceService can have. */
const lone = inferenceService('lone', 'Knative', 'digits-lr', {maxReplicas: 1});
const full = inferenceService('full', 'Knative', 'digits-rf', {
	maxReplicas: 1,
	withTransformer: true,
	withExplainer: true,
});
const models = {lone: 'digits-lr', full: 'digits-rf'} as const;
export type Version = keyof typeof models;

export const setups: readonly Setup[] = (
	[
		{appType: 'kserve-knative', mesh: 'istio'},
		{appType: 'kserve-standard', mesh: 'istio'},
		{appType: 'kserve-standard', mesh: 'gateway-api'},
	] as const
).map(kind => ({...kind, namespace: kind.appType, title: `${kind.appType} over ${kind.mesh}`}));

/** Weights of a strategy, with the versions that a request without and one with `traffic: test` may reach. */
interface Reach {
	readonly strategy: AppSpec['strategy'];
	readonly weights: readonly [number, number];
	readonly plain: readonly number[];
	readonly test: readonly number[];
}

export const reaches: readonly Reach[] = [
	{strategy: 'canary', weights: [1, 1], plain: [0], test: [1]},
	{strategy: 'canary', weights: [1, 0], plain: [0], test: [0]},
	{strategy: 'canary', weights: [0, 1], plain: [1], test: [1]},
	{strategy: 'blue-green', weights: [1, 1], plain: [0, 1], test: [0, 1]},
	{strategy: 'blue-green', weights: [0, 1], plain: [1], test: [1]},
	{strategy: 'none', weights: [1, 0], plain: [0], test: [0]},
];

/** An app of both versions, and whom its requests may reach. */
export interface ComponentCase extends AppCase {
	readonly reach: Reach;
}

/** The apps of a setup: each version is the primary of one half of them. */
export function casesOf(setup: Setup, all = reaches): readonly ComponentCase[] {
	const orders = [
		[lone, full],
		[full, lone],
	];
	return orders.flatMap(order =>
		all.map(reach => {
			const names = order.map(({metadata}) => metadata.name);
			const app: AppSpec = {
				name: `${names[0]}-${reach.strategy}-${reach.weights.join('-')}-${setup.mesh}`,
				namespace: setup.namespace,
				appType: setup.appType,
				mesh: setup.mesh,
				strategy: reach.strategy,
				versions: order.map(object => ({name: object.metadata.name, components: componentsBeside(object)})),
				...gatewaysOf(setup),
			};
			return {setup, app, weights: reach.weights, reach};
		}),
	);
}

/** Both versions as they are in a namespace. */
export function versionsIn(namespace: string): readonly KubeObject[] {
	const mode = namespace === 'kserve-standard' ? 'Standard' : 'Knative';
	const annotations = {'serving.kserve.io/deploymentMode': mode, ...patient};
	return [lone, full].map(object => ({...object, metadata: {...object.metadata, namespace, annotations}}));
}

/** What a version answers at a path. MLServer knows nothing of V1: that it says so shows that the request has arrived. */
export function expected(version: Version, path: string): Readonly<Record<string, unknown>> {
	const isExplained = path.endsWith(':explain');
	const isV1 = path.startsWith('/v1/');
	return {
		version,
		status: isV1 ? 404 : 200,
		model: isV1 ? undefined : models[version],
		transformedBy: version === 'full' && !isExplained ? 'full' : undefined,
		explainedBy: version === 'full' && isExplained ? 'full' : undefined,
	};
}
