import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Testbed} from '../testbed/testbed.ts';

/** Our daemon as a process of its own, which a test can kill and start again. */
export class Daemon {
	readonly #program: string;
	readonly #environment: NodeJS.ProcessEnv;
	readonly #log: string;
	#child: ChildProcess | undefined;

	constructor(testbed: Testbed, program: string, environment: NodeJS.ProcessEnv) {
		this.#program = program;
		this.#environment = environment;
		this.#log = join(testbed.runDir, 'daemon.log');
	}

	/** Starts `watch`; more arguments go behind it. */
	start(...args: readonly string[]): void {
		const log = openSync(this.#log, 'a');
		this.#child = spawn(this.#program, ['watch', ...args], {env: this.#environment, stdio: ['ignore', 'ignore', log]});
		closeSync(log);
	}

	/** As `kill -9` does. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** As Kubernetes ends a pod. Resolves to the exit code. */
	async stop(): Promise<number | null> {
		return this.#end('SIGTERM');
	}

	/** The lines that it has logged, over all its lives. */
	log(): readonly Readonly<Record<string, unknown>>[] {
		return readFileSync(this.#log, 'utf8')
			.split('\n')
			.filter(line => line.startsWith('{'))
			.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>);
	}

	async #end(signal: NodeJS.Signals): Promise<number | null> {
		const child = this.#child;
		this.#child = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
		const ended = once(child, 'exit') as Promise<[number | null]>;
		child.kill(signal);
		const [code] = await ended;
		return code;
	}
}
