import {expect, test} from 'vitest';
import {modes} from '../../cluster/real-kserve/inference-service.ts';
import {outcomes} from '../../cluster/real-kserve/outcomes.ts';
import {runStory} from '../../cluster/real-kserve/run-story.ts';
import {storiesOf, type Story} from '../../cluster/real-kserve/stories.ts';
import {SandboxGround} from './sandbox-ground.ts';

/** Stories of what the sandbox refuses; and steps with an image that cannot be pulled: it pulls none. */
const refused = ['canary', 'variants'];
const pulls = /^(update|transformer)-nopull/;

const stories = modes.flatMap(storiesOf).filter(({name}) => !refused.includes(name));

function onSandbox(story: Story): Story {
	return {...story, steps: story.steps.filter(({name}) => !pulls.test(name))};
}

test.each(stories.map(story => [story.mode, story.name, onSandbox(story)] as const))(
	'in %s mode the story “%s” ends in the sandbox at each step as on the real KServe, through states that were recorded there',
	async (mode, name, story) => {
		const ground = await SandboxGround.start(mode);
		const ended = await runStory(ground, story);
		expect(ended.map(({step, status, answer}) => `${step}: ${status}; ${answer}`)).toEqual(
			outcomes[mode][name]?.filter(line => !pulls.test(line)),
		);
		expect(ground.unknown()).toEqual([]);
	},
);
