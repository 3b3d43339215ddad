import {existsSync} from 'node:fs';
import {mkdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {installFolders} from './cache.ts';
import {run} from './command.ts';
import {routeIngresses} from './knative/ingress-controller.ts';
import {exposeGateway, startNode} from './node/start-node.ts';
import type {MeshTestbed} from './testbed.ts';
import {waitFor} from './wait.ts';

/** KServe and Knative Serving as they ship, on a node that runs their pods as processes. */
export interface RealKserve {
	/** Stops what runs in this process; the rest ends with the testbed. */
	stop(): Promise<void>;
}

/** Which release of KServe: today's, or the oldest that we look at, which `build.ts kserve-old` has to have made. */
export type KserveRelease = 'kserve' | 'kserve-old';

/** Installs KServe and Knative Serving, and resolves when both take InferenceServices. Needs a network of its own (`private-network.ts`). */
export async function startRealKserve(testbed: MeshTestbed, release: KserveRelease = 'kserve'): Promise<RealKserve> {
	const {api, gateway, ingress} = testbed;
	await startNode(testbed);
	await installKinds(testbed, 'knative');
	await installKinds(testbed, release);
	await exposeGateway(testbed);
	const end = new AbortController();
	const routing = routeIngresses(api, {ExternalIP: ingress, ClusterLocal: gateway}, end.signal);
	const stop = async (): Promise<void> => {
		end.abort();
		await routing;
	};
	try {
		await installKnative(testbed);
		await installKserve(testbed, release);
		await Promise.all(['knative-serving', 'kserve'].map(async namespace => allAvailable(testbed, namespace)));
	} catch (error) {
		await stop();
		throw error;
	}

	return {stop};
}

/** Puts today's KServe in the place of the older one, whose objects stay; resolves when it is at work. */
export async function upgradeKserve(testbed: MeshTestbed): Promise<void> {
	await installKinds(testbed, 'kserve');
	await installKserve(testbed, 'kserve');
	const manager = ['deployment/kserve-controller-manager', '--namespace', 'kserve'];
	await testbed.kubectl(['rollout', 'restart', ...manager]);
	await testbed.kubectl(['rollout', 'status', ...manager, '--timeout=300s']);
}

async function installKinds({kubectl}: MeshTestbed, part: 'knative' | KserveRelease): Promise<void> {
	const crds = ['--filename', join(installFolders[part], 'crds.yaml')];
	await kubectl(['apply', '--server-side', '--force-conflicts', ...crds]);
	await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=300s']);
}

async function allAvailable({kubectl}: MeshTestbed, namespace: string): Promise<void> {
	const timeout = '--timeout=300s';
	await kubectl(['wait', '--namespace', namespace, '--for=condition=Available', 'deployment', '--all', timeout]);
}

async function installKnative({api, kubectl}: MeshTestbed): Promise<void> {
	await kubectl(['apply', '--server-side', '--filename', join(installFolders.knative, 'objects.yaml')]);
	// its webhook writes its certificate into the configurations of webhooks itself
	const kinds = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
	await waitFor(
		"the certificate of Knative's webhook",
		async () => {
			const {webhooks} = (await api.expect(`${kinds}/webhook.serving.knative.dev`)) as {
				readonly webhooks: readonly {readonly clientConfig: {readonly caBundle?: string}}[];
			};
			return webhooks.every(({clientConfig}) => clientConfig.caBundle !== undefined);
		},
		300_000,
	);
}

/** Where there is no cert-manager, we make the certificate of KServe's webhooks, which outlives an upgrade. */
async function installKserve({runDir, kubectl}: MeshTestbed, release: KserveRelease): Promise<void> {
	const certificates = join(runDir, 'kserve');
	const folder = join(certificates, 'k8s-webhook-server', 'serving-certs');
	if (!existsSync(folder)) await makeCertificate(folder);
	const authority = await readFile(join(folder, 'tls.crt'), 'base64');
	const objects = await readFile(join(installFolders[release], 'objects.yaml'), 'utf8');
	const filled = objects.replaceAll('$certificates', certificates).replaceAll('$authority', authority);
	await kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], filled);
}

async function makeCertificate(folder: string): Promise<void> {
	await mkdir(folder, {recursive: true});
	const host = 'kserve-webhook-server-service.kserve.svc';
	const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
	const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'tls.key'];
	await run('openssl', ['req', '-x509', '-days', '30', ...names, ...key, '-out', 'tls.crt'], {cwd: folder});
}
