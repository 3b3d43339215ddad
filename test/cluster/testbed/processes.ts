import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {open, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {waitFor} from './wait.ts';

/** A process that can be told from a later one with the same pid. */
export interface ProcessIdentity {
	readonly pid: number;
	/** Clock ticks from the machine's start to the process's, from /proc. */
	readonly startTime: string;
}

export interface StartOptions {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** A started program. */
export interface RunningProcess {
	readonly pid: number;
	/** Resolves when the process has ended, to its exit code (null after a signal). */
	readonly ended: Promise<number | null>;
}

/**
 * Programs that run in the background, each the leader of a process group of its own so that it can be ended with all that it
 * started. Each is written down in the run's folder (`NAME.process`), with its output beside it (`NAME.log`).
 */
export class Processes {
	readonly #folder: string;
	readonly #running = new Map<string, RunningProcess>();

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Process ids by name. */
	get pids(): Readonly<Record<string, number>> {
		return Object.fromEntries([...this.#running].map(([name, {pid}]) => [name, pid]));
	}

	async start(
		name: string,
		program: string,
		args: readonly string[],
		options: StartOptions = {},
	): Promise<RunningProcess> {
		const log = await open(join(this.#folder, `${name}.log`), 'a');
		const child = spawn(program, args, {
			cwd: options.cwd ?? this.#folder,
			env: {...process.env, ...options.env},
			detached: true,
			stdio: ['ignore', log.fd, log.fd],
		});
		const exited = once(child, 'exit') as Promise<[number | null]>;
		try {
			await once(child, 'spawn');
		} finally {
			await log.close();
		}

		const running = {pid: Number(child.pid), ended: exited.then(([code]) => code)};
		await writeFile(join(this.#folder, `${name}.process`), JSON.stringify(identityOf(running.pid)));
		this.#running.set(name, running);
		void running.ended.then(() => this.#running.delete(name));
		child.unref();
		return running;
	}

	/** Ends everything that runs, and waits until it has ended. */
	async stop(): Promise<void> {
		await Promise.all([...this.#running.values()].map(async ({pid}) => endGroup(pid)));
	}
}

/** Ends a process group at once, and waits until it is gone. What runs here keeps nothing that is worth a graceful end. */
export async function endGroup(pid: number): Promise<void> {
	signalGroup(pid, 'SIGKILL');
	await waitFor(`the end of process group ${pid}`, async () => !groupLives(pid), 5000, 10);
}

/** Ends what a folder's `.process` files name, as far as it still is the same process. */
export async function endRecorded(folder: string): Promise<void> {
	const files = (existsSync(folder) ? readdirSync(folder) : []).filter(file => file.endsWith('.process'));
	const left = files.flatMap(file => recordedIn(join(folder, file)) ?? []).filter(isAlive);
	await Promise.all(left.map(async ({pid}) => endGroup(pid)));
}

/** The process that a file names; undefined where there is none, or writing it was cut short. */
export function recordedIn(path: string): ProcessIdentity | undefined {
	if (!existsSync(path)) return undefined;
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
	} catch {
		return undefined;
	}
}

export function identityOf(pid: number): ProcessIdentity {
	return {pid, startTime: startTimeOf(pid) ?? ''};
}

export function isAlive({pid, startTime}: ProcessIdentity): boolean {
	return startTime !== '' && startTimeOf(pid) === startTime;
}

/**
 * Field 22 of /proc/PID/stat; the second field, the program's name, may itself contain blanks and parentheses. A process that has
 * ended (Z) and that nobody has asked for yet is none.
 */
function startTimeOf(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return fields[0] === 'Z' ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

function groupLives(pid: number): boolean {
	try {
		process.kill(-pid, 0);
		return true;
	} catch {
		return false;
	}
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
