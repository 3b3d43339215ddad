import {expect, test} from 'vitest';
import {defaultLeaderSettings, settingsAnnotation, settingsText} from '../../source/objects/leader-settings.ts';
import {clusterLeaseNamespace, leaseName} from '../../source/objects/lease.ts';
import {fieldAt} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {
	configMaps,
	httpRoutes,
	inferenceServices,
	leases,
	services,
	virtualServices,
} from '../../source/objects/resource.ts';
import * as check from '../../source/verbs/check/run.ts';
import * as sendTest from '../../source/verbs/send-test/run.ts';
import * as status from '../../source/verbs/status/run.ts';
import {knativeObjects, liveModel, standardObjects} from '../helpers/kserve-objects.ts';
import {present} from '../helpers/present.ts';
import {runCommand} from '../helpers/run-command.ts';
import {startRollout, storageUri, writesOf} from './rollout.ts';

const cluster = [liveModel('churn'), ...knativeObjects('churn')];
const standard = {annotations: {'serving.kserve.io/deploymentMode': 'RawDeployment'}};
const takeOver = 'kubectl iter8 init churn-app --versions churn,churn-next -n models';

test.each([
	['Knative mode', cluster, []],
	['Standard mode', [liveModel('churn', standard), ...standardObjects('churn')], ['--mesh', 'gateway-api']],
	['Knative mode, before KServe has made anything', [liveModel('churn')], []],
	['Knative mode, under its own name as a version', cluster, ['--versions', 'churn,churn-next']],
])('init under the name of a live model is refused, and says how to take it over: %s', async (_, objects, flags) => {
	const {run, cluster} = await startRollout(objects);
	cluster.forgetCalls();
	await expect(run('init', 'churn', ...flags)).rejects.toThrow(
		`inferenceservice models/churn has this name, and KServe makes the service, the route and the host churn for it: give the app another name and take the model over as its first version, with "${takeOver}"`,
	);
	expect(writesOf(cluster).filter(call => !/events|leases/.test(call))).toEqual([]);
});

test('a live model is taken over, gets a candidate, is replaced by it, and stays when the routing goes', async () => {
	const rollout = await startRollout(cluster);
	const {run, isvc} = rollout;
	const kserves = () => [services, virtualServices].map(resource => rollout.cluster.peek(resource, 'models', 'churn'));
	const before = kserves();
	const init = await run('init', 'churn-app', '--versions', 'churn,churn-next');
	expect(init.stdout).toBe(
		[
			'inferenceservice.serving.kserve.io/churn labeled',
			'service/churn-app created',
			'configmap/churn-app-routemap created',
			'virtualservice.networking.istio.io/churn-app created',
			'',
		].join('\n'),
	);
	expect(init.stderr).toContain(
		'Warning: for its new label iter8.tools/watch KServe loads the model of churn once more, in a new revision or new pods; the old ones serve until then\n',
	);
	expect((await run('init', 'churn-app', '--versions', 'churn,churn-next')).stdout).toMatch(
		/^service\/churn-app unchanged\n/,
	);
	await run('deploy', 'churn-app', '--storage-uri', 'gs://models/two', '--version', 'v1', '--wait');
	expect(isvc('churn-next')?.metadata.labels).toMatchObject({'app.kubernetes.io/name': 'churn-app'});
	await run('promote', 'churn-app', '--yes', '--skip-test');
	expect([storageUri(isvc('churn')), isvc('churn-next')]).toEqual(['gs://models/two', undefined]);
	const cleaned = await run('cleanup', 'churn-app', '--yes', '--drain', '10ms');
	expect(cleaned.stdout).toBe(
		[
			'configmap/churn-app-routemap retired',
			'virtualservice.networking.istio.io/churn-app deleted',
			'service/churn-app deleted',
			'configmap/churn-app-history deleted',
			'finalizers released',
			'configmap/churn-app-routemap deleted',
			'',
		].join('\n'),
	);
	expect(kserves()).toEqual(before);
	expect(isvc('churn')?.metadata.finalizers ?? []).toEqual([]);
	expect(storageUri(isvc('churn'))).toBe('gs://models/two');
});

test('an app that has taken a live model over routes to it from the first moment', async () => {
	const {run, cluster: memory} = await startRollout(cluster, {hasDaemon: false});
	await run('init', 'churn-app', '--versions', 'churn,churn-next');
	const route = memory.peek(virtualServices, 'models', 'churn-app');
	expect(fieldAt(route, 'spec', 'hosts')).toContain('churn-app.models.svc.cluster.local');
	expect(JSON.stringify(route)).toContain('churn-predictor.models.svc.cluster.local');
});

test('init leaves a model that merely has the name of a version alone, and says so', async () => {
	const {run, isvc} = await startRollout([liveModel('bert-0'), liveModel('bert-1')]);
	const {stderr} = await run('init', 'bert');
	expect(stderr).toContain(
		'Warning: inferenceservice models/bert-1 has no label iter8.tools/watch and gets no requests so: if it is a version of this app, take it over with --versions bert-0,bert-1; if not, choose other names\n',
	);
	expect(isvc('bert-1')?.metadata.labels).toBeUndefined();
});

