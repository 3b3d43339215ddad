import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {cleanEnvironment} from '../../helpers/built-plugin.ts';
import {openPty, type Pty} from '../../helpers/pty/pty.ts';
import {processUse} from './process-use.ts';
import {summarise} from './statistics.ts';
import type {FromServer, ToServer} from './tui-messages.ts';
import type {Load, TuiFigures} from './tui-report.ts';

const screenSize = {columns: 120, rows: 40};

/** A cluster of many apps, and the built TUI in a terminal on it. */
export class TuiSession {
	readonly #server: ChildProcess;
	readonly #executable: string;
	readonly #home: string;
	#kubeconfig = '';

	static async start(
		{apps, numbers}: Pick<Load, 'apps'> & {readonly numbers: 'on' | 'off'},
		executable: string,
		home: string,
	): Promise<TuiSession> {
		const session = new TuiSession(fork(serverFile, [String(apps), numbers], {stdio: 'inherit'}), executable, home);
		session.#kubeconfig = (await session.#heard('ready')).kubeconfig;
		return session;
	}

	private constructor(server: ChildProcess, executable: string, home: string) {
		this.#server = server;
		this.#executable = executable;
		this.#home = home;
	}

	/** Milliseconds from the start to the first screen that shows apps. */
	async timeStart(): Promise<number> {
		const begin = performance.now();
		const pty = await this.#open();
		await pty.until(/▸ app-/, 30_000);
		const ms = performance.now() - begin;
		pty.press('q');
		await pty.exited;
		await pty.close();
		return ms;
	}

	/** Presses keys and changes apps while the cluster changes all the time. */
	async measure({perSecond, seconds}: Load, isReady: RegExp): Promise<Omit<TuiFigures, 'starts'>> {
		const pty = await this.#open();
		await pty.until(/▸ app-/);
		await pty.until(isReady, 20_000);
		// What reading everything has left behind is not what following costs.
		await delay(3000);
		this.#send({type: 'changes', perSecond});
		await delay(1000);
		const before = {use: processUse(pty.pid), bytes: pty.bytes, at: performance.now()};
		const memory: number[] = [];
		const sampling = setInterval(() => memory.push(processUse(pty.pid).residentMib), 500);
		const keyLatencies: number[] = [];
		const changeLatencies: number[] = [];
		for (let turn = 0; performance.now() < before.at + seconds * 1000; turn++) {
			keyLatencies.push(await pressAndSee(pty, turn));
			await delay(250);
			changeLatencies.push(await this.#changeAndSee(pty, turn));
			await delay(250);
		}

		clearInterval(sampling);
		const elapsed = (performance.now() - before.at) / 1000;
		const use = processUse(pty.pid);
		const {bytes} = pty;
		this.#send({type: 'changes', perSecond: 0});
		pty.press('q');
		const exitCode = await pty.exited;
		if (exitCode !== 0) throw new Error(`the full screen ended with ${exitCode}`);
		const third = Math.floor(memory.length / 3);
		return {
			keys: summarise(keyLatencies),
			changes: summarise(changeLatencies),
			cpuPercent: ((use.cpuSeconds - before.use.cpuSeconds) / elapsed) * 100,
			bytesPerSecond: (bytes - before.bytes) / elapsed,
			memoryMib: Math.max(...memory),
			growthMib: mean(memory.slice(-third)) - mean(memory.slice(third, 2 * third)),
		};
	}

	async end(): Promise<void> {
		this.#send({type: 'end'});
		await once(this.#server, 'exit');
	}

	#open(): Promise<Pty> {
		const argv = ['tui', '--kubeconfig', this.#kubeconfig];
		return openPty(this.#executable, argv, {...screenSize, env: cleanEnvironment(this.#home)});
	}

	#send(message: ToServer): void {
		this.#server.send(message);
	}

	async #heard<Type extends FromServer['type']>(type: Type): Promise<Extract<FromServer, {type: Type}>> {
		for (;;) {
			const [message] = (await once(this.#server, 'message')) as [FromServer];
			if (message.type === type) return message as Extract<FromServer, {type: Type}>;
		}
	}

	/** Milliseconds from a label in the cluster to the same label on the screen. */
	async #changeAndSee(pty: Pty, turn: number): Promise<number> {
		const label = `m${turn}-${Math.floor(Math.random() * 1e6)}`;
		const told = this.#heard('labelled');
		this.#send({type: 'label', app: selectedApp(pty), label});
		await pty.until(label);
		const seen = performance.timeOrigin + performance.now();
		return seen - (await told).at;
	}
}

const serverFile = join(import.meta.dirname, 'tui-server.ts');

/** Milliseconds from a key to the selection on the next row. */
async function pressAndSee(pty: Pty, turn: number): Promise<number> {
	const selected = selectedApp(pty);
	const begin = performance.now();
	pty.press(turn % 40 < 20 ? 'j' : 'k');
	await pty.until(() => selectedApp(pty) !== selected);
	return performance.now() - begin;
}

function selectedApp(pty: Pty): string {
	return /▸ (\S+)/.exec(pty.screen())?.[1] ?? '';
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
