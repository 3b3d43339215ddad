import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openTarget} from '../../../source/kube/target.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../../source/objects/lease.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {configMaps, inferenceServices} from '../../../source/objects/resource.ts';
import {createApiServer} from '../../../source/sandbox/api/api-server.ts';
import {exampleApps} from '../../../source/sandbox/example-apps.ts';
import {gatewayPod, meshNamespaces, meshObjects} from '../../../source/sandbox/mesh-objects.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {startCounters} from './tui-counters.ts';
import type {FromServer, ToServer} from './tui-messages.ts';

// The API server of `bench:tui`, in a process of its own: apps with both versions ready, their routes, a daemon's lease; and if
// numbers are wanted, a gateway that has counted requests.
const [count = '1000', numbers = 'off'] = process.argv.slice(2);
const apps = Number(count);
const namespace = 'default';

let countersPort: number | undefined;
const api = await createApiServer({
	namespaces: meshNamespaces,
	portForwardTarget: (_, pod, port) =>
		pod === gatewayPod.name && port === gatewayPod.statsPort ? countersPort : undefined,
});
const {store} = api;
const candidates: string[] = [];
for (const object of exampleApps(apps, 'Knative')) {
	if (object.kind === inferenceServices.kind) {
		store.put({...object, status: statusOf(true)});
		if (object.metadata.name.endsWith('-1')) candidates.push(object.metadata.name);
	} else store.put(object);
}

if (numbers === 'on') {
	for (const object of meshObjects('Knative')) store.put(object);
	const models = store.list(inferenceServices, namespace).items;
	countersPort = await startCounters(
		models.map(({metadata}) => `${metadata.name}-predictor.${namespace}.svc.cluster.local`),
	);
}

const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-bench-'));
const kubeconfig = join(folder, 'kubeconfig');
await writeFile(kubeconfig, api.kubeconfig(), {mode: 0o600});
const {cluster} = await openTarget({kubeconfig});
for (const {metadata} of store.list(configMaps, namespace).items) {
	if (metadata.labels?.['iter8.tools/kind'] === 'routemap')
		await applyRoutes(cluster, namespace, metadata.name, [1, 1]);
}

renewLease();
setInterval(renewLease, 2000);
process.on('message', receive);
tell({type: 'ready', kubeconfig});

/** Neighbours in time are no neighbours by name (7919 is a prime). */
let made = 0;
let timer: NodeJS.Timeout | undefined;

function receive(message: ToServer): void {
	if (message.type === 'changes') {
		clearInterval(timer);
		const start = performance.now();
		let done = 0;
		if (message.perSecond === 0) return;
		timer = setInterval(() => {
			for (; done < ((performance.now() - start) / 1000) * message.perSecond; done++) change();
		}, 1000 / message.perSecond);
	} else if (message.type === 'label') {
		const object = store.get(inferenceServices, namespace, `${message.app}-0`);
		if (!object) throw new Error(`there is no app ${message.app}`);
		const labels = {...object.metadata.labels, 'app.kubernetes.io/version': message.label};
		const at = performance.timeOrigin + performance.now();
		store.put({...object, metadata: {...object.metadata, labels}});
		tell({type: 'labelled', label: message.label, at});
	} else {
		void rm(folder, {recursive: true}).then(() => process.exit());
	}
}

/** A candidate begins to load, or is ready again, and its route follows. */
function change(): void {
	const name = candidates[(made++ * 7919) % candidates.length] ?? '';
	const object = store.get(inferenceServices, namespace, name);
	if (!object) return;
	const isLoading = Math.floor(made / candidates.length) % 2 === 0;
	store.put({...object, status: statusOf(!isLoading)});
	// As a daemon would: an app whose route lags behind is wrong, and goes to the top of the list.
	void applyRoutes(cluster, namespace, `${name.replace(/-1$/, '')}-routemap`, [1, isLoading ? 0 : 1]);
}

/** As KServe writes it. */
function statusOf(isReady: boolean): unknown {
	const status = isReady ? 'True' : 'Unknown';
	const lastTransitionTime = store.timestamp;
	return {
		conditions: ['IngressReady', 'PredictorConfigurationReady', 'PredictorReady', 'PredictorRouteReady', 'Ready'].map(
			type => ({
				type,
				status,
				lastTransitionTime,
				...(isReady
					? {}
					: {reason: 'RevisionMissing', message: 'Configuration "x" is waiting for a Revision to become ready.'}),
			}),
		),
		modelStatus: {
			states: {activeModelState: isReady ? 'Loaded' : '', targetModelState: isReady ? 'Loaded' : 'Loading'},
			transitionStatus: isReady ? 'UpToDate' : 'InProgress',
		},
		url: 'http://example.default.example.com',
	};
}

function renewLease(): void {
	const lease: KubeObject = {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: leaseName, namespace: clusterLeaseNamespace},
		spec: {holderIdentity: 'bench', leaseDurationSeconds: 15, renewTime: microTime(new Date())},
	};
	store.put(lease);
}

function tell(message: FromServer): void {
	process.send?.(message);
}
