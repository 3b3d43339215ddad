import {execFile, spawn} from 'node:child_process';
import type {ChildProcessByStdio} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {promisify} from 'node:util';
import type {Value} from '../../../source/gotemplate/value.ts';
import {tagged} from './tagged.ts';

export interface Case {
	readonly template: string;
	readonly data: Value;
}

export type Outcome = {readonly output: string} | {readonly error: string};

/** Go's own text/template, in a process that answers case after case. */
export class Reference {
	readonly #folder: string;
	readonly #process: ChildProcessByStdio<Writable, Readable, null>;
	readonly #answers: AsyncIterator<string>;

	private constructor(folder: string) {
		this.#folder = folder;
		this.#process = spawn(join(folder, 'reference'), {stdio: ['pipe', 'pipe', 'inherit']});
		this.#answers = createInterface({input: this.#process.stdout})[Symbol.asyncIterator]();
	}

	/** Builds the Go program and starts it. */
	static async start(): Promise<Reference> {
		const folder = await mkdtemp(join(tmpdir(), 'gotemplate-'));
		await promisify(execFile)('go', ['build', '-o', join(folder, 'reference'), '.'], {cwd: import.meta.dirname});
		return new Reference(folder);
	}

	/** What Go makes of each case, in their order. */
	async execute(cases: readonly Case[]): Promise<readonly Outcome[]> {
		this.#process.stdin.write(
			cases.map(({template, data}) => `${JSON.stringify({template, data: tagged(data)})}\n`).join(''),
		);
		const outcomes: Outcome[] = [];
		for (const {template} of cases) {
			const {value, done} = await this.#answers.next();
			if (done) throw new Error(`The Go program ended at the template ${JSON.stringify(template)}.`);
			outcomes.push(JSON.parse(value) as Outcome);
		}

		return outcomes;
	}

	async stop(): Promise<void> {
		this.#process.stdin.end();
		if (this.#process.exitCode === null) await once(this.#process, 'exit');
		await rm(this.#folder, {recursive: true});
	}
}
