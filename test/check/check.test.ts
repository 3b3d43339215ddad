import {expect, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import {defaultLeaderSettings, settingsAnnotation, settingsText} from '../../source/objects/leader-settings.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {
	configMaps,
	httpRoutes,
	inferenceServices,
	istioGateways,
	leases,
	policyBindings,
	services,
	virtualServices,
} from '../../source/objects/resource.ts';
import type {AppSpec} from '../../source/routing/app-spec.ts';
import {fixtures} from '../helpers/fixtures.ts';
import type {MemoryCluster} from '../helpers/memory-cluster.ts';
import {present} from '../helpers/present.ts';
import {findingsEverywhere, findingsIn, healthy, lines, model, object, wisdom} from './healthy.ts';

const standard: AppSpec = {...wisdom, appType: 'kserve-standard'};
const overGatewayApi: AppSpec = {...wisdom, mesh: 'gateway-api'};
const onModelMesh: AppSpec = {...wisdom, appType: 'kserve-modelmesh'};
const blueGreen: AppSpec = {...wisdom, strategy: 'blue-green'};

/** Has the leading daemon say on its lease that it performs rollouts. */
function performsRollouts(cluster: MemoryCluster, when: 'now' | 'long ago' = 'now'): void {
	const lease = present(cluster.peek(leases, 'models', 'kubectl-iter8'));
	const annotations = {[settingsAnnotation]: settingsText({...defaultLeaderSettings, rollouts: true})};
	const spec = {...(lease['spec'] as object), ...(when === 'now' ? {} : {renewTime: '2026-01-01T11:00:00.000000Z'})};
	cluster.put({...lease, metadata: {...lease.metadata, annotations}, spec});
}

test.each<readonly [string, AppSpec, string]>([
	['a canary in Knative mode', wisdom, 'Knative'],
	['a blue-green in Knative mode', blueGreen, 'Knative'],
	['a canary in Standard mode', standard, 'Standard'],
	['a canary over the Gateway API', overGatewayApi, 'Knative'],
	['a canary on ModelMesh', onModelMesh, 'ModelMesh'],
	['a canary on ModelMesh over the Gateway API', {...onModelMesh, mesh: 'gateway-api'}, 'ModelMesh'],
])('nothing is wrong with %s', async (_, app, mode) => {
	expect(lines(await findingsIn(await healthy(app, mode)))).toEqual([]);
});

test('names of models in bodies are nothing to tell of on ModelMesh, which finds a model by a header', async () => {
	const cluster = await healthy(onModelMesh, 'ModelMesh');
	for (const name of ['wisdom-0', 'wisdom-1']) cluster.put(model(name, 'ModelMesh', {protocolVersion: 'grpc-v2'}));
	expect(lines(await findingsIn(cluster))).toEqual([]);
});

type Change = (cluster: MemoryCluster) => void | Promise<void>;

const gone: Change = cluster => cluster.delete(leases, 'models', 'kubectl-iter8');

