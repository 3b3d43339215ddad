import {spawn, type ChildProcess} from 'node:child_process';
import {accessSync, constants, statSync} from 'node:fs';
import {delimiter, isAbsolute, join, sep} from 'node:path';
import type {Readable} from 'node:stream';
import {boundedBytes, TooLarge} from '../objects/bounded.ts';
import {decodeText} from '../objects/decode.ts';
import {LinesError} from '../objects/lines-error.ts';
import {endWithUs} from '../process/children.ts';

/** A credential plugin to run. */
interface Plugin {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	/** The user whose plugin it is, for errors. */
	readonly owner: string;
	/** What the kubeconfig says about a plugin that is not installed. */
	readonly installHint: string | undefined;
	/** Whether it gets our stdin. */
	readonly isInteractive: boolean;
	/** Whether what it writes to stderr goes to ours; else its end is told when the plugin fails. */
	readonly hasOurStderr: boolean;
	/** Ends the plugin. */
	readonly signal: AbortSignal;
}

const mostOutputBytes = 2 ** 20;
const mostKeptCharacters = 4096;
/** Milliseconds that a plugin has to end when it is asked to. */
const longestEnd = 5000;

/** What a plugin prints, once it has ended well. */
export async function runPlugin(plugin: Plugin): Promise<string> {
	const {command, owner, isInteractive, signal} = plugin;
	// Who asks nothing gets a session of its own: it has no terminal there, and ends with all that it started.
	const hasGroup = !isInteractive && process.platform !== 'win32';
	const child = start(plugin, hasGroup);
	endWithUs(child, hasGroup);
	const {promise: ended, resolve, reject} = Promise.withResolvers<void>();
	let words = '';
	child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
		words = (words + chunk).slice(-mostKeptCharacters);
	});
	const output = boundedBytes(child.stdout as Readable, {
		mostBytes: mostOutputBytes,
		what: `${owner}: what the credential plugin "${command}" prints`,
		remedy: 'run it by itself, and see what it does',
	});
	output.catch(error => {
		if (!(error instanceof TooLarge)) return; // the plugin's own end tells more
		end(child, hasGroup);
		reject(error);
	});
	child.on('error', error => reject(cannotRun(plugin, startReason(error))));
	// What it leaves behind may keep its stderr open.
	child.on('exit', code => code === 0 && resolve());
	child.on('close', (code, name) => {
		if (code === 0) return;
		const told = words.trim() === '' ? '' : `: ${words.trim()}`;
		const outcome = name === null ? `failed with exit code ${code}` : `was ended by ${name}`;
		reject(new Error(`${owner}: the credential plugin "${command}" ${outcome}${told}`));
	});
	const abort = () => {
		end(child, hasGroup);
		setTimeout(end, longestEnd, child, hasGroup, 'SIGKILL').unref();
		reject(signal.reason);
	};
	signal.addEventListener('abort', abort, {once: true});
	try {
		await ended;
		return decodeText(await output);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

/** Throws when it is refused at once, as arguments that are too large are; a later refusal is an `error` of the child. */
function start(plugin: Plugin, hasGroup: boolean): ChildProcess {
	const {args, env, isInteractive, hasOurStderr} = plugin;
	const program = located(plugin);
	try {
		return spawn(program, args, {
			env,
			stdio: [isInteractive ? 'inherit' : 'ignore', 'pipe', hasOurStderr ? 'inherit' : 'pipe'],
			detached: hasGroup,
			windowsHide: true,
		});
	} catch (error) {
		throw cannotRun(plugin, startReason(error));
	}
}

function end(child: ChildProcess, hasGroup: boolean, name: NodeJS.Signals = 'SIGTERM'): void {
	if (child.exitCode !== null || child.signalCode !== null) return;
	try {
		if (hasGroup && child.pid !== undefined) process.kill(-child.pid, name);
		else child.kill(name);
	} catch {
		// it has ended already
	}
}

/** The program's path. A bare name is looked for on our PATH, and never in the working directory, as Go does. */
function located(plugin: Plugin): string {
	const {command} = plugin;
	if (process.platform === 'win32') return command;
	if (command.includes(sep)) {
		const reason = reasonNotToRun(command);
		if (reason !== undefined) throw cannotRun(plugin, reason);
		return command;
	}

	const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
	const files = folders.map(folder => join(folder, command));
	const found = files.find(file => reasonNotToRun(file) === undefined);
	if (found !== undefined) return found;
	throw cannotRun(plugin, 'there is no such program on PATH');
}

function reasonNotToRun(file: string): string | undefined {
	try {
		if (statSync(file).isDirectory()) return 'it is a folder';
		accessSync(file, constants.X_OK);
		return undefined;
	} catch (error) {
		return startReason(error);
	}
}

function startReason(error: unknown): string {
	const {code} = error as NodeJS.ErrnoException;
	if (code === 'ENOENT') return 'there is no such file';
	if (code === 'EACCES') return 'it is not executable';
	if (code === 'ERR_INVALID_ARG_VALUE') return 'its name, an argument or a variable has a NUL character';
	return code === 'E2BIG'
		? 'its arguments and variables, what provideClusterInfo says among them, are too large for this system'
		: `it cannot be started (${code})`;
}

/** Has no cause: Node's error quotes arguments and variables, which may be secrets. */
function cannotRun({owner, command, installHint}: Plugin, reason: string): Error {
	const hint = installHint?.split(/\r?\n/) ?? [];
	return new LinesError([`${owner}: cannot run the credential plugin "${command}": ${reason}`, ...hint]);
}
