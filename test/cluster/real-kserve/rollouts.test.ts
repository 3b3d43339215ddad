import {afterAll, afterEach, beforeAll, test} from 'vitest';
import {conditionOf, isTrue} from '../../../source/objects/condition.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {expectNothingLost} from '../rollout/expectations.ts';
import {isReady, paths} from '../rollout/routes.ts';
import {tutorialByKubectl} from '../rollout/tutorial-by-kubectl.ts';
import {tutorialByVerbs} from '../rollout/tutorial-by-verbs.ts';
import {modelUri} from '../testbed/models.ts';
import {modes} from './inference-service.ts';
import {actsIn, clearApp, startRolloutStage, type RealStage} from './rollout-stage.ts';

/**
 * Requests a second: what two slow cores keep up with beside KServe, Knative and two loading models; more piles up at a model that
 * loses its turn once. `ITER8_RATE` asks for more.
 */
const kept = {atMost: Number(process.env['ITER8_RATE'] ?? 80)};

let stage: RealStage;
beforeAll(async () => {
	stage = await startRolloutStage();
}, 600_000);
afterAll(async () => stage?.stop());
afterEach(async () => clearApp(stage));

test.each(modes)(
	'in %s mode the tutorial through our verbs loses no request on the real KServe',
	async mode => {
		const report = await tutorialByVerbs(actsIn(stage, mode, kept), mode);
		expectNothingLost(report, mode === 'Standard');
	},
	900_000,
);

test.each(modes)(
	'in %s mode the tutorial through kubectl loses no request on the real KServe',
	async mode => {
		const report = await tutorialByKubectl(actsIn(stage, mode, kept), servesNewModel, mode);
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
