import {request} from 'node:http';
import type {Address} from '../address.ts';
import type {ApiClient} from '../api-client.ts';
import {follow} from '../follow.ts';
import {waitFor} from '../wait.ts';
import {askForHash, hashHeader, hashOf, ingressRoute} from './ingress-route.ts';
import type {Ingress, IngressRule} from './ingress.ts';

const ingresses = '/apis/networking.internal.knative.dev/v1alpha1';
const virtualServices = '/apis/networking.istio.io/v1beta1';

/** Where Envoy plays the gateways of each visibility. */
export type Gateways = Readonly<Record<IngressRule['visibility'], Address>>;

/**
 * Stands in for net-istio: makes a VirtualService of each Ingress, and says that it is ready when Envoy routes by it. Until the
 * signal ends it.
 */
export async function routeIngresses(api: ApiClient, gateways: Gateways, signal: AbortSignal): Promise<void> {
	const states = new Map<string, string>();
	const reconcile = async (ingress: Ingress): Promise<void> => {
		const {uid = ''} = ingress.metadata;
		const hash = hashOf(ingress);
		if (states.get(uid) === hash || ingress.metadata.deletionTimestamp !== undefined) return;
		states.set(uid, hash);
		const isCurrent = (): boolean => states.get(uid) === hash && !signal.aborted;
		await writeStatus(api, ingress, 'Unknown');
		await writeRoute(api, ingress);
		await waitFor(
			`the routes of ${ingress.metadata.name} in Envoy`,
			async () => !isCurrent() || (await isRouted(ingress, gateways, hash)),
			300_000,
		);
		if (isCurrent()) await writeStatus(api, ingress, 'True');
	};

	await follow(api, `${ingresses}/ingresses`, signal, {
		changed(ingress) {
			reconcile(ingress as Ingress).catch((error: unknown) => {
				states.delete(ingress.metadata.uid ?? '');
				if (!signal.aborted) console.error('ingress stand-in:', error);
			});
		},
		gone: ({metadata}) => states.delete(metadata.uid ?? ''),
	});
}

async function writeRoute(api: ApiClient, ingress: Ingress): Promise<void> {
	const route = ingressRoute(ingress);
	const {namespace, name} = route.metadata;
	await api.expect(
		`${virtualServices}/namespaces/${namespace}/virtualservices/${name}?fieldManager=net-istio&force=true`,
		{method: 'PATCH', contentType: 'application/apply-patch+yaml', body: route},
	);
}

async function writeStatus(api: ApiClient, {metadata}: Ingress, ready: 'True' | 'Unknown'): Promise<void> {
	const {namespace, name, generation} = metadata;
	const lastTransitionTime = new Date().toISOString();
	const waits = {reason: 'Uninitialized', message: 'Waiting for load balancer to be ready'};
	const condition = (type: string, status: string): unknown => ({
		type,
		status,
		lastTransitionTime,
		...(status === 'Unknown' && waits),
	});
	const balancer = (service: string): unknown => ({
		ingress: [{domainInternal: `${service}.istio-system.svc.cluster.local`}],
	});
	const status = {
		observedGeneration: generation,
		conditions: [
			condition('LoadBalancerReady', ready),
			condition('NetworkConfigured', 'True'),
			condition('Ready', ready),
		],
		...(ready === 'True' && {
			publicLoadBalancer: balancer('istio-ingressgateway'),
			privateLoadBalancer: balancer('knative-local-gateway'),
		}),
	};
	const path = `${ingresses}/namespaces/${namespace}/ingresses/${name}/status`;
	const {code, body} = await api.call(path, {
		method: 'PATCH',
		contentType: 'application/merge-patch+json',
		body: {status},
	});
	if (code >= 300 && code !== 404) throw new Error(`status of ingress ${namespace}/${name}: ${JSON.stringify(body)}`);
}

/** Whether the gateways lead each rule's hosts by this very state of the Ingress, as queue-proxy or activator behind them tell. */
async function isRouted({spec}: Ingress, gateways: Gateways, hash: string): Promise<boolean> {
	const answers = spec.rules.map(async ({hosts, visibility}) => hashAt(gateways[visibility], hosts[0] ?? ''));
	return (await Promise.all(answers)).every(answer => answer === hash);
}

async function hashAt(gateway: Address, host: string): Promise<string | undefined> {
	const {promise, resolve, reject} = Promise.withResolvers<string | undefined>();
	const headers = {host, 'K-Network-Probe': 'probe', [hashHeader]: askForHash, 'user-agent': 'Knative-Ingress-Probe'};
	const sent = request({...gateway, path: '/healthz', headers, agent: false, timeout: 2000}, answer => {
		answer.resume();
		const hash = answer.headers[hashHeader.toLowerCase()];
		resolve(answer.statusCode === 200 && typeof hash === 'string' ? hash : undefined);
	});
	sent.on('timeout', () => sent.destroy(new Error('timeout'))).on('error', reject);
	sent.end();
	return promise;
}
