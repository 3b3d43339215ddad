import {spawn} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

export interface CommandOptions {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
}

/** Runs a program to its end and returns what it wrote to stdout. Rejects, with its stderr, when it fails. */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const child = spawn(program, args, {cwd: options.cwd, env: {...process.env, ...options.env}});
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
	child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
	child.on('error', reject);
	child.on('close', code => {
		if (code === 0) resolve(stdout);
		else reject(new Error(`${[program, ...args].join(' ')} ended with ${code}: ${stderr.trim()}`));
	});
	child.stdin.on('error', () => undefined).end(options.input);
	return promise;
}

/** The path of a program on PATH, or undefined. */
export function findProgram(name: string): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map(folder => join(folder, name)).find(isExecutable);
}

export function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
