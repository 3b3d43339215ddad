import {apiVersionOf, virtualServices} from '../objects/resource.ts';
import {writeYaml} from '../routemap/yaml.ts';
import {defaultMatch, type App, type AppVersion, type RoutingObjects, type Strategy} from './app.ts';
import {routemapObject} from './routemap-object.ts';

/** Knative's gateway for requests from inside the cluster, which KServe's predictor hosts go through in Knative mode. */
export const localGateway = 'knative-local-gateway.istio-system.svc.cluster.local';

/**
 * The tutorial's canary for KServe (Iter8 chart routing-actions, appType kserve): requests that meet a candidate's clauses reach
 * it while it is available, all others the primary. Each version is reached through Knative's gateway under its predictor host.
 */
export const kserveCanary: Strategy = {appType: 'kserve', strategy: 'canary', objects};

function objects(app: App): RoutingObjects {
	return {
		service: {
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name: app.name, namespace: app.namespace},
			spec: {externalName: localGateway, sessionAffinity: 'None', type: 'ExternalName'},
		},
		routemap: routemapObject(app, 'isvc', {name: 'canary', gvrShort: 'vs', text: template(app)}),
	};
}

function template(app: App): string {
	const [primary, ...candidates] = app.versions;
	const hosts = ['', '.svc', '.svc.cluster.local'].map(suffix => `${app.name}.${app.namespace}${suffix}`);
	const head = {
		apiVersion: apiVersionOf(virtualServices),
		kind: virtualServices.kind,
		metadata: {name: app.name},
		spec: {
			gateways: ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway', 'mesh'],
			hosts,
		},
	};
	const rules = candidates.map((candidate, index) =>
		[
			`    {{- if gt (index .Weights ${index + 1}) 0 }}`,
			ruleText(app, candidate, candidate.match ?? defaultMatch),
			'    {{- end }}',
		].join('\n'),
	);
	const primaryRule = primary ? [ruleText(app, primary)] : [];
	return [`${writeYaml(head).trimEnd()}\n  http:`, ...rules, ...primaryRule, ''].join('\n');
}

function ruleText(app: App, version: AppVersion, match?: readonly unknown[]): string {
	const rule = {
		name: version.name,
		...(match ? {match} : {}),
		rewrite: {uri: `/v2/models/${version.name}/infer`},
		route: [
			{
				destination: {host: localGateway},
				headers: {
					request: {set: {Host: `${version.name}-predictor.${app.namespace}.svc.cluster.local`}},
					response: {add: {'app-version': version.name}},
				},
			},
		],
	};
	return writeYaml([rule]).trimEnd().replaceAll(/^/gm, '    ');
}
