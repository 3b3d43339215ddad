import type {KubeObject} from '../../objects/object.ts';
import {serviceHost} from '../../routing/reach.ts';
import {istioGateway, modelMeshEntry} from '../app-host.ts';
import type {ChartApp} from '../chart-app.ts';
import {virtualService} from '../istio-route.ts';
import {rulesOf} from './deployment.ts';
import {routedRoutemap, routedWeightConfigs} from './routemap.ts';

/** ModelMesh's Service, which serves all models of its namespace. */
interface ModelMesh {
	readonly service: string;
	readonly port: number;
}

/** Chart `routing-actions`, app type `kserve-modelmesh`: ModelMesh takes the model from the header `mm-vmodel-id`. */
export function routedModelMesh(app: ChartApp, gateway: string, {service, port}: ModelMesh): readonly KubeObject[] {
	const gateways = [gateway, 'mesh'];
	const destination = {host: serviceHost(service, app.namespace), port: {number: port}};
	const destinations = app.versions.map(({name}) => ({
		destination,
		headers: {request: {set: {'mm-vmodel-id': name}}, response: {add: {'app-version': name}}},
	}));
	return [
		istioGateway(app, gateway),
		modelMeshEntry(app, port),
		...routedWeightConfigs(app),
		virtualService(app, gateways, [{route: destinations.slice(0, 1)}]),
		routedRoutemap(app, 'isvc', virtualService(app, gateways, rulesOf(app, destinations))),
	];
}
