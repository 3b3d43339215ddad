import {writeFile} from 'node:fs/promises';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ApiClient} from '../testbed/api-client.ts';
import {manifest} from '../testbed/manifest.ts';
import type {Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';

const manifests = join(import.meta.dirname, '..', '..', '..', 'plugin', 'manifests');

/** The daemon's account in a namespace, as the daemon and as a thief would use it. */
export interface Router {
	/** Talks to the API server with a token of the account. */
	readonly api: ApiClient;
	/** Path of a kubeconfig with that token. */
	readonly kubeconfig: string;
}

/** A file of plugin/manifests. */
export async function shipped(file: string): Promise<string> {
	return readFile(join(manifests, file), 'utf8');
}

/** Installs the policy, and the account and role of a daemon of one namespace as docs/security.md says. */
export async function installRouter(testbed: Testbed, namespace: string): Promise<Router> {
	const {kubectl} = testbed;
	await kubectl(['apply', '-f', '-'], await shipped('router-policy.yaml'));
	await kubectl(['apply', '-n', namespace, '-f', '-'], await shipped('daemon-role.yaml'));
	const account = `${namespace}:kubectl-iter8-router`;
	await kubectl([
		'create',
		'rolebinding',
		'kubectl-iter8',
		'-n',
		namespace,
		'--role=kubectl-iter8',
		'--serviceaccount',
		account,
	]);
	return routerOf(testbed, namespace);
}

/** The account kubectl-iter8-router of a namespace, once the policy is in force. */
export async function routerOf(testbed: Testbed, namespace: string): Promise<Router> {
	const router = await accountOf(testbed, namespace, 'kubectl-iter8-router');
	await waitFor('the policy', async () => {
		const metadata = {name: 'not-ours', namespace};
		const {code} = await router.api.call(`/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases?dryRun=All`, {
			method: 'POST',
			body: {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata},
		});
		return code === 403;
	});
	return router;
}

/** A service account as a thief of its token would use it. */
export async function accountOf(testbed: Testbed, namespace: string, name: string): Promise<Router> {
	const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
	const body = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}};
	const {status} = (await testbed.api.expect(path, {method: 'POST', body})) as {readonly status: {token: string}};
	const authority = join(testbed.runDir, 'certs', 'apiserver.crt');
	const {token} = status;
	const {server} = testbed;
	const api = new ApiClient(server, token, await readFile(authority, 'utf8'));
	const kubeconfig = join(testbed.runDir, `${name}-${namespace}-kubeconfig`);
	await writeFile(kubeconfig, await manifest('kubeconfig.yaml', {server, authority, user: name, token}), {
		mode: 0o600,
	});
	return {api, kubeconfig};
}
