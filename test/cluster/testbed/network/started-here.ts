import {readdirSync, readFileSync} from 'node:fs';
import {waitFor} from '../wait.ts';

const variable = 'ITER8_STARTED_BY';

/** From now on all that this process starts, and all that is started there, can be told by its environment (`startedHere`). */
export function markWhatIsStarted(): void {
	process.env[variable] = String(process.pid);
}

/** The ids of the processes that came of this one since `markWhatIsStarted`, also of those that left its group and session. */
export function startedHere(): readonly number[] {
	const mark = `${variable}=${process.pid}`;
	const ids = readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
	return ids.filter(id => environmentOf(id).includes(mark)).map(Number);
}

/** Ends them at once, also those that they start meanwhile, and resolves when there are no more. */
export async function endStartedHere(): Promise<void> {
	const areEnded = async (): Promise<boolean> => {
		const left = startedHere();
		for (const id of left) kill(id);
		return left.length === 0;
	};
	await waitFor('the end of what was started here', areEnded, 10_000, 20);
}

/** That of a process that has ended is empty, or not there any more. */
function environmentOf(id: string): readonly string[] {
	try {
		return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
	} catch {
		return [];
	}
}

function kill(id: number): void {
	try {
		process.kill(id, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
