import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {loadConnection} from '../../source/kube/connection.ts';
import type {AppSpec} from '../../source/routing/app-spec.ts';
import {startKserve} from './kserve/kserve.ts';
import {ask, type Answer} from './routes/ask.ts';
import {inferenceServices, modelOf, modelVersions} from './routes/models.ts';
import {applyObjects, createNamespace} from './routes/objects.ts';
import {gatewaysOf, type AppCase, type Setup} from './routes/setups.ts';
import {entranceOf, inReverse, route} from './routes/stand.ts';
import type {Address} from './testbed/address.ts';
import {addSharedGateway} from './testbed/gateway-api.ts';
import {addLoopbackAddresses} from './testbed/loopback-addresses.ts';
import {readRequests} from './testbed/models.ts';
import {startTestbed, type MeshTestbed} from './testbed/testbed.ts';

/** The servers of a namespace serve the apps of both meshes. */
const setups: readonly Setup[] = (['kserve-knative', 'kserve-standard'] as const).flatMap(appType => {
	const common = {appType, mesh: 'istio'} as const;
	return [
		{...common, namespace: `${appType}-own`, title: `${appType}, each version under its own model name`},
		{...common, namespace: `${appType}-one`, title: `${appType}, all versions under one`, shared: 'oracle'},
	] as const;
});
const strategies = ['canary', 'blue-green'] as const;
const ends: (() => Promise<void>)[] = [];
let testbed: MeshTestbed;
let shared: Address;

beforeAll(async () => {
	const loopback = await addLoopbackAddresses(1);
	ends.push(async () => loopback.remove());
	testbed = await startTestbed({mesh: true});
	ends.push(async () => testbed.stop());
	const [standardHost = ''] = loopback.addresses;
	const kserve = await startKserve(testbed, {standardHost});
	ends.push(async () => kserve.stop());
	shared = await addSharedGateway(testbed);
	for (const {namespace} of setups) await createNamespace(testbed.api, namespace);
	await applyObjects(testbed.api, setups.flatMap(inferenceServices));
	for (const {namespace} of setups) {
		const all = ['inferenceservices', '--all', '--for=condition=Ready', '--timeout=120s'];
		await testbed.kubectl(['wait', ...all, '-n', namespace]);
	}

	const cluster = connect(loadConnection({kubeconfig: testbed.kubeconfig}), {version: 'test'});
	await route({testbed, cluster, shared}, setups.flatMap(appCases));
});

afterAll(async () => inReverse(ends));

test.each(setups.flatMap(appCases).map(each => [titleOf(each), each] as const))(
	'%s: MLServer answers the whole protocol',
	async (_, appCase) => {
		const {setup, app} = appCase;
		const digit = readRequests().find(({expected}) => expected['digits-lr'] !== expected['digits-rf']);
		if (!digit) throw new Error('the models agree on every digit');
		const own = `/v2/models/${app.name}`;
		for (const version of modelVersions) {
			const served = modelOf(version);
			const model = setup.shared ?? version;
			const inferred = {
				status: 200,
				appVersions: [version],
				said: {model_name: model, model_version: served, data: digit.expected[served]},
			};
			for (const path of ['/', '/?trace=1', `${own}/infer`, `${own}/infer?trace=/v2/models`]) {
				const {status, appVersions, body} = await call(appCase, version, 'POST', path, digit.request);
				const {model_name, model_version, outputs} = JSON.parse(body) as InferenceAnswer;
				const said = {model_name, model_version, data: outputs[0]?.data[0]};
				expect({status, appVersions, said}, path).toEqual(inferred);
			}

			const metadata = {name: model, versions: [], platform: '', inputs: [], outputs: [], parameters: {}};
			const server = {name: `${version}-predictor-00001`, version: '1.7.1', extensions: []};
			const answers = [
				[own, 200, JSON.stringify(metadata)],
				[`${own}/ready`, 200, ''],
				['/v2/models/nobody/ready', 404, '{"error":"Model nobody not found"}'],
				['/v2/health/ready', 200, ''],
				['/v2/health/live?x=1', 200, ''],
				['/v2', 200, JSON.stringify(server)],
				// MLServer has neither V1 nor OpenAI's paths: that it is MLServer that says so shows that they arrive
				[`/v1/models/${app.name}:predict`, 404, '{"detail":"Not Found"}'],
				['/openai/v1/models', 404, '{"detail":"Not Found"}'],
			] as const;
			for (const [path, status, body] of answers) {
				expect(await call(appCase, version, 'GET', path), path).toEqual({status, appVersions: [version], body});
			}
		}
	},
);

interface InferenceAnswer {
	readonly model_name: string;
	readonly model_version: string;
	readonly outputs: readonly {readonly data: readonly number[]}[];
}

/** Asks one version: a canary by its header, a split until it chooses that version. */
async function call({app}: AppCase, version: string, method: string, path: string, input?: unknown): Promise<Answer> {
	const host = `${app.name}.${app.namespace}.svc.cluster.local`;
	const headers: Readonly<Record<string, string>> =
		app.strategy === 'canary' && version === 'wisdom-1' ? {traffic: 'test'} : {};
	const body = input === undefined ? {} : {body: JSON.stringify(input)};
	for (let attempt = 0; ; attempt++) {
		const answer = await ask(entranceOf(app, testbed, shared), {method, host, path, headers, ...body});
		const isOther = answer.appVersions.length === 1 && answer.appVersions[0] !== version;
		if (!isOther || app.strategy === 'canary' || attempt === 50) return answer;
	}
}

function appCases(setup: Setup): readonly AppCase[] {
	const meshes = setup.appType === 'kserve-standard' ? (['istio', 'gateway-api'] as const) : (['istio'] as const);
	return meshes.flatMap(mesh =>
		strategies.map(strategy => ({setup, app: appOf(setup, mesh, strategy), weights: [1, 1]})),
	);
}

function appOf(
	{appType, namespace, shared: modelName}: Setup,
	mesh: AppSpec['mesh'],
	strategy: AppSpec['strategy'],
): AppSpec {
	return {
		name: `${strategy}-${mesh}`,
		namespace,
		appType,
		mesh,
		strategy,
		versions: modelVersions.map(name => ({name})),
		...(modelName !== undefined && {modelName}),
		...gatewaysOf({appType, mesh}),
	};
}

function titleOf({setup, app}: Pick<AppCase, 'setup' | 'app'>): string {
	return `${app.strategy} over ${app.mesh}, ${setup.title}`;
}
