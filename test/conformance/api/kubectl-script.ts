import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {once} from 'node:events';
import type {ApiScript} from './api-script.ts';
import {Normaliser} from './normalise.ts';
import type {KubectlServer} from './server.ts';
import type {Entry, Transcript} from './transcript.ts';

export interface KubectlCase {
	/** A sentence. */
	readonly name: string;
	/** Writes down what kubectl says; what it asks the API itself is only for the stage. */
	readonly script: (kubectl: KubectlScript, api: ApiScript) => Promise<void>;
}

/** What kubectl said before it was ended. */
interface Said {
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs kubectl in a case's own namespace, and writes down, normalised, what it wrote and its exit code. */
export class KubectlScript {
	readonly namespace: string;
	readonly #server: KubectlServer;
	readonly #cacheFolder: string;
	readonly #normaliser: Normaliser;
	readonly #entries: Entry[] = [];
	readonly #running = new Set<ChildProcessWithoutNullStreams>();

	/** @param cacheFolder Where kubectl keeps what it discovered. */
	constructor(server: KubectlServer, namespace: string, cacheFolder: string) {
		this.#server = server;
		this.namespace = namespace;
		this.#cacheFolder = cacheFolder;
		this.#normaliser = new Normaliser(namespace, true);
	}

	get transcript(): Transcript {
		return this.#entries;
	}

	/** Runs kubectl to its end. */
	async run(args: readonly string[], input?: unknown, only: (stdout: string) => string = all => all): Promise<void> {
		const {ended} = this.#start(args, input);
		const {code, said} = await ended;
		this.#write(args, code, {...said, stdout: only(said.stdout)});
	}

	/**
	 * Runs a kubectl that does not end, until it wrote so many lines; `during` runs once it wrote the first and watches.
	 * Of one object kubectl passes over the first event of its watch, so a change from before the watch would never show.
	 */
	async follow(args: readonly string[], lines: number, during: () => Promise<void>): Promise<void> {
		const {child, ended, reached, logged} = this.#start(args, undefined, ['-v=6']);
		await reached(1);
		await logged('watch=true');
		await during();
		await reached(lines);
		child.kill('SIGTERM');
		const {said} = await ended;
		this.#write(args, 0, {...said, stdout: said.stdout.split('\n').slice(0, lines).join('\n')});
	}

	/** Runs a kubectl that waits, and what it waits for, once it wrote so many lines. */
	async whileWaiting(args: readonly string[], lines: number, happens: () => Promise<void>): Promise<void> {
		const {ended, reached} = this.#start(args, undefined);
		await reached(lines);
		await happens();
		const {code, said} = await ended;
		this.#write(args, code, said);
	}

	/** Ends what the case left running. */
	close(): void {
		for (const child of this.#running) child.kill('SIGKILL');
	}

	#start(args: readonly string[], input: unknown, flags: readonly string[] = []) {
		const {kubectl, kubeconfig} = this.#server;
		const child = spawn(kubectl, [...args, ...flags, '--namespace', this.namespace], {
			env: {PATH: process.env['PATH'], KUBECONFIG: kubeconfig, KUBECACHEDIR: this.#cacheFolder, TZ: 'UTC'},
		});
		this.#running.add(child);
		let said: Said = {stdout: '', stderr: ''};
		const {promise: closed, resolve: close} = Promise.withResolvers<void>();
		const until = async (stream: 'stdout' | 'stderr', holds: (text: string) => boolean): Promise<void> => {
			while (!holds(said[stream])) {
				await Promise.race([once(child[stream], 'data'), closed]);
				if (child.exitCode !== null) throw new Error(`kubectl ${args.join(' ')} ended: ${said.stderr}`);
			}
		};
		const reached = async (lines: number): Promise<void> => until('stdout', text => text.split('\n').length > lines);
		const logged = async (words: string): Promise<void> => until('stderr', text => text.includes(words));
		child.stdout.setEncoding('utf8').on('data', text => (said = {...said, stdout: said.stdout + text}));
		child.stderr.setEncoding('utf8').on('data', text => (said = {...said, stderr: said.stderr + text}));
		const ended = once(child, 'close').then(([code]) => {
			this.#running.delete(child);
			close();
			return {code: Number(code), said};
		});
		child.stdin.end(input === undefined ? undefined : typeof input === 'string' ? input : JSON.stringify(input));
		return {child, ended, reached, logged};
	}

	#write(args: readonly string[], code: number, {stdout, stderr}: Said): void {
		this.#entries.push({
			request: this.#normaliser.text(['kubectl', ...args].join(' ')),
			code,
			body: {stdout: this.#lines(stdout), stderr: this.#lines(stderr)},
		});
	}

	#lines(text: string): readonly string[] {
		const {url} = this.#server;
		const stable = this.#normaliser
			.text(text.replaceAll(url, 'SERVER').replaceAll(url.replace(/^https?:\/\//, ''), 'SERVER'))
			.replaceAll(/(resourceVersion"?: *)"\d+"/g, '$1VERSION')
			.replaceAll(/(Resource Version: +)\d+/g, '$1VERSION')
			.replaceAll(/\b\d+(?:s|ms|m\d+s|m)\b/g, 'AGE');
		// the width of a column follows from what is in it
		return (
			stable
				.trimEnd()
				.split('\n')
				// what kubectl's own client logs depends on the moment, not on the server
				.filter(line => !/^[IWE]\d{4} /.test(line))
				.map(line => line.trimEnd().replaceAll(/(\S) {2,}/g, '$1  '))
		);
	}
}
