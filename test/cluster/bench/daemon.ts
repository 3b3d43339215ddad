import {readFileSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';
import type {RunningProcess} from '../testbed/processes.ts';
import type {Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {namespace} from './paths.ts';

/** Clock ticks a second in /proc (proc(5), `sysconf(_SC_CLK_TCK)`): 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** The daemon as its user starts it, seen from outside. */
export class Daemon {
	readonly #process: RunningProcess;
	readonly #log: string;
	#hasEnded = false;

	static async start(
		testbed: Testbed,
		executable: string,
		nodeOptions: string,
		{name, argv} = {name: 'daemon', argv: ['watch', '-n', namespace]},
	): Promise<Daemon> {
		const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
		const env = {KUBECONFIG: testbed.kubeconfig, PATH, NODE_OPTIONS: nodeOptions};
		const running = await testbed.processes.start(name, executable, argv, {env});
		return new Daemon(running, join(testbed.runDir, `${name}.log`));
	}

	constructor(running: RunningProcess, log: string) {
		this.#process = running;
		this.#log = log;
		void running.ended.then(() => (this.#hasEnded = true));
	}

	get isAlive(): boolean {
		return !this.#hasEnded;
	}

	/** User and system time so far, in milliseconds. */
	get cpuMs(): number {
		const stat = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
	}

	/** Resolves when it has nothing more to do, in the background either: it used 3 % of a core for half a second, or less. */
	async rests(): Promise<void> {
		let before = Number.NEGATIVE_INFINITY;
		const isResting = async (): Promise<boolean> => {
			const used = this.cpuMs - before;
			before = this.cpuMs;
			return used <= 15;
		};

		await waitFor("the daemon's rest", isResting, 60_000, 500);
	}

	/** Memory that it has now and at most ever had (VmRSS, VmHWM), in MiB. */
	get memoryMiB(): {readonly now: number; readonly peak: number} {
		const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
		const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
		return {now: field('VmRSS'), peak: field('VmHWM')};
	}

	/** What it complained of, lines of its log. */
	get warnings(): readonly string[] {
		return readFileSync(this.#log, 'utf8')
			.split('\n')
			.filter(line => line !== '' && !line.includes('"level":"info"'));
	}

	/** Sends it a signal. */
	signal(name: NodeJS.Signals): void {
		process.kill(this.#process.pid, name);
	}

	/** Ends it as its user would, and waits until it has ended. */
	async stop(): Promise<void> {
		process.kill(this.#process.pid, 'SIGTERM');
		await this.#process.ended;
	}
}