const cases: readonly (readonly [string, Change, readonly string[]])[] = [
	[
		'a kind that is missing',
		cluster => cluster.setInstalled(virtualServices, false),
		[
			'broken kind VirtualService: the server has no VirtualService, which app wisdom needs',
			'broken app models/wisdom: VirtualService wisdom of routing template canary does not exist',
		],
	],
	['a kind that is missing and that no app needs', cluster => cluster.setInstalled(httpRoutes, false), []],
	[
		'permissions of the user',
		cluster => {
			cluster.refuses = ({resource, verb}) => resource === 'virtualservices' && (verb === 'create' || verb === 'patch');
		},
		[
			'warning permissions: you may not create and patch virtualservices.networking.istio.io in namespace models, which the verbs need',
		],
	],
	[
		'permissions of a daemon that is yet to start',
		async cluster => {
			await gone(cluster);
			cluster.refuses = ({resource}) => resource === 'events';
		},
		[
			'warning daemon: no daemon is running: routes do not follow the versions',
			'note permissions: you may not create and patch events in namespace models, which a daemon that runs as you needs',
		],
	],
	[
		'an API server that does not hold the account of the daemon to its work',
		cluster => cluster.delete(policyBindings, undefined, 'kubectl-iter8-router'),
		[
			'note permissions: no policy holds the account kubectl-iter8-router to less than its role says: with its token models can be changed',
		],
	],
	[
		'a daemon that performs rollouts and that no policy holds',
		cluster => performsRollouts(cluster),
		[
			'warning daemon iter8-7f9c: it performs rollouts, and the API server has no policy kubectl-iter8-rollouts and kubectl-iter8-rollout-records: who has the token of its account may change all that its roles say and who may only write ConfigMaps may have models changed by it',
		],
	],
	[
		'a daemon that performs what any writer of ConfigMaps says',
		async cluster => {
			performsRollouts(cluster);
			await cluster.create(policyBindings, object('ValidatingAdmissionPolicyBinding', '/kubectl-iter8-rollouts'));
		},
		[
			'warning daemon iter8-7f9c: it performs rollouts, and the API server has no policy kubectl-iter8-rollout-records: who may only write ConfigMaps may have models changed by it',
		],
	],
	[
		'a daemon that performed rollouts and is gone',
		cluster => performsRollouts(cluster, 'long ago'),
		[
			'warning daemon: the daemon iter8-7f9c is gone, not heard of since 2026-01-01T11:00:00Z: routes do not follow the versions',
		],
	],
	['an API server that has no such policies', cluster => cluster.setInstalled(policyBindings, false), []],
	[
		'policies that may not be seen',
		cluster => {
			cluster.onCall = call => {
				if (call.startsWith('get validatingadmissionpolicybindings')) throw new ApiError(403, 'Forbidden', 'forbidden');
			};
		},
		[],
	],
	[
		'what may not be read',
		cluster => {
			cluster.onCall = call => {
				if (call.startsWith('list statefulsets')) throw new ApiError(403, 'Forbidden', 'statefulsets is forbidden');
				if (call.startsWith('get gateways')) throw new ApiError(403, 'Forbidden', 'gateways is forbidden');
			};
		},
		['note permissions: statefulsets is forbidden', 'note permissions: gateways is forbidden'],
	],
	[
		'one of several gateways that is missing',
		cluster => cluster.delete(istioGateways, 'knative-serving', 'knative-local-gateway'),
		[
			'warning VirtualService models/wisdom: it is for the Gateway knative-serving/knative-local-gateway, which does not exist',
		],
	],
	[
		'all gateways missing',
		async cluster => {
			await cluster.delete(istioGateways, 'knative-serving', 'knative-local-gateway');
			await cluster.delete(istioGateways, 'knative-serving', 'knative-ingress-gateway');
		},
		[
			'broken VirtualService models/wisdom: it is for the Gateways knative-serving/knative-ingress-gateway and knative-serving/knative-local-gateway, which do not exist',
		],
	],
	[
		'a host that an older route claims',
		cluster => void cluster.put(claim('older', '2020-01-01T00:00:00Z')),
		[
			'broken VirtualService models/wisdom: VirtualService others/older claims wisdom.models and wisdom.models.svc.cluster.local at the same gateway, too; it is older and is heard first',
		],
	],
	[
		'a host that a younger route claims',
		cluster => void cluster.put(claim('younger', '2030-01-01T00:00:00Z')),
		[
			'warning VirtualService models/wisdom: VirtualService others/younger claims wisdom.models and wisdom.models.svc.cluster.local at the same gateway, too; it is younger and is heard after it',
		],
	],
	[
		"a route of others that has the name of the app's",
		async cluster => {
			const owner = {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: 'wisdom', uid: 'uid-9'};
			const {managedFields: _, ...metadata} = (await cluster.get(virtualServices, 'models', 'wisdom')).metadata;
			const live = await cluster.get(virtualServices, 'models', 'wisdom');
			cluster.put({...live, metadata: {...metadata, ownerReferences: [owner]}});
		},
		[
			'broken ConfigMap models/wisdom-routemap: VirtualService models/wisdom belongs to InferenceService wisdom: it stays as it is; give the route another name',
		],
	],
	[
		'a version in another namespace',
		async cluster => {
			const routemap = await cluster.get(configMaps, 'models', 'wisdom-routemap');
			const {strSpec} = routemap['data'] as {readonly strSpec: string};
			const text = strSpec.replace(/(name: wisdom-1\n +namespace: )models/, '$1team-b');
			expect(text).not.toBe(strSpec);
			cluster.put({...routemap, data: {strSpec: text}});
			const model = await cluster.get(inferenceServices, 'models', 'wisdom-1');
			cluster.put({...model, metadata: {...model.metadata, namespace: 'team-b', uid: 'uid-b'}});
		},
		[
			'broken ConfigMap models/wisdom-routemap: versions[1].resources[0] is isvc wisdom-1 of namespace team-b, and a routemap reaches its own namespace models only: let its owner annotate it with iter8.tools/routemap-namespaces: models, or start the daemon with --allow-namespaces team-b',
		],
	],
	[
		'the same host at another gateway',
		cluster => void cluster.put(claim('elsewhere', '2020-01-01T00:00:00Z', ['others/own'])),
		[],
	],
	[
		'a routemap that does not parse',
		cluster => fixtures('apps/fox-routemap').forEach(each => cluster.put(each)),
		[
			'broken ConfigMap models/fox-routemap: it is no routemap: versions is empty: a routemap needs at least one version',
		],
	],
	[
		'a resource of no known type, in an app of which nothing exists',
		cluster => {
			const strSpec = JSON.stringify({versions: [{resources: [{gvrShort: 'isv', name: 'elk-0'}]}]});
			const routemap = object('ConfigMap', 'models/elk-routemap', {data: {strSpec}});
			cluster.put(withMetadata(routemap, {labels: {'iter8.tools/kind': 'routemap'}}));
		},
		[
			'warning ConfigMap models/elk-routemap: versions[0].resources[0]: resource type isv is not configured; did you mean isvc? The version is never available so',
			'warning app models/elk: none of its versions exists to answer requests: elk-0; isv elk-0 is the first, with the label iter8.tools/watch: "true"',
			'warning app models/elk: routemap elk-routemap has no routing template: where requests go is for others to say',
		],
	],
	[
		'a template that fails for some weights',
		cluster => putTemplate(cluster, '{{ if eq (index .Weights 1) 0 }}{{ index .Weights 7 }}{{ end }}'),
		[
			'broken ConfigMap models/owl-routemap: routing template split fails: template: split:1:35: executing "split" at <index .Weights 7>: error calling index: index out of range: 7 for the weights 3,0',
		],
	],
	[
		'a pattern that RE2 refuses, for weights that are not those of now',
		cluster =>
			putTemplate(
				cluster,
				`{{ if eq (index .Weights 1) 0 }}apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: owl}
spec:
  hosts: [owl.models]
  http:
  - match: [{uri: {regex: '/(?!v1).*'}}]
    route: [{destination: {host: owl-0}}]
{{ end }}`,
			),
		[
			'broken VirtualService models/owl: Envoy refuses spec.http[0].match[0].uri.regex, and then takes no change of any route: RE2 refuses the pattern "/(?!v1).*": invalid group: nothing looks around, and only the flags i, m, s and U are known',
		],
	],
	[
		'a weight that is null for some weights',
		cluster =>
			putTemplate(
				cluster,
				`apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: owl}
spec:
  hosts: [owl.models]
  http:
  - route: [{destination: {host: owl-0}, weight: {{ if gt (index .Weights 1) 0 }}1{{ end }}}]
    novelty: true
`,
			),
		[
			'broken ConfigMap models/owl-routemap: routing template split renders VirtualService owl, which is not valid: spec.http[0].route[0].weight: it is null, not a whole number for the weights 3,0',
			'broken app models/owl: VirtualService owl of routing template split does not exist',
			'broken VirtualService models/owl: it sends requests to Service models/owl-0, which does not exist',
			'warning ConfigMap models/owl-routemap: routing template split renders VirtualService owl, which has the field spec.http[0].novelty, which is not known',
		],
	],
	[
		'an empty prefix, which Istio takes and Envoy does not',
		cluster =>
			putTemplate(
				cluster,
				`{{ if eq (index .Weights 1) 0 }}apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: owl}
spec:
  hosts: [owl.models]
  http:
  - match: [{headers: {traffic: {prefix: ''}}}]
    route: [{destination: {host: owl-0}}]
{{ end }}`,
			),
		[
			'broken VirtualService models/owl: Envoy refuses spec.http[0].match[0].headers.traffic.prefix, and then takes no change of any route: the prefix is empty',
		],
	],
	[
		'a model without the watch label',
		cluster => void cluster.put(withMetadata(model('wisdom-1'), {labels: {}})),
		[
			'broken InferenceService models/wisdom-1: it has no label iter8.tools/watch: "true", so that the daemon does not see it and app wisdom does without its version',
			'broken app models/wisdom: requests (traffic: test) go to wisdom-1, which cannot take them: InferenceService wisdom-1 has no label iter8.tools/watch: "true"',
			'warning app models/wisdom: VirtualService wisdom differs from what routing template canary renders now',
		],
	],
	[
		'a weight that is none',
		cluster => {
			const annotations = {'iter8.tools/weight': '1e400'};
			cluster.put(withMetadata(model('wisdom-1'), {...model('wisdom-1').metadata, annotations}));
		},
		[
			`warning InferenceService models/wisdom-1: its annotation iter8.tools/weight is "1e400", which is no whole number, so that app wisdom goes by the routemap's weight, or 1`,
		],
	],
	[
		'two daemons',
		async cluster => {
			const [lease] = fixtures('apps/lease');
			if (!lease) return;
			const spec = {...(lease['spec'] as object), holderIdentity: 'another'};
			cluster.put({...withMetadata(lease, {namespace: 'kube-system'}), spec});
		},
		[
			'broken daemons: two lead at once, iter8-7f9c in namespace models and another in namespace kube-system: they write the same routes',
		],
	],
	[
		'a lease that is to last for ever',
		async cluster => {
			const lease = await cluster.get(leases, 'models', 'kubectl-iter8');
			const spec = {
				holderIdentity: 'ghost',
				leaseDurationSeconds: 2_147_483_647,
				renewTime: '2100-01-01T00:00:00.000000Z',
			};
			await cluster.replace(leases, {...lease, spec}, {fieldManager: 'kubectl-edit'});
		},
		[
			'warning daemon: lease models/kubectl-iter8 is held by ghost, and its renewal at 2100-01-01T00:00:00Z (ahead of the clock here) and its duration of 2147483647 s are not believed: routes do not follow the versions',
			'warning Lease models/kubectl-iter8: it is held by ghost, and its renewal at 2100-01-01T00:00:00Z (ahead of the clock here) and its duration of 2147483647 s are not believed',
		],
	],
	[
		'a lease that something else renews',
		async cluster => {
			const lease = await cluster.get(leases, 'models', 'kubectl-iter8');
			const spec = {holderIdentity: 'ghost', leaseDurationSeconds: 15, renewTime: '2026-01-01T11:59:59.000000Z'};
			await cluster.replace(leases, {...lease, spec}, {fieldManager: 'cron'});
		},
		[
			'warning Lease models/kubectl-iter8: cron has renewed it for ghost, which is no kubectl iter8 watch: while it goes on, no daemon writes the routes',
		],
	],
	[
		'a lease that was never renewed',
		async cluster => {
			const lease = await cluster.get(leases, 'models', 'kubectl-iter8');
			await cluster.replace(leases, {...lease, spec: {holderIdentity: 'ghost'}});
		},
		['warning daemon: the daemon ghost is gone, which has never renewed its lease: routes do not follow the versions'],
	],
	[
		"Iter8's own controller beside ours",
		cluster => void cluster.put(iter8),
		[
			"broken StatefulSet iter8-system/iter8: Iter8's own controller is at work beside daemon iter8-7f9c: both write the same routes and finalizers",
		],
	],
	[
		"Iter8's own controller that is scaled to nothing",
		cluster => void cluster.put({...iter8, spec: {replicas: 0}}),
		[],
	],
	[
		'someone else who writes the route',
		editRoute,
		[
			'warning VirtualService models/wisdom: field manager kubectl-edit has written its spec, too, at 2026-01-01T12:00:00Z',
		],
	],
	[
		'nothing in a route that someone else created and the daemon took over',
		async cluster => {
			const {metadata, ...route} = await cluster.get(virtualServices, 'models', 'wisdom');
			await cluster.delete(virtualServices, 'models', 'wisdom');
			const {ownerReferences = []} = metadata;
			const named = {...route, metadata: {name: 'wisdom', namespace: 'models', ownerReferences}};
			await cluster.apply(virtualServices, named, {fieldManager: 'helm'});
			await cluster.apply(virtualServices, named, {fieldManager: 'iter8-controller', force: true});
		},
		[],
	],
	[
		'no daemon, and an object that its finalizer holds',
		async cluster => {
			await gone(cluster);
			cluster.put(
				withMetadata(model('wisdom-1'), {
					deletionTimestamp: '2026-01-01T11:00:00Z',
					finalizers: ['iter8.tools/finalizer'],
				}),
			);
		},
		[
			'broken app models/wisdom: requests (traffic: test) go to wisdom-1, which is being deleted and answers them only until it is gone',
			'broken InferenceService models/wisdom-1: it is being deleted for 60m (since 2026-01-01T11:00:00Z), has the finalizer iter8.tools/finalizer, and no daemon is there to release it',
			'warning daemon: no daemon is running: routes do not follow the versions',
			'warning app models/wisdom: VirtualService wisdom differs from what routing template canary renders now, and no daemon leads that would put it right',
		],
	],
	[
		'an object that a finalizer holds and no routemap names',
		cluster =>
			void cluster.put(
				withMetadata(model('left'), {
					deletionTimestamp: '2026-01-01T11:00:00Z',
					finalizers: ['iter8.tools/finalizer'],
				}),
			),
		[
			'broken InferenceService models/left: it is being deleted for 60m (since 2026-01-01T11:00:00Z), has the finalizer iter8.tools/finalizer, and daemon iter8-7f9c has not let it go, though its deadline was 2026-01-01T11:05:00Z: no routemap names it',
		],
	],
	[
		'versions of OpenAI models under different names',
		cluster => {
			for (const name of ['wisdom-0', 'wisdom-1']) {
				cluster.put(model(name, 'Knative', {modelFormat: {name: 'huggingface'}}));
			}
		},
		[
			"warning app models/wisdom: its versions answer OpenAI requests, which carry the model's name in the body, and serve under the names wisdom-0 and wisdom-1",
		],
	],
	[
		'a model that serves under another name than the route asks for',
		cluster => void cluster.put(model('wisdom-1', 'Knative', {args: ['--model_name=owl']})),
		[
			'broken InferenceService models/wisdom-1: VirtualService models/wisdom asks it for model wisdom-1, and it serves owl',
		],
	],
	[
		'a predictor under another host',
		cluster => {
			const other = model('wisdom-1');
			const predictor = {address: {url: 'http://wisdom-1-predictor-default.models.svc.cluster.local'}};
			cluster.put({...other, status: {...(other['status'] as object), components: {predictor}}});
		},
		[
			'broken VirtualService models/wisdom: it asks for InferenceService models/wisdom-1 under the host wisdom-1-predictor.models.svc.cluster.local, and KServe serves it as wisdom-1-predictor-default.models.svc.cluster.local',
		],
	],
	[
		'a route that goes past a transformer',
		cluster => {
			const other = model('wisdom-1');
			cluster.put({...other, spec: {...(other['spec'] as object), transformer: {containers: []}}});
		},
		[
			'broken VirtualService models/wisdom: it sends requests to the predictor of InferenceService models/wisdom-1, past its transformer',
		],
	],
	[
		"Knative's routes for models in Standard mode",
		cluster => void cluster.put(model('wisdom-0', 'RawDeployment')),
		[
			"broken VirtualService models/wisdom: it reaches InferenceService models/wisdom-0 through Knative's gateway, and KServe serves that in Standard mode",
		],
	],
	[
		'a Service of the app that does not exist',
		cluster => cluster.delete(services, 'models', 'wisdom'),
		[
			'warning app models/wisdom: Service models/wisdom does not exist, so that clients in the cluster find no address for wisdom.models',
		],
	],
	[
		'nothing where a ServiceEntry takes its place',
		async cluster => {
			await cluster.delete(services, 'models', 'wisdom');
			cluster.put(object('ServiceEntry', 'models/wisdom', {}, 'networking.istio.io/v1beta1'));
		},
		[],
	],
	[
		'a port that a Service has not',
		async cluster => {
			const gateway = await cluster.get(services, 'istio-system', 'knative-local-gateway');
			cluster.put({...gateway, spec: {ports: [{port: 8081}, {port: 8082}]}});
		},
		[
			'broken VirtualService models/wisdom: it sends requests to port 80 of Service istio-system/knative-local-gateway, which has the ports 8081 and 8082',
		],
	],
	[
		'a Service that does not exist',
		cluster => cluster.delete(services, 'istio-system', 'knative-local-gateway'),
		[
			'broken VirtualService models/wisdom: it sends requests to Service istio-system/knative-local-gateway, which does not exist',
		],
	],
];

