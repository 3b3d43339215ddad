import type {Ground} from './ground.ts';
import {statusLine, stepEnd} from './step-end.ts';
import type {End, Step, Story} from './stories.ts';

/** How a step ended, in words. */
export interface Outcome {
	readonly step: string;
	/** Ready, and the model's states. */
	readonly status: string;
	/** Who answered, or the code of the answer; undefined where the model is left alone. */
	readonly answer: string;
}

/** Runs a story's steps, each until it has ended. */
export async function runStory(
	ground: Ground,
	story: Story,
	between: (step: Step) => Promise<void> = async () => undefined,
): Promise<readonly Outcome[]> {
	const {name} = story;
	const outcomes: Outcome[] = [];
	for (const step of story.steps) {
		const host = await ground.expose(step.service, story.mode);
		if (step.ends === 'asleep') await ground.lookAgain(name);
		else if (step.object) await ground.apply(step.object);
		else await ground.delete(name);
		await stepEnd(ground, step, name, host);
		const answer = hasOneAnswer(step.ends) ? await ground.answer(host, name) : '-';
		outcomes.push({
			step: step.name,
			status: await statusLine(ground, name),
			answer: answer.replace(/^.* answered (\d+).*$/s, '$1'),
		});
		await between(step);
	}

	return outcomes;
}

/** Whether who answers is certain, and asking changes nothing: what is scaled to zero would wake. */
function hasOneAnswer(ends: End): boolean {
	if (ends === 'without pods' || ends === 'asleep') return false;
	return ends === 'failed' || ends === 'stuck' || !('canary' in ends || ('split' in ends && ends.split.length > 1));
}
