import type {KubeObject} from '../../../source/objects/object.ts';
import type {LoadOptions} from '../load/load.ts';
import {clientsAt, stageOn, type Stage} from '../rollout/stage.ts';
import type {RealKserve} from '../testbed/real-kserve.ts';
import {Cluster} from './cluster.ts';
import type {Mode} from './inference-service.ts';

export type RealStage = Stage<RealKserve>;

/** The real KServe and our daemon, for rollouts of app wisdom in namespace default. */
export async function startRolloutStage(): Promise<RealStage> {
	return rolloutStageOn(await Cluster.start());
}

/** The same on a cluster that runs already, and ends with the stage. */
export async function rolloutStageOn({testbed, kserve}: Cluster): Promise<RealStage> {
	const stage = stageOn(testbed, kserve);
	stage.daemon.start();
	for (const version of ['wisdom-0', 'wisdom-1']) {
		for (const component of ['predictor', 'transformer']) {
			await stage.testbed.kubectl(['apply', '-f', '-'], JSON.stringify(idleRule(`${version}-${component}`)));
		}
	}

	return stage;
}

/** Takes away the app and its models, also what a test that failed has left. */
export async function clearApp({testbed: {kubectl}}: Pick<RealStage, 'testbed'>): Promise<void> {
	await kubectl(['delete', 'configmap', 'wisdom-routemap', '--ignore-not-found']);
	await kubectl(['delete', 'inferenceservices', '--all', '--timeout=300s']);
	await kubectl(['delete', 'virtualservice,service', 'wisdom', '--ignore-not-found']);
}

/** The stage with its clients at the mode's gateway: routes of Standard mode are for clients outside of the cluster alone. */
export function actsIn(stage: RealStage, mode: Mode, load: Partial<LoadOptions> = {}): RealStage {
	const {testbed} = stage;
	return {...stage, ...clientsAt(testbed, mode === 'Standard' ? testbed.ingress : testbed.gateway, load)};
}

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
