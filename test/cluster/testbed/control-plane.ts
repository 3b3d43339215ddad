import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ApiClient} from './api-client.ts';
import {crdFolder, programs} from './cache.ts';
import {run} from './command.ts';
import {manifest} from './manifest.ts';
import {inPrivateNetwork, podGateway, serviceRange} from './network/addresses.ts';
import {freePorts} from './ports.ts';
import type {Processes} from './processes.ts';
import {waitFor} from './wait.ts';

/** The users of `tokens.csv`: `admin` may do everything, the others only what RBAC gives them. */
export interface Tokens {
	readonly admin: string;
	readonly viewer: string;
	readonly daemon: string;
}

export interface ControlPlane {
	readonly server: string;
	readonly tokens: Tokens;
	/** Path of each user's kubeconfig. */
	readonly kubeconfigs: Readonly<Record<keyof Tokens, string>>;
	/** Talks to the API server as `admin`. */
	readonly api: ApiClient;
	/** Runs kubectl as `admin` and returns its stdout. */
	readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
}

// secrets of a server that lives for minutes on loopback
const tokens: Tokens = {admin: 'admin-token', viewer: 'viewer-token', daemon: 'daemon-token'};

/** Starts etcd, kube-apiserver and kube-controller-manager, and installs the CRDs of Istio, Gateway API and KServe. */
export async function startControlPlane(folder: string, processes: Processes): Promise<ControlPlane> {
	const [port, controllerPort, etcdPort, peerPort] = await freePorts(4);
	// pods reach it there
	const host = inPrivateNetwork() ? podGateway : '127.0.0.1';
	const server = `https://${host}:${port}`;
	await run('openssl', ['genrsa', '-out', 'sa.key', '2048'], {cwd: folder});
	await writeFile(
		join(folder, 'tokens.csv'),
		[
			`${tokens.admin},admin,admin,system:masters`,
			`${tokens.viewer},viewer,viewer,`,
			`${tokens.daemon},daemon,daemon,`,
			'',
		].join('\n'),
	);
	const etcd = `http://127.0.0.1:${etcdPort}`;
	await processes.start('etcd', 'etcd', [
		'--data-dir=etcd',
		`--listen-client-urls=${etcd}`,
		`--advertise-client-urls=${etcd}`,
		`--listen-peer-urls=http://127.0.0.1:${peerPort}`,
		'--unsafe-no-fsync',
	]);
	await processes.start('kube-apiserver', programs.kubeApiserver, [
		`--etcd-servers=${etcd}`,
		`--bind-address=${host}`,
		`--secure-port=${port}`,
		'--cert-dir=certs',
		'--service-account-key-file=sa.key',
		'--service-account-signing-key-file=sa.key',
		'--service-account-issuer=https://kubernetes.default.svc',
		`--service-cluster-ip-range=${serviceRange}`,
		'--authorization-mode=RBAC',
		'--token-auth-file=tokens.csv',
		// pods without service accounts are fine here
		'--disable-admission-plugins=ServiceAccount',
	]);
	await waitForServer(server);
	const authority = join(folder, 'certs', 'apiserver.crt');
	const kubeconfigs = await writeKubeconfigs(folder, server, authority);
	await processes.start('kube-controller-manager', programs.kubeControllerManager, [
		`--kubeconfig=${kubeconfigs.admin}`,
		'--controllers=garbage-collector-controller,namespace-controller,serviceaccount-controller,serviceaccount-token-controller',
		'--service-account-private-key-file=sa.key',
		'--leader-elect=false',
		'--bind-address=127.0.0.1',
		`--secure-port=${controllerPort}`,
	]);
	const kubectl = async (args: readonly string[], input?: string): Promise<string> =>
		run(programs.kubectl, args, {env: {KUBECONFIG: kubeconfigs.admin}, ...(input === undefined ? {} : {input})});
	await kubectl(['apply', '--server-side', '-f', crdFolder]);
	// fails at once on a CRD so new that it has no conditions yet
	await waitFor('the CRDs', async () => {
		await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
		return true;
	});
	await kubectl(['apply', '-f', '-'], await manifest('namespaces.yaml'));
	const api = new ApiClient(server, tokens.admin, await readFile(authority, 'utf8'));
	await waitForCustomKinds(api);
	return {server, tokens, kubeconfigs, api, kubectl};
}

async function waitForServer(server: string): Promise<void> {
	const api = new ApiClient(server, tokens.admin, undefined);
	await waitFor('kube-apiserver', async () => (await api.call('/readyz')).code === 200);
	api.close();
}

/** A new kind answers 429 to lists and watches until its cache is filled; resourceVersion 0 asks that cache. */
async function waitForCustomKinds(api: ApiClient): Promise<void> {
	const kinds = [
		'serving.kserve.io/v1beta1/inferenceservices',
		'networking.istio.io/v1beta1/virtualservices',
		'networking.istio.io/v1beta1/serviceentries',
		'networking.istio.io/v1beta1/destinationrules',
		'gateway.networking.k8s.io/v1/httproutes',
	];
	for (const kind of kinds) {
		await waitFor(kind, async () => (await api.call(`/apis/${kind}?resourceVersion=0`)).code === 200);
	}
}

async function writeKubeconfigs(
	folder: string,
	server: string,
	authority: string,
): Promise<Readonly<Record<keyof Tokens, string>>> {
	const write = async (user: keyof Tokens, file: string): Promise<string> => {
		const path = join(folder, file);
		await writeFile(path, await manifest('kubeconfig.yaml', {server, authority, user, token: tokens[user]}), {
			mode: 0o600,
		});
		return path;
	};

	return {
		admin: await write('admin', 'kubeconfig'),
		viewer: await write('viewer', 'viewer-kubeconfig'),
		daemon: await write('daemon', 'daemon-kubeconfig'),
	};
}
