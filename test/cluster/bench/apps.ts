import {inNamespace} from '../../../source/charts/chart-objects.ts';
import {routingActions} from '../../../source/charts/routing-actions/routing-actions.ts';
import {watchLabel} from '../../../source/objects/labels.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {apiVersionOf, configMaps, inferenceServices} from '../../../source/objects/resource.ts';
import {defaultVersions} from '../../../source/routing/app-spec.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {inParallel} from './in-parallel.ts';
import {namespace, pathOf} from './paths.ts';
import {setReady} from './readiness.ts';

/** `app-00000`, `app-00001`, … */
export function appNames(count: number): readonly string[] {
	return Array.from({length: count}, (_, index) => `app-${String(index).padStart(5, '0')}`);
}

/** Creates apps in a new namespace: of each a ready primary, a candidate that is not ready, and the tutorial's canary routemap. */
export async function createApps(api: ApiClient, names: readonly string[], within = namespace): Promise<void> {
	await createNamespace(api, within);
	await inParallel(names, async name => {
		for (const [index, version] of defaultVersions(name).entries()) {
			const body = inferenceService(name, version.name, index);
			await api.expect(pathOf(inferenceServices, '', within), {method: 'POST', body});
			await setReady(api, version.name, index === 0, within);
		}

		await api.expect(pathOf(configMaps, '', within), {method: 'POST', body: routemapOf(name, within)});
	});
}

export async function createNamespace(api: ApiClient, name: string): Promise<void> {
	await api.expect('/api/v1/namespaces', {method: 'POST', body: {metadata: {name}}});
}

export function routemapOf(name: string, within = namespace): KubeObject {
	const values = {appType: 'kserve', action: 'initialize', strategy: 'canary', appName: name} as const;
	const routemap = inNamespace(routingActions(values, {namespace: within}), within).at(-1);
	if (!routemap) throw new Error(`no routemap for ${name}`);
	return routemap;
}

function inferenceService(app: string, name: string, version: number): KubeObject {
	const labels = {
		[watchLabel]: 'true',
		'app.kubernetes.io/name': app,
		'app.kubernetes.io/version': `v${version}`,
	};
	const model = {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri: `gs://models/${app}`};
	return {
		apiVersion: apiVersionOf(inferenceServices),
		kind: inferenceServices.kind,
		metadata: {name, labels},
		spec: {predictor: {minReplicas: 1, model}},
	};
}