test.each(cases)('it finds %s', async (_, change, expected) => {
	const cluster = await healthy();
	await change(cluster);
	expect(lines(await findingsIn(cluster))).toEqual(expected);
});

test('the Service of an app is made again by init with its strategy and versions, or by hand where init has no such one', async () => {
	const todoOf = async (cluster: MemoryCluster) => {
		await cluster.delete(services, 'models', 'wisdom');
		return (await findingsIn(cluster)).find(({what}) => what.startsWith('Service models/wisdom '))?.todo;
	};
	expect(await todoOf(await healthy({...wisdom, strategy: 'blue-green'}))).toBe(
		'to make it again: kubectl iter8 init wisdom --strategy blue-green -n models',
	);
	expect(await todoOf(await healthy({...wisdom, versions: [{name: 'wisdom-0'}, {name: 'next'}]}))).toBe(
		'to make it again: kubectl iter8 init wisdom --strategy canary --versions wisdom-0,next -n models',
	);
	expect(await todoOf(await healthy({...overGatewayApi, gateways: ['team/own', 'mesh']}))).toBe(
		'to make it again: kubectl iter8 init wisdom --strategy canary --mesh gateway-api --gateway team/own --gateway mesh -n models',
	);
	const other = await healthy();
	const routemap = JSON.stringify(await other.get(configMaps, 'models', 'wisdom-routemap'));
	other.put(JSON.parse(routemap.replace('  canary:', '  tenants:')) as KubeObject);
	expect(await todoOf(other)).toBe('make it again, of type ExternalName, for the gateway that has the route');
});

