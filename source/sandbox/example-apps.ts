import {inNamespace, withoutRoutes} from '../charts/chart-objects.ts';
import {routingActions} from '../charts/routing-actions/routing-actions.ts';
import {appNameLabel, appVersionLabel, watchLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, inferenceServices} from '../objects/resource.ts';
import {defaultVersions} from '../routing/app-spec.ts';
import {routingObjects} from '../routing/routing-objects.ts';
import type {SandboxMode} from './kserve/mode.ts';

const namespace = 'default';

/** The app that a new user meets first, as the tutorial names it. */
export const firstApp = 'wisdom';
export const firstModel = 'sandbox://digits/v1';
const models = [firstModel, 'sandbox://digits/v2'];

/**
 * Apps with their routing: the first as the tutorial has it before a candidate comes, the others, for scale, with both versions.
 */
export function exampleApps(count: number, mode: SandboxMode): readonly KubeObject[] {
	return Array.from({length: count}, (_, index) =>
		index === 0 ? appObjects(firstApp, 1, mode) : appObjects(`app-${index + 1}`, 2, mode),
	).flat();
}

function appObjects(name: string, deployed: number, mode: SandboxMode): readonly KubeObject[] {
	const served = defaultVersions(name)
		.slice(0, deployed)
		.map((version, index) => inferenceService(name, version.name, index));
	return [...served, ...(mode === 'Knative' ? iter8Routing(name) : ownRouting(name))];
}

function iter8Routing(appName: string): readonly KubeObject[] {
	const values = {appType: 'kserve', action: 'initialize', strategy: 'canary', appName} as const;
	return inNamespace(withoutRoutes(routingActions(values, {namespace})), namespace);
}

/** Iter8's charts know nothing of Standard mode. */
function ownRouting(name: string): readonly KubeObject[] {
	const {objects, routemap} = routingObjects({
		name,
		namespace,
		appType: 'kserve-standard',
		mesh: 'istio',
		strategy: 'canary',
		versions: defaultVersions(name),
	});
	return [...objects, routemap];
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
