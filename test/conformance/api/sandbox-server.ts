import {fieldAt, listAt, stringAt} from '../../../source/objects/object.ts';
import {parseYaml} from '../../../source/routemap/yaml.ts';
import {createApiServer, type ApiServer} from '../../../source/sandbox/api/api-server.ts';
import type {ConformanceServer} from './server.ts';

/** The sandbox's API server, with what its kubeconfig says of it. Close `api` at the end. */
export async function sandboxServer(): Promise<ConformanceServer & {readonly api: ApiServer}> {
	const api = await createApiServer();
	const [cluster] = listAt(parseYaml(api.kubeconfig()), 'clusters');
	const authority = stringAt(fieldAt(cluster, 'cluster'), 'certificate-authority-data');
	return {
		api,
		url: api.url,
		token: api.token,
		...(authority === undefined ? {} : {authority: Buffer.from(authority, 'base64').toString()}),
	};
}