test.each([
	'wisdom-1-predictor-default.models.svc.cluster.local',
	'wisdom-1-predictor-default.models',
	'wisdom-1-predictor-models.example.com',
	'wisdom-1-predictor-default-models.example.com',
])('it finds a route past a transformer by the host %s', async host => {
	const cluster = await healthy();
	const other = model('wisdom-1');
	cluster.put({...other, spec: {...(other['spec'] as object), transformer: {containers: []}}});
	const route = JSON.stringify(await cluster.get(virtualServices, 'models', 'wisdom'));
	cluster.put(JSON.parse(route.replaceAll('wisdom-1-predictor.models.svc.cluster.local', host)) as KubeObject);
	expect(lines(await findingsIn(cluster))).toContain(
		'broken VirtualService models/wisdom: it sends requests to the predictor of InferenceService models/wisdom-1, past its transformer',
	);
});

test('it finds one past it to a predictor with a name of its own', async () => {
	const cluster = await healthy();
	const other = model('wisdom-1');
	const {predictor} = other['spec'] as {predictor: object};
	cluster.put({...other, spec: {predictor: {...predictor, name: 'main'}, transformer: {containers: []}}});
	const route = JSON.stringify(await cluster.get(virtualServices, 'models', 'wisdom'));
	cluster.put(JSON.parse(route.replaceAll('wisdom-1-predictor.', 'wisdom-1-main-predictor.')) as KubeObject);
	expect(lines(await findingsIn(cluster))).toContain(
		'broken VirtualService models/wisdom: it sends requests to the predictor of InferenceService models/wisdom-1, past its transformer',
	);
});

