import {afterAll, afterEach, beforeAll, test} from 'vitest';
import {conditionOf, isTrue} from '../../../source/objects/condition.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {expectNothingLost} from '../rollout/expectations.ts';
import {isReady, paths} from '../rollout/routes.ts';
import {clientsAt, startStageWith, type Stage} from '../rollout/stage.ts';
import {tutorialByKubectl} from '../rollout/tutorial-by-kubectl.ts';
import {tutorialByVerbs} from '../rollout/tutorial-by-verbs.ts';
import {modelUri} from '../testbed/models.ts';
import {startRealKserve, type RealKserve} from '../testbed/real-kserve.ts';
import {modes, type Mode} from './inference-service.ts';

let stage: Stage<RealKserve>;
beforeAll(async () => {
	stage = await startStageWith(startRealKserve);
	stage.daemon.start();
	for (const name of ['wisdom-0', 'wisdom-1']) {
		await stage.testbed.kubectl(['apply', '-f', '-'], JSON.stringify(idleRule(`${name}-predictor`)));
	}
}, 600_000);
afterAll(async () => stage?.stop());
/** Also what a test that failed has left. */
afterEach(async () => {
	const {kubectl} = stage.testbed;
	await kubectl(['delete', 'configmap', 'wisdom-routemap', '--ignore-not-found']);
	await kubectl(['delete', 'inferenceservices', '--all', '--timeout=60s']);
	await kubectl(['delete', 'virtualservice,service', 'wisdom', '--ignore-not-found']);
});

/**
 * In Standard mode nothing stands between the gateway and the model server. MLServer closes a connection that was idle for 5 s, and
 * the request that Envoy sends in that very moment is lost, rollout or not: the gateway has to close it first.
 */
function idleRule(service: string): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1',
		kind: 'DestinationRule',
		metadata: {name: service, namespace: 'default'},
		spec: {
			host: `${service}.default.svc.cluster.local`,
			trafficPolicy: {connectionPool: {http: {idleTimeout: '3s'}}},
		},
	};
}

/** Routes of Standard mode are for the gateway that clients outside the cluster use: there is none for those inside. */
function actsIn(mode: Mode): Stage<RealKserve> {
	const {testbed} = stage;
	return mode === 'Standard' ? {...stage, ...clientsAt(testbed, testbed.ingress)} : stage;
}

test.each(modes)(
	'in %s mode the tutorial through our verbs loses no request on the real KServe',
	async mode => {
		const report = await tutorialByVerbs(actsIn(mode), mode);
		expectNothingLost(report, mode === 'Standard');
	},
	900_000,
);

test.each(modes)(
	'in %s mode the tutorial through kubectl loses no request on the real KServe',
	async mode => {
		const report = await tutorialByKubectl(actsIn(mode), servesNewModel, mode);
		expectNothingLost(report, mode === 'Standard');
	},
	900_000,
);

/** Whether the primary has pods of its new model alone: the status says so of pods that still start. */
async function servesNewModel(): Promise<boolean> {
	const selector = encodeURIComponent('serving.kserve.io/inferenceservice=wisdom-0');
	const path = `/api/v1/namespaces/default/pods?labelSelector=${selector}`;
	const {items} = (await stage.testbed.api.expect(path)) as {readonly items: readonly KubeObject[]};
	const isNew = items.map(
		pod => JSON.stringify(pod['spec']).includes(modelUri('digits-rf')) && isTrue(conditionOf(pod, 'Ready')),
	);
	return isNew.length > 0 && isNew.every(Boolean) && isReady(await stage.read(paths.primary));
}
