import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {startKserve} from '../kserve/kserve.ts';
import {modelUri, readRequests} from './models.ts';
import {startTestbed} from './testbed.ts';

// `npm run testbed`: a cluster with mesh and KServe stand-in, until Ctrl-C
try {
	console.error('testbed: starting (the first time it builds its parts, which takes about 13 minutes)');
	const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	const testbed = await startTestbed({mesh: true});
	const kserve = await startKserve(testbed);
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	const {host, port} = testbed.gateway;
	console.error(`testbed: running; its gateway is http://${host}:${port}; stop it with Ctrl-C. For the tutorial:`);
	console.log(`export KUBECONFIG=${testbed.kubeconfig}`);
	console.log(`MODEL_V0=${modelUri('digits-lr')} MODEL_V1=${modelUri('digits-rf')}`);
	console.log(`cp ${input} .`);
	await ended;
	console.error('testbed: stopping');
	await kserve.stop();
	await testbed.stop();
} catch (error) {
	const {message, cause} = error as Error;
	console.error(`error: ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`);
	process.exitCode = 1;
}