test.each([
	['Knative', {}, true],
	['Knative', {rewrite: {authority: 'wisdom-1-predictor.models.svc.cluster.local'}}, false],
	['Knative', {headers: {request: {set: {Host: 'wisdom-1-predictor.models.svc.cluster.local'}}}}, false],
	['Standard', {}, false],
])("in %s mode a route to a model's Service, with %j, lacks its Host: %s", async (mode, rule, isFound) => {
	const cluster = await healthy();
	cluster.put(model('wisdom-1', mode));
	const route = await cluster.get(virtualServices, 'models', 'wisdom');
	const http = [{...rule, route: [{destination: {host: 'wisdom-1-predictor'}}]}];
	cluster.put({...route, spec: {...(route['spec'] as object), http}});
	const found = lines(await findingsIn(cluster)).filter(line => line.includes('Host alone'));
	expect(found).toEqual(
		isFound
			? [
					'broken VirtualService models/wisdom: it sends requests to wisdom-1-predictor.models.svc.cluster.local without that Host, and in Knative mode InferenceService models/wisdom-1 is found by its Host alone',
				]
			: [],
	);
});

test.each([
	['Standard', 'wisdom-1-predictor.models.svc.cluster.local', 'wisdom-1-predictor', false],
	['Standard', 'owl.example.com', 'wisdom-1-predictor', false],
	['Knative', 'wisdom-1.models.svc.cluster.local', 'knative-local-gateway.istio-system.svc.cluster.local', false],
	['Knative', 'wisdom-1.models', 'knative-local-gateway.istio-system.svc.cluster.local', false],
	['Knative', 'Wisdom-1-predictor.models:80', 'knative-local-gateway.istio-system.svc.cluster.local', false],
	['Knative', 'wisdom.models.svc.cluster.local', 'knative-local-gateway.istio-system.svc.cluster.local', true],
])('in %s mode KServe does not serve a model as %s at %s: %s', async (mode, authority, host, isFound) => {
	const cluster = await healthy();
	const other = model('wisdom-1', mode);
	// as recorded of KServe 0.20
	const predictor = {
		url: `http://wisdom-1-predictor${mode === 'Knative' ? '.' : '-'}models.example.com`,
		...(mode === 'Knative' && {address: {url: 'http://wisdom-1-predictor.models.svc.cluster.local'}}),
	};
	const own = {address: {url: 'http://wisdom-1.models.svc.cluster.local'}, url: 'http://wisdom-1.models.example.com'};
	cluster.put({...other, status: {...(other['status'] as object), ...own, components: {predictor}}});
	const route = await cluster.get(virtualServices, 'models', 'wisdom');
	const headers = {response: {set: {'app-version': 'wisdom-1'}}};
	const http = [{rewrite: {authority}, route: [{destination: {host, port: {number: 80}}, headers}]}];
	cluster.put({...route, spec: {...(route['spec'] as object), http}});
	const found = lines(await findingsIn(cluster)).filter(line => line.includes('serves it as'));
	expect(found).toHaveLength(isFound ? 1 : 0);
});

