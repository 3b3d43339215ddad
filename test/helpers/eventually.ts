import {vi} from 'vitest';

/** Waits until a condition holds: until the check throws no more; its last error is the failure. */
export async function eventually(check: () => void): Promise<void> {
	await vi.waitFor(check, {timeout: 4000, interval: 3});
}
