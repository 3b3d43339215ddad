import {vi} from 'vitest';

/**
 * Waits until a condition holds: until the check throws or rejects no more; its last error is the failure. The deadline is for a
 * machine that does a lot besides: no test fails for being slow.
 */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
	await vi.waitFor(check, {timeout: 20_000, interval: 3});
}
