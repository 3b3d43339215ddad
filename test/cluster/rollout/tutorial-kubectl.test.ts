import {afterAll, beforeAll, test} from 'vitest';
import {modelUri} from '../testbed/models.ts';
import {expectNothingLost} from './expectations.ts';
import {isReady, paths} from './routes.ts';
import {startStage, type Stage} from './stage.ts';
import {tutorialByKubectl} from './tutorial-by-kubectl.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('the tutorial through kubectl loses no request and routes each where the strategy says', async () => {
	const servesNewModel = async (): Promise<boolean> => {
		const running = stage.kserve.revisions('default', 'wisdom-0');
		const isNew = running.length === 1 && running[0]?.storageUri === modelUri('digits-rf');
		return isNew && isReady(await stage.read(paths.primary));
	};
	const report = await tutorialByKubectl(stage, servesNewModel);
	expectNothingLost(report);
}, 600_000);
