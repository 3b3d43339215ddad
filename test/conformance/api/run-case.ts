import {randomBytes} from 'node:crypto';
import type {ApiCase} from './api-case.ts';
import {ApiScript} from './api-script.ts';
import {send} from './connection.ts';
import {KubectlScript, type KubectlCase} from './kubectl-script.ts';
import type {ConformanceServer, KubectlServer} from './server.ts';
import type {Transcript} from './transcript.ts';

/** Runs a case in a new namespace, which stays. */
export async function runCase(server: ConformanceServer, {script, showsManagedFields}: ApiCase): Promise<Transcript> {
	const namespace = await makeNamespace(server);
	const api = new ApiScript(server, namespace, showsManagedFields);
	try {
		await script(api);
		return api.transcript;
	} finally {
		api.close();
	}
}

/** A namespace that no other run has, and whose name is as long as any other's. */
export async function makeNamespace(server: ConformanceServer): Promise<string> {
	const name = `conformance-${randomBytes(5).toString('hex')}`;
	const body = JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
	const headers = {authorization: `Bearer ${server.token}`, 'content-type': 'application/json'};
	const answer = await send(server, {method: 'POST', path: '/api/v1/namespaces', headers, body});
	if (answer.code !== 201) throw new Error(`no namespace: ${JSON.stringify(answer.body)}`);
	return name;
}

/** Runs a case of kubectl in a new namespace, which stays. */
export async function runKubectlCase(
	server: KubectlServer,
	{script}: KubectlCase,
	cacheFolder: string,
): Promise<Transcript> {
	const namespace = await makeNamespace(server);
	const kubectl = new KubectlScript(server, namespace, cacheFolder);
	try {
		await script(kubectl, new ApiScript(server, namespace, false));
		return kubectl.transcript;
	} finally {
		kubectl.close();
	}
}
