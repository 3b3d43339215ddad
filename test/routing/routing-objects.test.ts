import {expect, test} from 'vitest';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {
	appNameOf,
	appTypes,
	defaultVersions,
	largestWeight,
	meshes,
	routemapName,
	type AppSpec,
} from '../../source/routing/app-spec.ts';
import {routingObjects} from '../../source/routing/routing-objects.ts';
import {hasWeights, strategyNames} from '../../source/routing/strategies/strategies.ts';

const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-knative',
	mesh: 'istio',
	strategy: 'canary',
	versions: defaultVersions('wisdom'),
};

function objectsOf(change: Partial<AppSpec>): unknown {
	return routingObjects({...wisdom, ...change}).objects;
}

function service(spec: object): unknown {
	const labels = {'app.kubernetes.io/name': 'wisdom', 'app.kubernetes.io/managed-by': 'iter8'};
	return {apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models', labels}, spec};
}

function external(externalName: string): unknown {
	return service({externalName, sessionAffinity: 'None', type: 'ExternalName'});
}

test.each<[Partial<AppSpec>, unknown]>([
	[{}, external('knative-local-gateway.istio-system.svc.cluster.local')],
	[{appType: 'kserve-standard'}, external('istio-ingressgateway.istio-system.svc.cluster.local')],
	[{gatewayService: 'entry.mesh.svc.cluster.local'}, external('entry.mesh.svc.cluster.local')],
	[
		{appType: 'kserve-standard', mesh: 'gateway-api'},
		external('kserve-ingress-gateway-istio.kserve.svc.cluster.local'),
	],
	[{appType: 'deployment', mesh: 'gateway-api', gateways: ['entry']}, external('entry-istio.models.svc.cluster.local')],
	[
		{appType: 'deployment', mesh: 'gateway-api', gateways: ['entry', 'mesh'], port: 8080},
		service({ports: [{port: 8080}], selector: {app: 'wisdom'}}),
	],
])('the app’s Service leads to what carries its routes: %o', (change, wanted) => {
	expect(objectsOf(change)).toEqual([wanted]);
});

test('weights have ConfigMaps of their own: of all versions of a split, of the candidates of a mirror', () => {
	const config = (name: string): unknown => ({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name, namespace: 'models', labels: {'iter8.tools/watch': 'true'}},
	});
	const gateway = external('istio-ingressgateway.istio-system.svc.cluster.local');
	expect(objectsOf({appType: 'deployment', strategy: 'blue-green'})).toEqual([
		gateway,
		config('wisdom-0-weight-config'),
		config('wisdom-1-weight-config'),
	]);
	expect(objectsOf({appType: 'deployment', strategy: 'mirror'})).toEqual([gateway, config('wisdom-1-weight-config')]);
});

test('ModelMesh has a Gateway made where the app names none', () => {
	const gateway = {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'Gateway',
		metadata: {name: 'mm-gateway', namespace: 'models'},
		spec: {
			selector: {istio: 'ingressgateway'},
			servers: [{hosts: ['*'], port: {name: 'http', number: 80, protocol: 'HTTP'}}],
		},
	};
	const entry = external('istio-ingressgateway.istio-system.svc.cluster.local');
	expect(objectsOf({appType: 'kserve-modelmesh'})).toEqual([gateway, entry]);
	expect(objectsOf({appType: 'kserve-modelmesh', gateways: ['istio-system/entry']})).toEqual([entry]);
});

test('the routemap is one of v0.16', () => {
	const {data: _, ...rest} = routingObjects(wisdom).routemap;
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
});

test.each<[Partial<AppSpec>, unknown]>([
	[{strategy: 'none'}, [['isvc/wisdom-0'], ['isvc/wisdom-1']]],
	[
		{strategy: 'blue-green'},
		[
			['cm/wisdom-0-weight-config', 'isvc/wisdom-0'],
			['cm/wisdom-1-weight-config', 'isvc/wisdom-1'],
		],
	],
	[
		{appType: 'deployment', strategy: 'mirror'},
		[
			['svc/wisdom-0', 'deploy/wisdom-0'],
			['cm/wisdom-1-weight-config', 'svc/wisdom-1', 'deploy/wisdom-1'],
		],
	],
])('a version is its resources, the one with the weight first: %o', (change, wanted) => {
	const {versions} = parseRoutemap(routingObjects({...wisdom, ...change}).routemap);
	expect(versions.map(({resources}) => resources.map(({gvrShort, name}) => `${gvrShort}/${name}`))).toEqual(wanted);
	expect(new Set(versions.flatMap(({resources}) => resources.map(({namespace}) => namespace)))).toEqual(
		new Set(['models']),
	);
});

test('weights stand in the routemap; a mirror copies everything unless told otherwise', () => {
	const weightsOf = (change: Partial<AppSpec>): unknown =>
		parseRoutemap(routingObjects({...wisdom, ...change}).routemap).versions.map(({weight}) => weight);
	const versions = [
		{name: 'wisdom-0', weight: 90},
		{name: 'wisdom-1', weight: 10},
	];
	expect(weightsOf({strategy: 'blue-green', versions})).toEqual([90, 10]);
	expect(weightsOf({strategy: 'blue-green'})).toEqual([undefined, undefined]);
	expect(weightsOf({appType: 'deployment', strategy: 'mirror'})).toEqual([undefined, 100]);
});

test.each(['on', 'y', 'null', 'true'])('a name that YAML could take for something else stays text: %s', name => {
	const app: AppSpec = {...wisdom, name, namespace: name, versions: defaultVersions(name)};
	expect(parseRoutemap(routingObjects(app).routemap).versions[0]?.resources[0]?.namespace).toBe(name);
});

test('an app’s name and its routemap’s belong together', () => {
	expect(routemapName('wisdom')).toBe('wisdom-routemap');
	expect(appNameOf(routemapName('a-routemap'))).toBe('a-routemap');
	expect(appNameOf('by-hand')).toBe('by-hand');
});

test('which strategies have weights, and how large they may be', () => {
	expect(strategyNames.filter(strategy => hasWeights(strategy))).toEqual(['blue-green', 'mirror']);
	expect(meshes.map(mesh => largestWeight('blue-green', mesh))).toEqual([2_147_483_647, 1_000_000]);
	expect(meshes.map(mesh => largestWeight('mirror', mesh))).toEqual([100, 100]);
	expect(appTypes).toHaveLength(4);
});