test('by what host a model is found is not told before its components have one', async () => {
	const cluster = await healthy();
	const other = model('wisdom-1');
	const status = {...(other['status'] as object), url: 'http://wisdom-1.models.example.com', components: {}};
	cluster.put({...other, status});
	expect(lines(await findingsIn(cluster))).toEqual([]);
});

test('what someone else wrote more than an hour ago is no news', async () => {
	const cluster = await healthy();
	await editRoute(cluster);
	await cluster.delete(leases, 'models', 'kubectl-iter8');
	const later = new Date('2026-01-01T13:00:01Z');
	expect(lines(await findingsIn(cluster, undefined, later))).toEqual([
		'warning daemon: no daemon is running: routes do not follow the versions',
	]);
});

test('it finds a predictor without its Service, and a percentage that does nothing, in Standard mode', async () => {
	const cluster = await healthy(standard, 'Standard');
	const canary = model('wisdom-1', 'Standard');
	const predictor = {...(canary['spec'] as {predictor: object}).predictor, canaryTrafficPercent: 10};
	cluster.put({...canary, spec: {predictor}});
	await cluster.delete(services, 'models', 'wisdom-1-predictor');
	expect(lines(await findingsIn(cluster))).toEqual([
		'broken VirtualService models/wisdom: it sends requests to Service models/wisdom-1-predictor, which does not exist',
		'warning InferenceService models/wisdom-1: canaryTrafficPercent: 10 does nothing in Standard mode',
	]);
});

