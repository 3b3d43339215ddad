import type {KubeObject} from '../objects/object.ts';
import {localGateway, serviceHost} from '../routing/reach.ts';
import type {ChartApp, ChartVersion} from './chart-app.ts';
import {split, virtualService, whileServing, type Part} from './istio-route.ts';

/** Gateways of Knative's net-istio. */
export const knativeGateways: readonly string[] = [
	'knative-serving/knative-ingress-gateway',
	'knative-serving/knative-local-gateway',
	'mesh',
];

/** What a predictor's Service is called besides its model: KServe 0.10 had `-default` at its end. */
export type PredictorSuffix = 'predictor' | 'predictor-default';

/** Each candidate's clauses lead to it while it has weight; all else goes to the primary. */
export function kserveCanary(app: ChartApp, suffix: PredictorSuffix): KubeObject {
	const [primary, ...candidates] = app.versions;
	const rules = candidates.map(version => ownRule(version, suffix, {match: version.clauses}));
	return virtualService(app, knativeGateways, [...whileServing(rules), ...(primary ? [ownRule(primary, suffix)] : [])]);
}

/**
 * Requests pass the gateway twice: the rule `split` gives each one a header `branch` with the name of a version, by weight; by
 * that header a version's own rule takes it the second time.
 */
export function kserveBlueGreen(app: ChartApp, suffix: PredictorSuffix, primaryNamesWeight: string): KubeObject {
	const [primary, ...candidates] = app.versions.map(version => branchRule(version, suffix));
	const shares = app.versions.map(({name}) => ({
		destination: {host: localGateway},
		headers: {request: {set: {branch: name, host: `${app.name}.${app.namespace}`}}},
	}));
	return virtualService(app, knativeGateways, [
		primary,
		...whileServing(candidates),
		{name: 'split', route: split(shares, primaryNamesWeight)},
	]);
}

/** The route while the primary alone is there. */
export function kserveFirstRoute(app: ChartApp, suffix: PredictorSuffix): KubeObject {
	const alone = {...app, versions: app.versions.slice(0, 1)};
	return app.strategy === 'canary' ? kserveCanary(alone, suffix) : kserveBlueGreen(alone, suffix, '');
}

function branchRule(version: ChartVersion, suffix: PredictorSuffix): Part {
	const match = [{headers: {branch: {exact: version.name}}}];
	return ownRule(version, suffix, {match, remove: ['branch']});
}

function ownRule(
	{name, namespace}: ChartVersion,
	suffix: PredictorSuffix,
	{match, remove}: {readonly match?: readonly unknown[]; readonly remove?: readonly string[]} = {},
): Part {
	const request = {set: {Host: serviceHost(`${name}-${suffix}`, namespace)}, ...(remove ? {remove} : {})};
	return {
		name,
		...(match ? {match} : {}),
		rewrite: {uri: `/v2/models/${name}/infer`},
		route: [{destination: {host: localGateway}, headers: {request, response: {add: {'app-version': name}}}}],
	};
}
