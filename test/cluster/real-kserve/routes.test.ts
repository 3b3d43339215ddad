import {afterAll, beforeAll, expect, test} from 'vitest';
import {componentsBeside} from '../../../source/kserve/components.ts';
import {connect} from '../../../source/kube/client.ts';
import {loadConnection} from '../../../source/kube/connection.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {AppSpec} from '../../../source/routing/app-spec.ts';
import {askWithHeaders} from '../routes/ask.ts';
import {applyObjects, createNamespace} from '../routes/objects.ts';
import {gatewaysOf, type AppCase, type Setup} from '../routes/setups.ts';
import {entranceOf, route} from '../routes/stand.ts';
import type {Address} from '../testbed/address.ts';
import {addSharedGateway} from '../testbed/gateway-api.ts';
import {readRequests} from '../testbed/models.ts';
import {Cluster} from './cluster.ts';
import {inferenceService} from './inference-service.ts';

/** One has a predictor alone, the other all that an InferenceService can have. */
const lone = inferenceService('lone', 'Knative', 'digits-lr', {maxReplicas: 1});
const full = inferenceService('full', 'Knative', 'digits-rf', {
	maxReplicas: 1,
	withTransformer: true,
	withExplainer: true,
});
const models = {lone: 'digits-lr', full: 'digits-rf'} as const;
type Version = keyof typeof models;

const setups: readonly Setup[] = (
	[
		{appType: 'kserve-knative', mesh: 'istio'},
		{appType: 'kserve-standard', mesh: 'istio'},
		{appType: 'kserve-standard', mesh: 'gateway-api'},
	] as const
).map(kind => ({...kind, namespace: kind.appType, title: `${kind.appType} over ${kind.mesh}`}));

/** Weights of the strategies, each with the versions that a request without and one with `traffic: test` may reach. */
const strategies = [
	{strategy: 'canary', weights: [1, 1], plain: [0], test: [1]},
	{strategy: 'canary', weights: [1, 0], plain: [0], test: [0]},
	{strategy: 'canary', weights: [0, 1], plain: [1], test: [1]},
	{strategy: 'blue-green', weights: [1, 1], plain: [0, 1], test: [0, 1]},
	{strategy: 'blue-green', weights: [0, 1], plain: [1], test: [1]},
	{strategy: 'none', weights: [1, 0], plain: [0], test: [0]},
] as const;

let cluster: Cluster;
let shared: Address;
beforeAll(async () => {
	cluster = await Cluster.start();
	const {api, kubectl, kubeconfig} = cluster.testbed;
	shared = await addSharedGateway(cluster.testbed);
	for (const namespace of new Set(setups.map(setup => setup.namespace))) {
		await createNamespace(api, namespace);
		await applyObjects(
			api,
			[lone, full].map(object => inNamespace(object, namespace)),
		);
		await kubectl(['wait', 'isvc', '--all', '--for=condition=Ready', '-n', namespace, '--timeout=240s']);
	}

	const ours = connect(loadConnection({kubeconfig}), {version: 'test'});
	await route({testbed: cluster.testbed, cluster: ours, shared}, setups.flatMap(casesOf));
}, 900_000);
afterAll(async () => cluster?.stop());

function inNamespace(object: KubeObject, namespace: string): KubeObject {
	const mode = namespace === 'kserve-standard' ? 'Standard' : 'Knative';
	const annotations = {'serving.kserve.io/deploymentMode': mode};
	return {...object, metadata: {...object.metadata, namespace, annotations}};
}

/** The apps of a setup: each version is the primary of one half of them. */
function casesOf(setup: Setup): readonly (AppCase & {readonly reach: (typeof strategies)[number]})[] {
	const orders = [
		[lone, full],
		[full, lone],
	];
	return orders.flatMap(order =>
		strategies.map(reach => {
			const names = order.map(({metadata}) => metadata.name);
			const app: AppSpec = {
				name: `${names[0]}-${reach.strategy}-${reach.weights.join('-')}-${setup.mesh}`,
				namespace: setup.namespace,
				appType: setup.appType,
				mesh: setup.mesh,
				strategy: reach.strategy,
				versions: order.map(object => ({name: object.metadata.name, components: componentsBeside(object)})),
				...gatewaysOf(setup),
			};
			return {setup, app, weights: reach.weights, reach};
		}),
	);
}

/** Who answered: model and version of the body, and the components that the request went through. */
async function answerTo(
	{setup, app}: AppCase,
	path: string,
	headers: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
	const host = `${app.name}.${app.namespace}.svc.cluster.local`;
	const body = JSON.stringify(readRequests()[0]?.request);
	const entrance = entranceOf(setup, cluster.testbed, shared);
	const answer = await askWithHeaders(entrance, {method: 'POST', host, path, headers, body});
	const said = answer.status === 200 ? (JSON.parse(answer.body) as Readonly<Record<string, unknown>>) : {};
	return {
		version: answer.appVersions.join(),
		status: answer.status,
		model: said['model_version'],
		transformedBy: answer.headers['x-transformed-by'],
		explainedBy: answer.headers['x-explained-by'],
	};
}

/** What a version answers at a path. MLServer knows nothing of V1: that it says so shows that the request has arrived. */
function expected(version: Version, path: string): Readonly<Record<string, unknown>> {
	const isExplained = path.endsWith(':explain');
	const isV1 = path.startsWith('/v1/');
	return {
		version,
		status: isV1 ? 404 : 200,
		model: isV1 ? undefined : models[version],
		transformedBy: version === 'full' && !isExplained ? 'full' : undefined,
		explainedBy: version === 'full' && isExplained ? 'full' : undefined,
	};
}

test.each(setups.flatMap(casesOf).map(each => [`${each.app.name} in ${each.setup.namespace}`, each] as const))(
	"%s: each request reaches the component of KServe's own that its path is for",
	async (_, appCase) => {
		const {app, reach} = appCase;
		const {name} = app;
		const paths = ['/', `/v2/models/${name}/infer`, `/v1/models/${name}:predict`, `/v1/models/${name}:explain`];
		for (const kind of ['plain', 'test'] as const) {
			const wanted = reach[kind].map(index => app.versions[index]?.name as Version);
			for (const path of paths) {
				const left = new Set<unknown>(wanted);
				for (let asked = 0; left.size > 0; asked++) {
					const answer = await answerTo(appCase, path, kind === 'test' ? {traffic: 'test'} : {});
					const version = wanted.find(each => each === answer['version']);
					expect(answer, path).toEqual(version && expected(version, path));
					left.delete(version);
					expect(asked).toBeLessThan(60);
				}
			}
		}
	},
);
