import type {KubeObject} from '../../objects/object.ts';
import {serviceHost} from '../../routing/reach.ts';
import {externalNameService, ingressGateway, istioGateway} from '../app-host.ts';
import type {ChartApp, ChartVersion} from '../chart-app.ts';
import {hasWeight, split, virtualService, whileServing, type Part} from '../istio-route.ts';
import {routedRoutemap, routedWeightConfigs} from './routemap.ts';

/** Chart `routing-actions`, app type `deployment`: Deployments, each behind a Service of its name. Iter8's own fails on a canary. */
export function routedDeployment(app: ChartApp, gateway: string, port: number | undefined): readonly KubeObject[] {
	const gateways = [gateway, 'mesh'];
	const destinations = app.versions.map(version => destination(version, port));
	return [
		istioGateway(app, gateway),
		externalNameService(app, ingressGateway),
		...routedWeightConfigs(app),
		virtualService(app, gateways, [{route: destinations.slice(0, 1)}]),
		routedRoutemap(app, 'deploy', virtualService(app, gateways, rulesOf(app, destinations))),
	];
}

/** By weight, or each candidate by its clauses and the primary for all else. */
export function rulesOf({strategy, versions}: ChartApp, destinations: readonly Part[]): readonly unknown[] {
	if (strategy === 'blue-green') return [{route: split(destinations, hasWeight(1))}];
	const rules = versions.map(({clauses}, index) => ({match: clauses, route: destinations.slice(index, index + 1)}));
	return [...whileServing(rules.slice(1)), {route: destinations.slice(0, 1)}];
}

function destination({name, namespace}: ChartVersion, port: number | undefined): Part {
	return {
		destination: {host: serviceHost(name, namespace), ...(port === undefined ? {} : {port: {number: port}})},
		headers: {response: {add: {'app-version': name}}},
	};
}
