import {afterAll, beforeAll, expect, test} from 'vitest';
import {startLoad} from '../load/load.ts';
import {httpGet} from '../testbed/http-get.ts';
import {addLoopbackAddresses, type LoopbackAddresses} from '../testbed/loopback-addresses.ts';
import {modelUri, readRequests} from '../testbed/models.ts';
import {portForward} from '../testbed/port-forward.ts';
import {startTestbed, type MeshTestbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {infer} from './infer.ts';
import {startKserve, type Kserve} from './kserve.ts';
import {traceStatus} from './status-trace.ts';

let testbed: MeshTestbed;
let kserve: Kserve;
let loopback: LoopbackAddresses;

beforeAll(async () => {
	loopback = await addLoopbackAddresses(1);
	testbed = await startTestbed({mesh: true});
	kserve = await startKserve(testbed, {standardHost: loopback.addresses[0] ?? ''});
});

afterAll(async () => {
	await kserve?.stop();
	await testbed?.stop();
	await loopback?.remove();
});

test('a model is loaded, routed, and answers as scikit-learn said it would', async () => {
	const trace = await traceStatus(testbed.api, 'default', 'wisdom-0');
	await apply('wisdom-0', modelUri('digits-lr'));
	await ready('wisdom-0');
	const loading = 'Ready Unknown Predictor ingress not created, InProgress -';
	await waitFor('UpToDate', async () => trace.lines.at(-1)?.includes('UpToDate') ?? false);
	trace.stop();
	expect(trace.lines).toEqual([
		'generation 1 observed -, Ready -, - -→-, created ready routed - - -',
		`generation 1 observed 0, ${loading}→Pending, created ready routed - - -`,
		`generation 1 observed 1, ${loading}→Pending, created ready routed - - -`,
		`generation 1 observed 1, ${loading}→Pending, created ready routed 1 - -`,
		`generation 1 observed 1, ${loading}→Loading, created ready routed 1 - -`,
		`generation 1 observed 1, ${loading}→Pending, created ready routed 1 1 1`,
		'generation 1 observed 1, Ready True, InProgress -→Pending, created ready routed 1 1 1',
		'generation 1 observed 1, Ready True, UpToDate Loaded→Loaded, created ready routed 1 1 1',
	]);
	for (const {request, expected} of readRequests().slice(0, 20)) {
		expect(await infer(testbed.gateway, 'wisdom-0-predictor.default', 'wisdom-0', request)).toEqual({
			model: 'wisdom-0',
			version: 'digits-lr',
			prediction: expected['digits-lr'],
		});
	}
});

test('port-forward reaches the model', async () => {
	await apply('forwarded', modelUri('digits-svm'));
	await ready('forwarded');
	const forward = await portForward(testbed, 'istio-system', 'svc/knative-local-gateway', 80);
	const [line] = readRequests();
	const host = 'forwarded-predictor.default.svc.cluster.local';
	expect(await infer(forward.address, host, 'forwarded', line?.request)).toEqual({
		model: 'forwarded',
		version: 'digits-svm',
		prediction: line?.expected['digits-svm'],
	});
	await forward.stop();
});

test('an update under load is Unknown for a while and loses nothing; the old server runs on until it has no traffic', async () => {
	await apply('updated', modelUri('digits-lr'));
	await ready('updated');
	const [before] = kserve.revisions('default', 'updated');
	const {gateway, envoyAdmin} = testbed;
	const path = '/v2/models/updated/infer';
	const load = await startLoad({gateway, envoyAdmin, host: 'updated-predictor.default', path, rate: 100, phase: 'old'});
	await load.sent(100);
	await load.mark('update');
	const trace = await traceStatus(testbed.api, 'default', 'updated');
	await apply('updated', modelUri('digits-rf'));
	// the status names the new revision before the gateway sends anything there
	await waitFor('the new revision', async () => /Ready True.* routed 2 2 2$/.test(trace.lines.at(-1) ?? ''));
	trace.stop();
	expect(kserve.revisions('default', 'updated').map(({name}) => name)).toEqual([
		'updated-predictor-00001',
		'updated-predictor-00002',
	]);
	await load.mark('new');
	await waitFor('the end of the old server', async () => kserve.revisions('default', 'updated').length === 1);
	await load.sent(200);
	const {failures, retries, phases} = await load.stop();

	expect(trace.lines).toEqual([
		'generation 1 observed 1, Ready True, UpToDate Loaded→Loaded, created ready routed 1 1 1',
		'generation 2 observed 1, Ready True, UpToDate Loaded→Loaded, created ready routed 1 1 1',
		'generation 2 observed 2, Ready Unknown OutOfDate, InProgress Loaded→Pending, created ready routed 1 1 1',
		'generation 2 observed 2, Ready Unknown, InProgress Loaded→Pending, created ready routed 2 1 1',
		'generation 2 observed 2, Ready Unknown, InProgress Loaded→Loading, created ready routed 2 1 1',
		'generation 2 observed 2, Ready Unknown Uninitialized, InProgress Loaded→Pending, created ready routed 2 2 2',
		'generation 2 observed 2, Ready True, UpToDate Loaded→Loaded, created ready routed 2 2 2',
	]);
	expect({failures, retries}).toEqual({failures: [], retries: 0});
	expect(phases.map(({plain, test}) => plain.wrong + test.wrong)).toEqual([0, 0, 0]);
	expect(phases.map(({phase, plain}) => [phase, Object.keys(plain.models)])).toEqual([
		['old', ['digits-lr']],
		['update', ['digits-lr', 'digits-rf']],
		['new', ['digits-rf']],
	]);
	expect(phases[2]?.plain.predictions['digits-rf']).toBe(phases[2]?.plain.ok);
	expect(isRunning(before?.pid)).toBe(false);
});

test('a changed label alone makes a new revision, whose counter runs ahead of the generation', async () => {
	await apply('relabelled', modelUri('digits-lr'));
	await ready('relabelled');
	const trace = await traceStatus(testbed.api, 'default', 'relabelled');
	await apply('relabelled', modelUri('digits-lr'), {'app.kubernetes.io/version': 'v1'});
	const last = 'generation 1 observed 2, Ready True, UpToDate Loaded→Loaded, created ready routed 2 2 2';
	await waitFor('the second revision', async () => trace.lines.at(-1) === last);
	trace.stop();
});

test('a model that does not load leaves the old one serving, though Ready becomes False', async () => {
	await apply('blocked', modelUri('digits-lr'));
	await ready('blocked');
	await apply('blocked', 'file:///nowhere/model');
	await testbed.kubectl(['wait', 'inferenceservice/blocked', '--for=condition=Ready=False', '--timeout=60s']);
	const path = '{.status.modelStatus.transitionStatus}: {.status.modelStatus.lastFailureInfo.message}';
	const said = await testbed.kubectl(['get', 'inferenceservice', 'blocked', '--output', `jsonpath=${path}`]);
	expect(said).toBe('BlockedByFailedLoad: RuntimeError: Local path file:///nowhere/model does not exist.');
	const [line] = readRequests();
	const answer = await infer(testbed.gateway, 'blocked-predictor.default', 'blocked', line?.request);
	expect(answer.version).toBe('digits-lr');
});

test('a model serves while its object is being deleted, and is gone at once when the object is', async () => {
	await apply('deleted', modelUri('digits-lr'));
	await ready('deleted');
	const [{pid} = {pid: undefined}] = kserve.revisions('default', 'deleted');
	const path = '/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/deleted';
	await setFinalizers(path, ['inferenceservice.finalizers', 'iter8.tools/finalizer']);
	await testbed.kubectl(['delete', 'inferenceservice', 'deleted', '--wait=false']);
	await waitFor("the end of KServe's finalizer", async () => {
		const {metadata} = (await testbed.api.expect(path)) as {
			readonly metadata: {readonly finalizers: readonly string[]};
		};
		return metadata.finalizers.join(' ') === 'iter8.tools/finalizer';
	});
	const [line] = readRequests();
	const answer = await infer(testbed.gateway, 'deleted-predictor.default', 'deleted', line?.request);
	expect(answer.version).toBe('digits-lr');
	expect(isRunning(pid)).toBe(true);

	await setFinalizers(path, []);
	await waitFor('the end of the server', async () => !isRunning(pid), 2000, 10);
	const headers = {host: 'deleted-predictor.default'};
	await waitFor('the end of the route', async () => (await httpGet(testbed.gateway, '/v2', headers)).code === 404);
	expect(kserve.revisions('default', 'deleted')).toEqual([]);
});

test('in Standard mode the predictor has a Service that leads straight to the model, under its --model-name', async () => {
	const name = 'standard';
	const path = '/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/standard';
	await testbed.kubectl(['apply', '--filename', '-'], JSON.stringify(standardRoute));
	await apply(name, modelUri('digits-lr'), {}, ['--model-name=oracle']);
	await ready(name);
	await testbed.kubectl([
		'wait',
		`inferenceservice/${name}`,
		'--for=jsonpath={.status.modelStatus.transitionStatus}=UpToDate',
		'--timeout=60s',
	]);
	const {status} = (await testbed.api.expect(path)) as {readonly status: StandardStatus};
	expect({...status, conditions: status.conditions.map(({type, status: value}) => `${type} ${value}`)}).toEqual({
		observedGeneration: 1,
		conditions: ['IngressReady True', 'PredictorReady True', 'Ready True', 'Stopped False'],
		components: {predictor: {url: 'http://standard-predictor.default.example.com'}},
		modelStatus: {
			transitionStatus: 'UpToDate',
			states: {activeModelState: 'Loaded', targetModelState: 'Loaded'},
			copies: {failedCopies: 0, totalCopies: 1},
		},
		url: 'http://standard.default.example.com',
		address: {url: 'http://standard-predictor.default.svc.cluster.local'},
		deploymentMode: 'RawDeployment',
	});
	const [line] = readRequests();
	const infers = async () => infer(testbed.gateway, 'standard.example', 'oracle', line?.request);
	expect(await infers()).toEqual({model: 'oracle', version: 'digits-lr', prediction: line?.expected['digits-lr']});

	await apply(name, modelUri('digits-rf'), {}, ['--model-name=oracle']);
	await waitFor('the new model', async () => (await infers()).version === 'digits-rf');
	await waitFor('the end of the old server', async () => kserve.revisions('default', name).length === 1);
	expect((await infers()).version).toBe('digits-rf');

	await testbed.kubectl(['delete', 'inferenceservice', name]);
	const service = '/api/v1/namespaces/default/services/standard-predictor';
	await waitFor('the end of the Service', async () => (await testbed.api.call(service)).code === 404);
});

test('a stand-in that starts anew clears the routes of the one before, and loads the models again', async () => {
	await apply('restarted', modelUri('digits-lr'));
	await ready('restarted');
	await kserve.stop();
	kserve = await startKserve(testbed);
	const headers = {host: 'restarted-predictor.default'};
	await waitFor('the end of the old route', async () => (await httpGet(testbed.gateway, '/v2', headers)).code === 404);
	await waitFor('the model', async () => (await httpGet(testbed.gateway, '/v2', headers)).code === 200);
	expect(kserve.revisions('default', 'restarted').map(({name}) => name)).toEqual(['restarted-predictor-00001']);
});

interface StandardStatus {
	readonly conditions: readonly {readonly type: string; readonly status: string}[];
}

const standardRoute = {
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {name: 'standard', namespace: 'default'},
	spec: {
		gateways: ['knative-serving/knative-local-gateway'],
		hosts: ['standard.example'],
		http: [{route: [{destination: {host: 'standard-predictor.default.svc.cluster.local', port: {number: 80}}}]}],
	},
};

/** Arguments of the model server are of one in Standard mode. */
async function apply(
	name: string,
	storageUri: string,
	labels: Readonly<Record<string, string>> = {},
	args?: readonly string[],
): Promise<void> {
	const model = {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri, ...(args && {args})};
	const annotations = args ? {'serving.kserve.io/deploymentMode': 'RawDeployment'} : {};
	const object = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, namespace: 'default', labels, annotations},
		spec: {predictor: {minReplicas: 1, model}},
	};
	await testbed.kubectl(['apply', '--filename', '-'], JSON.stringify(object));
}

async function ready(name: string): Promise<void> {
	await testbed.kubectl(['wait', `inferenceservice/${name}`, '--for=condition=Ready', '--timeout=60s']);
}

async function setFinalizers(path: string, finalizers: readonly string[]): Promise<void> {
	const contentType = 'application/merge-patch+json';
	await testbed.api.expect(path, {method: 'PATCH', contentType, body: {metadata: {finalizers}}});
}

function isRunning(pid: number | undefined): boolean {
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch {
		return false;
	}
}
