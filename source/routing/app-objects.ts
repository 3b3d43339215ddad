import {appNameLabel, managedByLabel, watchLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, istioGateways} from '../objects/resource.ts';
import {weightConfigName, type AppSpec} from './app-spec.ts';
import {gatewayServiceOf, gatewaysOf, modelMeshGateway, portOf} from './reach.ts';
import {isWeighted} from './strategies/strategies.ts';

/** The objects of an app besides its routemap, in the order in which to create them. */
export function appObjects(app: AppSpec): readonly KubeObject[] {
	return [...(needsOwnGateway(app) ? [ownGateway(app)] : []), appService(app), ...weightConfigs(app)];
}

/**
 * The Service of the app's name. It stands for the gateway, so that clients without a sidecar come through it; for an HTTPRoute
 * that is for sidecars it is the route's parent, which selects no pods of its own.
 */
function appService(app: AppSpec): KubeObject {
	const {name, namespace, mesh} = app;
	const spec =
		mesh === 'gateway-api' && gatewaysOf(app).includes('mesh')
			? {ports: [{port: portOf(app)}], selector: {app: name}}
			: {externalName: gatewayServiceOf(app), sessionAffinity: 'None', type: 'ExternalName'};
	const labels = {[appNameLabel]: name, [managedByLabel]: 'iter8'};
	return {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace, labels}, spec};
}

function weightConfigs({namespace, strategy, versions}: AppSpec): readonly KubeObject[] {
	return versions
		.filter((_, index) => isWeighted(strategy, index))
		.map(({name}) => ({
			apiVersion: 'v1',
			kind: 'ConfigMap',
			metadata: {name: weightConfigName(name), namespace, labels: {[watchLabel]: 'true'}},
		}));
}

/** Nothing else makes a Gateway for ModelMesh; the apps of a namespace share it. */
function needsOwnGateway({appType, mesh, gateways}: AppSpec): boolean {
	return appType === 'kserve-modelmesh' && mesh === 'istio' && gateways === undefined;
}

function ownGateway({namespace}: AppSpec): KubeObject {
	return {
		apiVersion: apiVersionOf(istioGateways),
		kind: istioGateways.kind,
		metadata: {name: modelMeshGateway, namespace},
		spec: {
			selector: {istio: 'ingressgateway'},
			servers: [{hosts: ['*'], port: {name: 'http', number: 80, protocol: 'HTTP'}}],
		},
	};
}
