import {copyFile, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Node} from './node.ts';
import type {PodObject} from './pod-spec.ts';
import type {Mount} from './volumes.ts';

/** Writes what a kubelet mounts for programs that talk to the API server: a token of the pod's service account. */
export async function writeServiceAccount(
	{api, authority}: Node,
	{metadata: {namespace}, spec}: PodObject,
	folder: string,
): Promise<Mount> {
	const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${spec.serviceAccountName}/token`;
	const answer = (await api.expect(path, {method: 'POST', body: {spec: {expirationSeconds: 86_400}}})) as {
		readonly status: {readonly token: string};
	};
	const account = join(folder, 'serviceaccount');
	await mkdir(account, {recursive: true});
	await writeFile(join(account, 'token'), answer.status.token, {mode: 0o600});
	await writeFile(join(account, 'namespace'), namespace);
	await copyFile(authority, join(account, 'ca.crt'));
	return [account, '/run/secrets/kubernetes.io/serviceaccount'];
}
