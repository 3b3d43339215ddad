import {constants} from 'node:os';
import {UsageError} from './objects/usage-error.ts';
import {createOptions} from './options/create-options.ts';
import type {Command} from './options/options.ts';
import {type CommandLine, firstWord, parse} from './options/parse.ts';
import {isVerb} from './options/verb.ts';
import {formatFailure} from './print/failure.ts';
import {commands} from './verbs/commands.ts';
import {verbs, type Verbs} from './verbs/verbs.ts';

/**
 * Runs a command line, prints its error if it has one, and ends the process. Exit codes: 0, 1 for an error, 2 for a wrong
 * command line, 128 plus the signal's number for a signal, SIGPIPE included; else what the command returns.
 */
export async function main(argv: readonly string[]): Promise<void> {
	const interruption = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (interruption.signal.aborted) process.exit(exitCodeOf(name));
			interruption.abort(new Interruption(name));
		});
	}

	process.stdout.on('error', endWhenUnread);
	process.stderr.on('error', endWhenUnread);
	const exitCode = await run(argv, interruption.signal);
	await Promise.all([flush(process.stdout), flush(process.stderr)]);
	process.exit(exitCode);
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
		if (!options.color) process.env['FORCE_COLOR'] = '0';
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

function verbIn(argv: readonly string[]): string | undefined {
	const word = firstWord(verbs, argv);
	return word !== undefined && isVerb(verbs, word) ? word : undefined;
}

function exitCodeOf(name: NodeJS.Signals): number {
	return 128 + constants.signals[name];
}

/** Nobody reads on, as after `| head`: end without a word, as a Go program does. */
function endWhenUnread(error: NodeJS.ErrnoException): void {
	if (error.code === 'EPIPE') process.exit(exitCodeOf('SIGPIPE'));
	throw error;
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise(resolve => {
		stream.write('', () => resolve());
	});
}
