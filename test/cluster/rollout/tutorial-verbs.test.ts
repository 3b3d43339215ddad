import {afterAll, beforeAll, test} from 'vitest';
import {expectNothingLost} from './expectations.ts';
import {startStage, type Stage} from './stage.ts';
import {tutorialByVerbs} from './tutorial-by-verbs.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('the tutorial through our verbs loses no request and routes each where the strategy says', async () => {
	const report = await tutorialByVerbs(stage);
	expectNothingLost(report);
}, 600_000);
