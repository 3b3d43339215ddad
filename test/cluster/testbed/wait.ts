import {setTimeout as delay} from 'node:timers/promises';

/**
 * Asks until the answer is yes; a rejection counts as no.
 * @param what What is waited for, as the error's subject.
 * @param timeout Milliseconds.
 * @param interval Milliseconds between two questions.
 */
export async function waitFor(
	what: string,
	question: () => Promise<boolean>,
	timeout = 60_000,
	interval = 50,
): Promise<void> {
	const end = performance.now() + timeout;
	let cause: unknown;
	while (performance.now() < end) {
		try {
			if (await question()) return;
			cause = undefined;
		} catch (error) {
			cause = error;
		}

		await delay(interval);
	}

	throw new Error(`${what} did not come within ${timeout / 1000} s`, {cause});
}
