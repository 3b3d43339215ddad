import {inNamespace, withoutRoutes} from '../charts/chart-objects.ts';
import {routingActions} from '../charts/routing-actions/routing-actions.ts';
import {appNameLabel, appVersionLabel, watchLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, inferenceServices} from '../objects/resource.ts';
import {defaultVersions} from '../routing/app-spec.ts';

const namespace = 'default';

/** The app that a new user meets first, as the tutorial names it. */
export const firstApp = 'wisdom';
export const firstModel = 'sandbox://digits/v1';
const models = [firstModel, 'sandbox://digits/v2'];

/**
 * Apps with their routing: the first as the tutorial has it before a candidate comes, the others, for scale, with both versions.
 */
export function exampleApps(count: number): readonly KubeObject[] {
	return Array.from({length: count}, (_, index) =>
		index === 0 ? appObjects(firstApp, 1) : appObjects(`app-${index + 1}`, 2),
	).flat();
}

function appObjects(name: string, deployed: number): readonly KubeObject[] {
	const served = defaultVersions(name)
		.slice(0, deployed)
		.map((version, index) => inferenceService(name, version.name, index));
	const values = {appType: 'kserve', action: 'initialize', strategy: 'canary', appName: name} as const;
	return [...served, ...inNamespace(withoutRoutes(routingActions(values, {namespace})), namespace)];
}

function inferenceService(app: string, name: string, index: number): KubeObject {
	return {
		apiVersion: apiVersionOf(inferenceServices),
		kind: inferenceServices.kind,
		metadata: {
			name,
			namespace,
			labels: {
				[appNameLabel]: app,
				[appVersionLabel]: `v${index}`,
				[watchLabel]: 'true',
			},
		},
		spec: {
			predictor: {
				minReplicas: 1,
				model: {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri: models[index]},
			},
		},
	};
}
