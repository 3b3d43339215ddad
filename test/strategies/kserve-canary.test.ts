import {expect, test} from 'vitest';
import {describeRoute} from '../../source/mesh/describe.ts';
import {routeOf} from '../../source/mesh/route.ts';
import {renderRoutes} from '../../source/routemap/render.ts';
import {defaultResourceTypes} from '../../source/routemap/resource-types.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {appNameOf, defaultVersions, routemapName, type App} from '../../source/strategies/app.ts';
import {kserveCanary} from '../../source/strategies/kserve-canary.ts';

const wisdom: App = {name: 'wisdom', namespace: 'models', versions: defaultVersions('wisdom')};

function routeWith(app: App, weights: readonly number[]) {
	const [rendered] = renderRoutes(parseRoutemap(kserveCanary.objects(app).routemap), weights, defaultResourceTypes);
	if (!rendered || 'error' in rendered) throw rendered?.error ?? new Error('nothing rendered');
	return rendered.object;
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

test('an app’s Service stands for Knative’s local gateway', () => {
	expect(kserveCanary.objects(wisdom).service).toEqual({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {externalName: gateway, sessionAffinity: 'None', type: 'ExternalName'},
	});
});

test('its routemap is one of v0.16 that names both versions', () => {
	const {routemap} = kserveCanary.objects(wisdom);
	const {data: _, ...rest} = routemap;
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
	expect(parseRoutemap(routemap).versions.map(({resources}) => resources)).toEqual([
		[{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-0'}],
		[{gvrShort: 'isvc', namespace: 'models', name: 'wisdom-1'}],
	]);
});

test('the route of both versions sends the test traffic to the candidate', () => {
	expect(routeWith(wisdom, [1, 1])).toEqual({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {
			name: 'wisdom',
			namespace: 'models',
			ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'wisdom-routemap', uid: ''}],
		},
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
	expect(routeWith(wisdom, [1, 0])['spec']).toMatchObject({http: [{name: 'wisdom-0', ...versionRoute('wisdom-0')}]});
});

test('several candidates have their own clauses, tried in their order', () => {
	const match = [{headers: {ring: {exact: 'on'}}}, {queryParams: {at: {exact: '12:30'}}}];
	const app = {...wisdom, versions: [...wisdom.versions, {name: 'wisdom-2', match}]};
	const words = [
		[1, 1, 1],
		[1, 0, 1],
		[0, 0, 1],
	].map(weights => {
		const route = routeOf(routeWith(app, weights));
		return route && describeRoute(route);
	});
	expect(words).toEqual([
		'traffic: test → wisdom-1; ring: on or ?at=12:30 → wisdom-2; everything else → wisdom-0',
		'ring: on or ?at=12:30 → wisdom-2; everything else → wisdom-0',
		'ring: on or ?at=12:30 → wisdom-2; everything else → wisdom-0',
	]);
});

test.each(['on', 'y', '123', 'null', '0x1f', '1e3'])(
	'a name that YAML could take for something else stays text: %s',
	name => {
		const app: App = {name, namespace: name, versions: defaultVersions(name)};
		expect(parseRoutemap(kserveCanary.objects(app).routemap).versions[0]?.resources[0]?.namespace).toBe(name);
		expect(routeOf({...routeWith({...app, namespace: 'models'}, [1, 0])})?.hosts[0]).toBe(`${name}.models`);
	},
);

test('an app’s name and its routemap’s belong together', () => {
	expect(routemapName('wisdom')).toBe('wisdom-routemap');
	expect(appNameOf(routemapName('a-routemap'))).toBe('a-routemap');
	expect(appNameOf('by-hand')).toBe('by-hand');
});
