import {once} from 'node:events';
import {startKserve} from '../kserve/kserve.ts';
import {modelUri} from './models.ts';
import {startTestbed} from './testbed.ts';

// `npm run testbed`: a cluster with mesh and KServe stand-in, until Ctrl-C
try {
	console.error('testbed: starting (the first time it builds its parts, which takes about 13 minutes)');
	const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	const testbed = await startTestbed({mesh: true});
	const kserve = await startKserve(testbed);
	const {host, port} = testbed.gateway;
	console.error(
		`testbed: running; stop it with Ctrl-C. Models for storageUri: ${modelUri('digits-lr')}, digits-rf, digits-svm. Try:`,
	);
	console.log(`export KUBECONFIG=${testbed.kubeconfig}`);
	console.log('kubectl get inferenceservices,virtualservices -A');
	console.log(`curl -H 'Host: wisdom-0-predictor.default' http://${host}:${port}/v2/models/wisdom-0`);
	await ended;
	console.error('testbed: stopping');
	await kserve.stop();
	await testbed.stop();
} catch (error) {
	const {message, cause} = error as Error;
	console.error(`error: ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`);
	process.exitCode = 1;
}
