import {Writable} from 'node:stream';
import {expect, test} from 'vitest';
import type {Plan} from '../../source/rollout/plan.ts';
import {perform, type ChangeOptions} from '../../source/verbs/perform.ts';
import {inferenceService} from '../helpers/app-objects.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {stepContext} from '../helpers/step-context.ts';

function optionsWith(write: (text: string) => void): ChangeOptions {
	const stream = () => new Writable({write: (chunk, _, done) => (write(String(chunk)), done())});
	return {
		streams: {stdin: process.stdin, stdout: stream(), stderr: stream()},
		flags: {dryRun: 'none', yes: false} as ChangeOptions['flags'],
		arguments: [],
		connect: () => Promise.reject(new Error('there is no cluster')),
		now: () => new Date(),
		signal: new AbortController().signal,
		color: false,
		isDumb: false,
		isInteractive: false,
	};
}

test('a plan is shown with its steps, its warnings and what changes in the spec, and nothing is done without an answer', async () => {
	let shown = '';
	const [before, after] = [inferenceService('wisdom-0'), inferenceService('wisdom-1')];
	const plan: Plan = {
		action: 'promote',
		app: 'wisdom',
		title: 'promote wisdom-1 of wisdom',
		warnings: ['inferenceservice models/wisdom-1 is deleted in the end'],
		steps: [{type: 'wait-weights', app: 'wisdom'}],
		change: {before, after},
	};
	await expect(
		perform(
			optionsWith(text => void (shown += text)),
			stepContext(createMemoryCluster([])),
			plan,
			{isDestructive: true},
		),
	).rejects.toThrow('nobody to ask: this is not a terminal; add --yes to go ahead');
	expect(shown).toBe(`\
promote wisdom-1 of wisdom:
  1. wait until the route of wisdom has the weights
  ! inferenceservice models/wisdom-1 is deleted in the end
    …
      model:
        modelFormat:
          name: sklearn
  -     storageUri: gs://models/wisdom-0
  +     storageUri: gs://models/wisdom-1
`);
});