test('it finds further predictors of KServe itself, of which routes know nothing', async () => {
	const cluster = await healthy(standard, 'Standard');
	const canary = model('wisdom-1', 'Standard');
	const next = {predictor: {name: 'next'}, trafficPercent: 50};
	cluster.put({...canary, spec: {...(canary['spec'] as object), canary: [next]}});
	expect(lines(await findingsIn(cluster))).toEqual([
		"warning InferenceService models/wisdom-1: spec.canary has KServe run further predictors (next), which get requests for its own host alone, none of the app's",
	]);
});

test('of a destination that only the live route has, the template is not to blame', async () => {
	const cluster = await healthy();
	const route = await cluster.get(virtualServices, 'models', 'wisdom');
	cluster.put({...route, spec: {...(route['spec'] as object), http: [{route: [{destination: {host: 'elsewhere'}}]}]}});
	const first = async (): Promise<string> => {
		const [found] = (await findingsIn(cluster)).filter(({what}) => what.startsWith('it sends'));
		return `${found?.object}: ${found?.what}\n  ${found?.todo}`;
	};
	const what =
		'VirtualService models/wisdom: it sends requests to Service models/elsewhere, which does not exist, though no routing template names it';
	expect(await first()).toBe(`${what}\n  wait: the daemon makes the route as the templates say`);
	cluster.remove(leases, 'models', 'kubectl-iter8');
	expect(await first()).toBe(`${what}\n  to start a daemon, which makes the route so: kubectl iter8 watch -n models`);
});

test('a version without its Service is one finding: what its state says, or that the Service is not there', async () => {
	const cluster = await healthy(standard, 'Standard');
	await cluster.delete(services, 'models', 'wisdom-0-predictor');
	const told = async (): Promise<readonly string[]> =>
		(await findingsIn(cluster)).map(({object: title, todo}) => `${title}: ${todo}`);
	expect(await told()).toEqual([
		'VirtualService models/wisdom: to see why: kubectl describe inferenceservice wisdom-0 -n models',
	]);
	const primary = model('wisdom-0', 'Standard');
	cluster.put({...primary, status: {conditions: [{type: 'Ready', status: 'False', reason: 'Stopped'}]}});
	cluster.remove(inferenceServices, 'models', 'wisdom-1');
	expect((await told()).map(words => words.split(':')[0])).not.toContain('VirtualService models/wisdom');
});

