import {expect, test} from 'vitest';
import {inNamespace, withoutRoutes} from '../../../source/charts/chart-objects.ts';
import {routingActions} from '../../../source/charts/routing-actions/routing-actions.ts';
import {routeOf} from '../../../source/mesh/route-of.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {parseRoutemap} from '../../../source/routemap/routemap.ts';
import {appNameOf, routemapName} from '../../../source/routing/app-spec.ts';
import {routeAt, routemapIn, wordsAt} from '../rendered.ts';

function canary(appName: string, appVersions?: readonly {name: string; match?: readonly unknown[]}[]) {
	const values = {appType: 'kserve', action: 'initialize', strategy: 'canary', appName, appVersions} as const;
	return withoutRoutes(routingActions(values, {namespace: 'models'}));
}

const gateway = 'knative-local-gateway.istio-system.svc.cluster.local';

function versionRoute(name: string) {
	return {
		rewrite: {uri: `/v2/models/${name}/infer`},
		route: [
			{
				destination: {host: gateway},
				headers: {
					request: {set: {Host: `${name}-predictor.models.svc.cluster.local`}},
					response: {add: {'app-version': name}},
				},
			},
		],
	};
}

test('an app’s Service stands for Knative’s local gateway, its routemap is one of v0.16 that names both versions', () => {
	const [service, routemap, ...others] = inNamespace(canary('wisdom'), 'models');
	expect(service).toEqual({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {externalName: gateway, sessionAffinity: 'None', type: 'ExternalName'},
	});
	const {data: _, ...rest} = routemap as KubeObject;
	expect(rest).toEqual({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {
			name: 'wisdom-routemap',
			namespace: 'models',
			labels: {
				'app.kubernetes.io/managed-by': 'iter8',
				'iter8.tools/kind': 'routemap',
				'iter8.tools/version': 'v0.16',
			},
		},
		immutable: true,
	});
	expect(parseRoutemap(routemap as KubeObject).versions).toEqual([
		{weight: undefined, resources: [{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-0'}]},
		{weight: undefined, resources: [{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-1'}]},
	]);
	expect(others).toEqual([]);
});

test('the route of both versions sends the test traffic to the candidate', () => {
	expect(routeAt(canary('wisdom'), 1, 1)).toEqual({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {
			gateways: ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway', 'mesh'],
			hosts: ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'],
			http: [
				{name: 'wisdom-1', match: [{headers: {traffic: {exact: 'test'}}}], ...versionRoute('wisdom-1')},
				{name: 'wisdom-0', ...versionRoute('wisdom-0')},
			],
		},
	});
});

test('without a candidate all goes to the primary', () => {
	expect(routeAt(canary('wisdom'), 1, 0)['spec']).toMatchObject({
		http: [{name: 'wisdom-0', ...versionRoute('wisdom-0')}],
	});
});

test.each(['on', 'y', 'null', 'e3', 'true'])('a name that YAML could take for something else stays text: %s', name => {
	const objects = canary(name, [{name}, {name: `${name}-1`}]);
	expect(routemapIn(objects).versions[0]?.resources[0]?.name).toBe(name);
	expect(routeOf(routeAt(objects, 1, 0))?.hosts[0]).toBe(`${name}.models`);
});

test.each(['{{ .Weights }}', '{{', '}}', '"on"', "it's", '12:30', '`', '🌱'])(
	'what a clause compares with stays the text that it is: %s',
	exact => {
		const objects = canary('wisdom', [{name: 'a'}, {name: 'b', match: [{headers: {traffic: {exact}}}]}]);
		expect(wordsAt(objects, 1, 1)).toBe(`traffic: ${exact} → b; everything else → a`);
	},
);

test('an app’s name and its routemap’s belong together', () => {
	expect(routemapName('wisdom')).toBe('wisdom-routemap');
	expect(appNameOf(routemapName('a-routemap'))).toBe('a-routemap');
	expect(appNameOf('by-hand')).toBe('by-hand');
});