test('init does not take over what a controller made, nor what another app has', async () => {
	const {run, cluster: memory} = await startRollout([
		liveModel('churn', {
			ownerReferences: [{apiVersion: 'ml/v1', kind: 'ModelFleet', name: 'night', uid: 'x', controller: true}],
		}),
	]);
	await expect(run('init', 'churn-app', '--versions', 'churn,churn-next')).rejects.toThrow(
		'inferenceservice models/churn belongs to ModelFleet night, which would undo what is done to it: change that',
	);
	expect(memory.peek(configMaps, 'models', 'churn-app-routemap')).toBeUndefined();
});

test.each([
	['deploy', 'churn', '--storage-uri', 'gs://models/two'],
	['promote', 'churn'],
	['abort', 'churn'],
	['weights', 'churn', '90', '10'],
	['cleanup', 'churn'],
] as const)('%s of a live model says how to make it an app', async (verb, ...words) => {
	const {run} = await startRollout(cluster);
	await expect(run(verb, ...words)).rejects.toThrow(
		`no app churn in namespace models, though inferenceservice models/churn is there: take it over as the first version of one with "${takeOver}"`,
	);
	await run('init', 'churn-app', '--versions', 'churn,churn-next');
	await expect(run(verb, ...words)).rejects.toThrow(
		'no app churn in namespace models, but inferenceservice models/churn is a version of app churn-app: did you mean churn-app?',
	);
});

test('whose version a model is goes by what the leading daemon takes short names for', async () => {
	const {run, cluster: memory} = await startRollout(cluster);
	await run('init', 'churn-app', '--versions', 'churn,churn-next');
	const routemap = present(memory.peek(configMaps, 'models', 'churn-app-routemap'));
	const {strSpec = ''} = routemap['data'] as Readonly<Record<string, string>>;
	memory.put({...routemap, data: {strSpec: strSpec.replaceAll('gvrShort: isvc', 'gvrShort: model')}});
	const lease = present(memory.peek(leases, clusterLeaseNamespace, leaseName));
	const model = {resource: inferenceServices, conditions: ['Ready']};
	const settings = settingsText({
		...defaultLeaderSettings,
		types: new Map([...defaultResourceTypes, ['model', model]]),
	});
	memory.put({...lease, metadata: {...lease.metadata, annotations: {[settingsAnnotation]: settings}}});
	await expect(run('abort', 'churn')).rejects.toThrow(
		'no app churn in namespace models, but inferenceservice models/churn is a version of app churn-app: did you mean churn-app?',
	);
});

test("a model that is another app's version already is not taken over, since neither app could change it", async () => {
	const {run, cluster: memory} = await startRollout(cluster);
	await run('init', 'churn-app', '--versions', 'churn,churn-next');
	await expect(run('init', 'second', '--versions', 'churn,other')).rejects.toThrow(
		'inferenceservice models/churn is also a version of app churn-app (configmap models/churn-app-routemap): leave it to one of the two apps',
	);
	expect(memory.peek(configMaps, 'models', 'second-routemap')).toBeUndefined();
	await run('init', 'churn-app', '--versions', 'churn,churn-next');
});

test.each([
	['Service', services, 'service models/wisdom belongs to Fleet boss: choose another app name, or other --versions'],
	[
		'HTTPRoute',
		httpRoutes,
		'httproute.gateway.networking.k8s.io/wisdom exists and belongs to something else of Fleet boss: choose another app name, or remove it',
	],
	['ConfigMap', configMaps, 'configmap models/wisdom-0-weight-config belongs to Fleet boss'],
])('a %s of the name that something else owns is refused, whatever it says', async (kind, resource, message) => {
	const {run, cluster: memory} = await startRollout([liveModel('wisdom-0', standard)], {hasDaemon: false});
	const line = ['init', 'wisdom', '--mesh', 'gateway-api', '--strategy', 'blue-green'] as const;
	await run(...line);
	const name = kind === 'ConfigMap' ? 'wisdom-0-weight-config' : 'wisdom';
	const made = memory.peek(resource, 'models', name);
	await run('cleanup', 'wisdom', '--yes', '--drain', '1ms');
	const owner = {apiVersion: 'v1', kind: 'Fleet', name: 'boss', uid: 'boss'};
	memory.put({...present(made), metadata: {...present(made).metadata, uid: 'theirs', ownerReferences: [owner]}});
	memory.forgetCalls();
	await expect(run(...line)).rejects.toThrow(message);
	expect(writesOf(memory)).toEqual([]);
});

test.each([
	['status', status],
	['check', check],
] as const)('%s without apps tells of the models that are there', async (verb, command) => {
	const {cluster: memory} = await startRollout([...cluster, liveModel('fraud')]);
	const {stderr} = await runCommand(command, [verb], {cluster: memory});
	expect(stderr).toContain(
		`2 InferenceServices there have no routing by Iter8: "${takeOver}" takes churn over as the first version of an app\n`,
	);
	await expect(runCommand(command, [verb, 'churn'], {cluster: memory})).rejects.toThrow(takeOver);
});

test('send-test of a model that has no Service of its name says how to make it an app', async () => {
	const {cluster: memory} = await startRollout([liveModel('churn', standard), ...standardObjects('churn')]);
	await expect(runCommand(sendTest, ['send-test', 'churn'], {cluster: memory})).rejects.toThrow(takeOver);
});
