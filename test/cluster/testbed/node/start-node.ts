import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {programs} from '../cache.ts';
import {podGateway, requirePrivateNetwork} from '../network/addresses.ts';
import {freePorts} from '../ports.ts';
import type {Testbed} from '../testbed.ts';
import {waitFor} from '../wait.ts';
import {startWorkloadControllers} from '../workload-controllers.ts';
import type {NodeSettings} from './settings.ts';

const name = 'pods';
const mergePatch = 'application/merge-patch+json';

/** Adds a node that runs pods, as processes of this machine, and the controllers that make them. All end with the testbed. */
export async function startNode(testbed: Testbed): Promise<void> {
	requirePrivateNetwork();
	const {api, runDir, processes, server, tokens} = testbed;
	const [kubeletPort = 0] = await freePorts(1);
	await api.expect('/api/v1/nodes', {method: 'POST', body: {apiVersion: 'v1', kind: 'Node', metadata: {name}}});
	const status = {
		addresses: [{type: 'InternalIP', address: '127.0.0.1'}],
		daemonEndpoints: {kubeletEndpoint: {Port: kubeletPort}},
		conditions: [{type: 'Ready', status: 'True'}],
	};
	await api.expect(`/api/v1/nodes/${name}/status`, {method: 'PATCH', contentType: mergePatch, body: {status}});
	await processes.start('pod-streams', programs.kubelet, [`127.0.0.1:${kubeletPort}`, join(runDir, 'pods')]);
	await startWorkloadControllers(testbed);
	const authority = join(runDir, 'certs', 'apiserver.crt');
	const settings: NodeSettings = {name, folder: runDir, server, authority, token: tokens.admin};
	const file = join(runDir, 'node.json');
	await writeFile(file, JSON.stringify(settings));
	await processes.start('node', process.execPath, [join(import.meta.dirname, 'main.ts'), file]);
}

/** Gives Envoy's pod its address, so that pods reach its gateways through their Services. */
export async function exposeGateway({api}: Testbed): Promise<void> {
	const pod = '/api/v1/namespaces/istio-system/pods/istio-ingressgateway-0';
	const status = {podIP: podGateway, podIPs: [{ip: podGateway}]};
	await api.expect(`${pod}/status`, {method: 'PATCH', contentType: mergePatch, body: {status}});
	await waitFor('the address of knative-local-gateway', async () => {
		const slices = (await api.expect('/apis/discovery.k8s.io/v1/namespaces/istio-system/endpointslices')) as {
			readonly items: readonly {readonly endpoints: readonly unknown[] | null}[];
		};
		return slices.items.some(({endpoints}) => (endpoints ?? []).length > 0);
	});
}
