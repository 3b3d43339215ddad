import {expect, test} from 'vitest';
import type {Answer} from '../../source/inference/gateway.ts';
import {sendMany, type Outcome} from '../../source/inference/load.ts';

const answer: Answer = {status: 200, headers: {}, body: '', version: 'wisdom-0', elapsedMs: 1};

/** A gateway whose answers are given by hand, and the outcomes of a load through it. */
function startLoad(requests: number, concurrency: number) {
	const open: PromiseWithResolvers<Answer>[] = [];
	const outcomes: Outcome[] = [];
	const abortion = new AbortController();
	const send = async () => {
		const reply = Promise.withResolvers<Answer>();
		open.push(reply);
		return reply.promise;
	};
	const ended = sendMany({
		send,
		signal: abortion.signal,
		requests,
		concurrency,
		onOutcome: outcome => outcomes.push(outcome),
	});
	return {open, outcomes, abortion, ended};
}

test('no more requests are under way than asked for, and each outcome is told', async () => {
	const {open, outcomes, ended} = startLoad(5, 2);
	const failure = new Error('closed');
	let told = 0;
	while (told < 5) {
		expect(open.length).toBe(Math.min(told + 2, 5));
		if (told === 1) open[told]?.reject(failure);
		else open[told]?.resolve(answer);
		told++;
		await expect.poll(() => [outcomes.length, open.length], {interval: 1}).toEqual([told, Math.min(told + 2, 5)]);
	}

	await ended;
	expect(outcomes).toEqual([answer, failure, answer, answer, answer]);
});

test('an interruption ends the load without what was under way', async () => {
	const {open, outcomes, abortion, ended} = startLoad(100, 2);
	open[0]?.resolve(answer);
	await expect.poll(() => open.length, {interval: 1}).toBe(3);
	abortion.abort();
	open[1]?.reject(new Error('aborted'));
	open[2]?.resolve(answer);
	await ended;
	expect([outcomes, open.length]).toEqual([[answer], 3]);
});

test('there are no more workers than requests', async () => {
	const {open, ended} = startLoad(1, 8);
	expect(open.length).toBe(1);
	open[0]?.resolve(answer);
	await ended;
});
