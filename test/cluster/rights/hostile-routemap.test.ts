import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {Daemon} from '../rollout/daemon.ts';
import {pluginEnvironment} from '../rollout/stage.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {shipped} from './router.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'kubectl-iter8');

let testbed: Testbed;
let daemon: Daemon | undefined;

beforeAll(async () => {
	testbed = await startTestbed();
	for (const namespace of ['models', 'team-a', 'team-b']) await testbed.kubectl(['create', 'namespace', namespace]);
	await testbed.kubectl(['apply', '-n', 'models', '-f', '-'], await shipped('daemon-role.yaml'));
	const binding = ['create', 'rolebinding', 'kubectl-iter8', '-n', 'models'];
	await testbed.kubectl([...binding, '--role=kubectl-iter8', '--user=daemon']);
});
afterEach(async () => {
	await daemon?.stop();
});
afterAll(async () => {
	await testbed?.stop();
});

/** Starts a daemon as a user whom the policy does not hold: what it leaves alone here it leaves alone by itself. */
function startDaemon(...args: readonly string[]): void {
	daemon = new Daemon(testbed, program, pluginEnvironment(testbed.daemonKubeconfig));
	daemon.start(...args, '--drain', '100ms', '--resync', '1s');
}

async function read(path: string): Promise<KubeObject> {
	return (await testbed.api.expect(path)) as KubeObject;
}

/** What the Events of a reason say of an object, once there are some. */
async function toldOf(namespace: string, name: string, reason: string): Promise<string> {
	const selector = `reason=${reason},type=Warning,involvedObject.name=${name}`;
	const messages = ['get', 'events', '-n', namespace, '-o', 'jsonpath={.items[*].message}'];
	const told = async (): Promise<string> => testbed.kubectl([...messages, '--field-selector', selector]);
	await waitFor('the event', async () => (await told()) !== '', 30_000);
	return told();
}

const victims = `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: fraud-0, namespace: models}
spec: {predictor: {model: {modelFormat: {name: sklearn}, storageUri: 'gs://models/fraud'}}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: payments, namespace: models}
spec: {hosts: [payments.example.com], http: [{route: [{destination: {host: payments}}]}]}
`;

/** Would run a container of the intruder's choice under an account of his choice, and lead the payments to him. */
const attack = `
apiVersion: v1
kind: ConfigMap
metadata: {name: greedy, namespace: models, labels: {iter8.tools/kind: routemap}}
data:
  strSpec: |
    versions:
    - resources: [{gvrShort: isvc, name: nothing-0}]
    routingTemplates:
      isvc:
        gvrShort: isvc
        template: |
          apiVersion: serving.kserve.io/v1beta1
          kind: InferenceService
          metadata: {name: fraud-0}
          spec: {predictor: {serviceAccountName: privileged-sa, containers: [{name: kserve-container, image: "intruder/shell:1", command: [sh, -c, "id"]}]}}
      vs:
        gvrShort: vs
        template: |
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: {name: payments}
          spec: {gateways: [ingress], hosts: [payments.example.com], http: [{route: [{destination: {host: intruder.models.svc.cluster.local}}]}]}
`;

test('a routemap gains nothing over models and routes of others, by the daemon’s rights or by garbage collection', async () => {
	await testbed.kubectl(['create', '-f', '-'], victims);
	const paths = [
		'/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices/fraud-0',
		'/apis/networking.istio.io/v1/namespaces/models/virtualservices/payments',
	];
	const before = await Promise.all(paths.map(read));
	startDaemon('-n', 'models');
	await testbed.kubectl(['create', '-f', '-'], attack);
	const fault = await toldOf('models', 'greedy', 'RoutemapFault');
	expect(fault).toContain('routing template isvc: renders inferenceservices.serving.kserve.io');
	expect(fault).toContain('VirtualService models/payments was not made for this routemap');
	expect(await Promise.all(paths.map(read))).toEqual(before);
	await testbed.kubectl(['delete', 'configmap', 'greedy', '-n', 'models', '--cascade=foreground', '--wait']);
	expect(await Promise.all(paths.map(read))).toEqual(before);
});

test('a routemap holds nothing of another namespace that does not consent, and learns nothing of it', async () => {
	await testbed.kubectl(['apply', '-f', '-'], await shipped('daemon-cluster-role.yaml'));
	await testbed.kubectl(['create', 'clusterrolebinding', 'wide', '--clusterrole=kubectl-iter8', '--user=daemon']);
	await testbed.kubectl([
		'create',
		'rolebinding',
		'lease',
		'-n',
		'kube-system',
		'--role=kubectl-iter8',
		'--user=daemon',
	]);
	const model = `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: victim-0, namespace: team-b, labels: {iter8.tools/watch: 'true'}}
spec: {predictor: {model: {modelFormat: {name: sklearn}, storageUri: 'gs://models/victim'}}}
`;
	await testbed.kubectl(['create', '-f', '-'], model);
	const path = '/apis/serving.kserve.io/v1beta1/namespaces/team-b/inferenceservices/victim-0';
	const before = await read(path);
	startDaemon('-A');
	await testbed.kubectl(
		['create', '-f', '-'],
		`
apiVersion: v1
kind: ConfigMap
metadata: {name: greedy, namespace: team-a, labels: {iter8.tools/kind: routemap, iter8.tools/version: v0.16}}
data:
  strSpec: |
    versions:
    - resources:
      - {gvrShort: isvc, name: victim-0, namespace: team-b}
    routingTemplates:
      x:
        gvrShort: vs
        template: '{{ .NoSuchField }}'
`,
	);
	const fault = await toldOf('team-a', 'greedy', 'RoutemapFault');
	expect(fault).toContain('isvc victim-0 of namespace team-b');
	expect(fault).not.toContain('condition Ready');
	expect(await read(path)).toEqual(before);
	await testbed.kubectl(['delete', 'namespace', 'team-b', '--timeout=60s']);
});

test('a routemap whose template always fails holds the deletion of its versions until the deadline, and no longer', async () => {
	startDaemon('-n', 'models', '--deadline', '3s');
	const broken = `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: held-0, namespace: models, labels: {iter8.tools/watch: 'true'}}
spec: {predictor: {model: {modelFormat: {name: sklearn}, storageUri: 'gs://models/held'}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: broken, namespace: models, labels: {iter8.tools/kind: routemap}}
data:
  strSpec: |
    versions:
    - resources: [{gvrShort: isvc, name: held-0}]
    routingTemplates:
      x:
        gvrShort: vs
        template: '{{ .NoSuchField }}'
`;
	await testbed.kubectl(['create', '-f', '-'], broken);
	const path = '/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices/held-0';
	const isHeld = async (): Promise<boolean> =>
		(await read(path)).metadata.finalizers?.includes('iter8.tools/finalizer') ?? false;
	await waitFor('our finalizer', isHeld, 30_000);
	await testbed.kubectl(['delete', 'inferenceservice', 'held-0', '-n', 'models', '--timeout=60s']);
	expect(await toldOf('models', 'broken', 'DeadlinePassed')).toContain('InferenceService models/held-0 goes');
});
