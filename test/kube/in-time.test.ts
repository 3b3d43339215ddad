import {expect, test} from 'vitest';
import {inTime} from '../../source/kube/in-time.ts';

const never = new Promise<string>(() => undefined);

test('what comes in time is given on', async () => {
	expect(await inTime(Promise.resolve('here'), 10_000, new AbortController().signal)).toBe('here');
});

test('what does not come is no answer', async () => {
	await expect(inTime(never, 10, undefined)).rejects.toThrow('no answer within 0.01 s');
});

test('who has stopped before waits for nothing', async () => {
	await expect(inTime(never, 10_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
