import {constants} from 'node:os';
import {getSystemErrorMessage} from 'node:util';
import {UsageError} from './objects/usage-error.ts';
import {createOptions} from './options/create-options.ts';
import type {Command} from './options/options.ts';
import {type CommandLine, firstWord, parse} from './options/parse.ts';
import {isVerb, type Verb} from './options/verb.ts';
import {formatFailure} from './print/failure.ts';
import {endChildren} from './process/children.ts';
import {endProcess} from './process/end.ts';
import {onEndingSignal} from './process/signals.ts';
import {commands} from './verbs/commands.ts';
import {verbs, type Verbs} from './verbs/verbs.ts';

/** After a signal, whatever has not ended by then is ended, wherever it waits: within a second, Node's own end included. */
const longestEndMs = 700;
const longestChildEndMs = 300;

/**
 * Runs a command line, prints its error if it has one, and ends the process. Exit codes: 0, 1 for an error, 2 for a wrong
 * command line, 128 plus the signal's number for a signal, SIGPIPE included; else what the command returns.
 */
export async function main(argv: readonly string[]): Promise<void> {
	const interruption = new AbortController();
	const interrupt = (name: NodeJS.Signals): void => {
		const exitCode = exitCodeOf(name);
		if (interruption.signal.aborted) endProcess(exitCode);
		interruption.abort(new Interruption(name));
		void endChildren(longestChildEndMs);
		setTimeout(endProcess, longestEndMs, exitCode);
	};
	onEndingSignal(process.env, interrupt);
	// Node writes warnings as they are, over the full screen, too; they quote others and help only who changes this program.
	process.removeAllListeners('warning');
	// The terminal is gone, which one who is deaf to SIGHUP hears so.
	process.stdin.on('error', () => process.stdin.isTTY && interrupt('SIGHUP'));

	let unwritten: NodeJS.ErrnoException | undefined;
	process.stdout.on('error', error => {
		if (!changesThings(argv)) endProcess(endOfOutput(error));
		unwritten ??= error;
	});
	// Nobody can be told that nobody can be told.
	process.stderr.on('error', () => undefined);

	process.once('beforeExit', () => {
		process.stderr.write('error: the verb waits for something that cannot come any more; please report it\n');
		endProcess(1);
	});
	let exitCode = await run(argv, interruption.signal);
	await Promise.all([flush(process.stdout), flush(process.stderr), endChildren(longestChildEndMs)]);
	if (unwritten && !lostReader(unwritten)) exitCode ||= endOfOutput(unwritten);
	endProcess(exitCode);
}

/** Why the signal of the Options was aborted. */
class Interruption extends Error {
	readonly exitCode: number;

	constructor(name: NodeJS.Signals) {
		super(`interrupted by ${name}`);
		this.name = 'AbortError';
		this.exitCode = exitCodeOf(name);
	}
}

async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
	let line: CommandLine<keyof Verbs> | undefined;
	const interrupted = () => (signal.reason instanceof Interruption ? signal.reason.exitCode : undefined);
	try {
		line = parse(verbs, argv);
		const options = createOptions(line, {streams: process, env: process.env, signal});
		// Ink's colours know FORCE_COLOR, but neither NO_COLOR nor our flag.
		if (!options.color) {
			process.env['FORCE_COLOR'] = '0';
			// Node warns where both are set.
			delete process.env['NO_COLOR'];
		}
		const command: Command = await commands[line.verb]();
		const exitCode = await command.run(options);
		return exitCode ?? interrupted() ?? 0;
	} catch (error) {
		const isAbort = signal.aborted && error instanceof Error && error.name === 'AbortError';
		if (!isAbort)
			process.stderr.write(formatFailure(error, {verb: verbIn(argv), isVerbose: (line?.flags.v ?? 0) >= 6}));
		return interrupted() ?? (error instanceof UsageError ? 2 : 1);
	}
}

function verbIn(argv: readonly string[]): keyof Verbs | undefined {
	const word = firstWord(verbs, argv);
	return word !== undefined && isVerb(verbs, word) ? word : undefined;
}

/** What changes things is finished, whether or not somebody reads on. */
function changesThings(argv: readonly string[]): boolean {
	const verb: Verb = verbs[verbIn(argv) ?? 'help'];
	return verb.changes === true;
}

function exitCodeOf(name: NodeJS.Signals): number {
	return 128 + constants.signals[name];
}

/** The signal of somebody who reads no more, if that is why stdout could not be written: `| head` has ended, the terminal is gone. */
function lostReader({code}: NodeJS.ErrnoException): NodeJS.Signals | undefined {
	if (code === 'EPIPE') return 'SIGPIPE';
	return code === 'EIO' && process.stdout.isTTY ? 'SIGHUP' : undefined;
}

/** The exit code when stdout could not be written; says so, except where nobody reads on: there it ends as a Go program does. */
function endOfOutput(error: NodeJS.ErrnoException): number {
	const signal = lostReader(error);
	if (signal) return exitCodeOf(signal);
	const words = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
	process.stderr.write(`error: write /dev/stdout: ${words}\n`);
	return 1;
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise(resolve => {
		stream.write('', () => resolve());
	});
}
