import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Testbed} from '../../cluster/testbed/testbed.ts';
import type {ConformanceServer} from './server.ts';

/** The testbed's kube-apiserver. */
export async function realServer({server, tokens, runDir}: Testbed): Promise<ConformanceServer> {
	const authority = await readFile(join(runDir, 'certs', 'apiserver.crt'), 'utf8');
	return {url: server, token: tokens.admin, authority};
}
