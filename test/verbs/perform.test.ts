import {PassThrough, Writable} from 'node:stream';
import {expect, test} from 'vitest';
import type {Plan} from '../../source/rollout/plan.ts';
import type {Step} from '../../source/rollout/step.ts';
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

const probing: Step = {type: 'probe', app: 'wisdom', version: 'wisdom-1', when: 'before-replacing'};
const waiting: Step = {type: 'wait-weights', app: 'wisdom'};

test.each<readonly [string, readonly Step[], string]>([
	['the candidate was only asked', [probing, waiting], 'stopped: nothing was changed'],
	[
		'a step was under way that may have changed something',
		[waiting, probing],
		'stopped in step 1 of 2 of "promote wisdom-1 of wisdom": run it again to go on',
	],
])('who stops an action in its first step is told what that left: %s', async (_, steps, words) => {
	const stopping = new AbortController();
	const plan: Plan = {action: 'promote', app: undefined, title: 'promote wisdom-1 of wisdom', warnings: [], steps};
	const cluster = createMemoryCluster([]);
	const stop = () => {
		stopping.abort(new Error('interrupted'));
		return stopping.signal.reason as Error;
	};
	cluster.onCall = () => {
		throw stop();
	};
	let said = '';
	const options = optionsWith(text => void (said += text));
	const infer = () => Promise.reject(stop());
	await expect(
		perform(
			{...options, flags: {...options.flags, yes: true}, signal: stopping.signal},
			{...stepContext(cluster), infer, signal: stopping.signal},
			plan,
		),
	).rejects.toThrow('interrupted');
	expect(said).toBe(`${words}\n`);
});

test('who stops an action at the question is told that nothing was changed', async () => {
	const stopping = new AbortController();
	const plan: Plan = {action: 'weights', app: 'wisdom', title: 'set weights', warnings: [], steps: [waiting]};
	let said = '';
	const options = optionsWith(text => {
		said += text;
		if (said.endsWith('(y/N) ')) stopping.abort(new Error('interrupted'));
	});
	const streams = {...options.streams, stdin: new PassThrough() as unknown as typeof process.stdin};
	await expect(
		perform(
			{...options, streams, isInteractive: true, signal: stopping.signal},
			stepContext(createMemoryCluster([])),
			plan,
		),
	).rejects.toMatchObject({name: 'AbortError'});
	expect(said.split(/\r?\n/).slice(-3)).toEqual(['Go ahead? (y/N) ', 'stopped: nothing was changed', '']);
});
