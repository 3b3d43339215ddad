import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {startKserve} from '../kserve/kserve.ts';
import {modelUri, readRequests} from './models.ts';
import {inPrivateNetwork} from './network/addresses.ts';
import {startRealKserve} from './real-kserve.ts';
import {startTestbed} from './testbed.ts';

// `npm run testbed`: a cluster with mesh and KServe stand-in, until Ctrl-C; `npm run testbed:kserve`: with the real KServe, in a
// network of its own
try {
	console.error('testbed: starting (the first time it builds its parts, which takes about 13 minutes)');
	const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	const testbed = await startTestbed({mesh: true});
	const isReal = inPrivateNetwork();
	const kserve = await (isReal ? startRealKserve(testbed) : startKserve(testbed));
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	const {host, port} = testbed.gateway;
	console.error(`testbed: running; its gateway is http://${host}:${port}; stop it with Ctrl-C. For the tutorial:`);
	if (isReal) console.log(`nsenter --target ${process.pid} --net $SHELL # as root, into its network`);
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