test('it finds a parent Gateway that is missing, and what a gateway says against an HTTPRoute', async () => {
	const cluster = await healthy(overGatewayApi);
	const route = await cluster.get(httpRoutes, 'models', 'wisdom');
	const condition = {type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound', message: 'no such backend'};
	cluster.put({...route, status: {parents: [{conditions: [condition]}]}});
	await cluster.delete(apiGateways, 'istio-system', 'knative-gateway');
	expect(lines(await findingsIn(cluster))).toEqual([
		'broken app models/wisdom: HTTPRoute wisdom: its gateway does not take it as it is: ResolvedRefs is False: BackendNotFound: no such backend',
		'warning HTTPRoute models/wisdom: it is for the Gateway istio-system/knative-gateway, which does not exist',
	]);
});

test('it finds an app whose routemap is gone, and none where models were never set up or were cleaned up', async () => {
	const cluster = await healthy();
	const labels = {'iter8.tools/watch': 'true', 'app.kubernetes.io/name': 'wisdom'};
	cluster.put(withMetadata(model('wisdom-0'), {labels}));
	await cluster.delete(configMaps, 'models', 'wisdom-routemap');
	const found = await findingsIn(cluster);
	expect(lines(found)).toEqual([
		'broken app models/wisdom: its routemap wisdom-routemap is gone, and no route takes its requests any more, while InferenceService wisdom-0 and InferenceService wisdom-1 are still there',
	]);
	expect(found[0]?.todo).toBe('to set it up again: kubectl iter8 init wisdom -n models');
	await cluster.delete(services, 'models', 'wisdom');
	expect(lines(await findingsIn(cluster))).toEqual([]);
});

test('whether a daemon runs is a note, and no advice to start one, where its lease may not be read', async () => {
	const cluster = await healthy();
	cluster.onCall = call => {
		if (call.includes('leases')) throw new ApiError(403, 'Forbidden', 'leases is forbidden');
	};
	const {severity, what, todo} = present((await findingsIn(cluster)).find(({object: title}) => title === 'daemon'));
	expect([severity, what, todo]).toEqual([
		'note',
		'whether a daemon runs is not to be seen: you may not read lease kubectl-iter8 in models and kube-system',
		'have someone with more rights run check, too',
	]);
});

test('without apps it asks whether there could be any', async () => {
	const cluster = await healthy();
	await cluster.delete(configMaps, 'models', 'wisdom-routemap');
	expect(lines(await findingsIn(cluster))).toEqual([]);
	for (const resource of [inferenceServices, virtualServices, httpRoutes]) cluster.setInstalled(resource, false);
	expect(lines(await findingsIn(cluster))).toEqual([
		'broken kind VirtualService: the server has neither VirtualService nor HTTPRoute: nothing can carry a route',
		'warning kind InferenceService: the server has no InferenceService',
	]);
});

test('of all namespaces it finds the one that nobody leads for, and what is held there', async () => {
	const cluster = await healthy();
	for (const each of fixtures('apps/fox-routemap')) cluster.put(withMetadata(each, {namespace: 'zoo'}));
	const deletion = {deletionTimestamp: '2026-01-01T11:59:50Z', finalizers: ['iter8.tools/finalizer']};
	cluster.put(withMetadata(model('old'), {...model('old').metadata, ...deletion, namespace: 'zoo'}));
	const found = (await findingsEverywhere(cluster)).filter(({object: title}) => /^(daemon|Inf)/.test(title));
	expect(found.map(({severity, what, todo}) => `${severity} ${what}\n  ${todo}`)).toEqual([
		'broken it is being deleted for 10s (since 2026-01-01T11:59:50Z), has the finalizer iter8.tools/finalizer, and no daemon is there to release it; besides, ConfigMap zoo/fox-routemap, which may have named it, is no routemap any more\n  start kubectl iter8 watch -n zoo',
		'warning namespace zoo: no daemon is running: routes do not follow the versions\n  to start one: kubectl iter8 watch -n zoo',
	]);
});

test('of one app only what is its own is told', async () => {
	const cluster = await healthy();
	for (const each of fixtures('apps/fox-routemap')) cluster.put(each);
	expect(lines(await findingsIn(cluster, 'wisdom'))).toEqual([]);
});

const apiGateways = {group: 'gateway.networking.k8s.io', version: 'v1', plural: 'gateways', kind: 'Gateway'};

const iter8: KubeObject = withMetadata(object('StatefulSet', 'iter8-system/iter8', {spec: {replicas: 1}}, 'apps/v1'), {
	labels: {'app.kubernetes.io/name': 'iter8'},
});

async function editRoute(cluster: MemoryCluster): Promise<void> {
	const created = await cluster.get(virtualServices, 'models', 'wisdom');
	cluster.put(withMetadata(created, {creationTimestamp: '2026-01-01T11:00:00Z'}));
	const route = await cluster.get(virtualServices, 'models', 'wisdom');
	const spec = {...(route['spec'] as object), exportTo: ['.']};
	await cluster.replace(virtualServices, {...route, spec}, {fieldManager: 'kubectl-edit'});
}

function withMetadata(given: KubeObject, metadata: Partial<KubeObject['metadata']>): KubeObject {
	return {...given, metadata: {...given.metadata, ...metadata}};
}

function claim(name: string, creationTimestamp: string, gateways: readonly string[] = ['mesh']): KubeObject {
	const spec = {hosts: ['wisdom.models', 'WISDOM.models.svc.cluster.local'], gateways, http: []};
	const route = object('VirtualService', `others/${name}`, {spec}, 'networking.istio.io/v1beta1');
	return withMetadata(route, {creationTimestamp});
}

/** An app `owl` of two models, the weights 3 and 1, with this routing template. */
function putTemplate(cluster: MemoryCluster, template: string): void {
	const names = ['owl-0', 'owl-1'];
	for (const name of names) cluster.put(model(name));
	const versions = names.map((name, index) => ({weight: 3 - 2 * index, resources: [{gvrShort: 'isvc', name}]}));
	const strSpec = JSON.stringify({versions, routingTemplates: {split: {gvrShort: 'vs', template}}});
	const routemap = object('ConfigMap', 'models/owl-routemap', {data: {strSpec}});
	cluster.put(withMetadata(routemap, {labels: {'iter8.tools/kind': 'routemap'}}));
}
