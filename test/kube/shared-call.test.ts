import {expect, test} from 'vitest';
import {sharedCall} from '../../source/kube/shared-call.ts';

/** A call that counts its runs; `finish` ends the one that runs. */
function counted() {
	let runs = 0;
	let finish: (value: string) => void = () => undefined;
	const aborted: number[] = [];
	const call = sharedCall(signal => {
		const run = ++runs;
		signal.addEventListener('abort', () => aborted.push(run));
		return new Promise<string>(resolve => {
			finish = resolve;
		});
	});
	return {call, runs: () => runs, finish: (value: string) => finish(value), aborted};
}

test('those who wait at once share one run, and those after it have one of their own', async () => {
	const {call, runs, finish} = counted();
	const both = Promise.all([call(), call()]);
	finish('a');
	expect(await both).toEqual(['a', 'a']);
	const third = call();
	finish('b');
	expect(await third).toBe('b');
	expect(runs()).toBe(2);
});

test('who aborts waits no longer, and ends nothing for the others', async () => {
	const {call, finish, aborted} = counted();
	const controller = new AbortController();
	const first = call(controller.signal);
	const second = call();
	controller.abort(new Error('enough'));
	await expect(first).rejects.toThrow('enough');
	expect(aborted).toEqual([]);
	finish('a');
	expect(await second).toBe('a');
});

test('a run that nobody waits for is ended, and the next who asks begins anew', async () => {
	const {call, runs, finish, aborted} = counted();
	const controller = new AbortController();
	const first = call(controller.signal);
	controller.abort(new Error('enough'));
	await expect(first).rejects.toThrow('enough');
	expect(aborted).toEqual([1]);
	const second = call();
	finish('b');
	expect(await second).toBe('b');
	expect(runs()).toBe(2);
});

test('an error is that of all who wait', async () => {
	const call = sharedCall(() => Promise.reject(new Error('broken')));
	await expect(Promise.all([call(), call()])).rejects.toThrow('broken');
	await expect(call()).rejects.toThrow('broken');
});
