import {Writable} from 'node:stream';
import type {Cluster} from '../../source/objects/cluster.ts';
import type {Command, Options} from '../../source/options/options.ts';
import {parse} from '../../source/options/parse.ts';
import {verbs} from '../../source/verbs/verbs.ts';
import {noLog} from './no-log.ts';

export interface RunOptions {
	readonly cluster: Cluster;
	/** @default 'models' */
	readonly namespace?: string;
	/** @default 2026-01-01T12:00:00Z */
	readonly now?: () => Date;
	readonly signal?: AbortSignal;
	readonly color?: boolean;
	readonly isDumb?: boolean;
	/** Told of each text that is written to stdout. */
	readonly onOutput?: (text: string) => void;
	/** Told of all that was written to stderr so far: what a command said before it throws. */
	readonly onComplaint?: (text: string) => void;
}

/** What a command wrote, and its exit code; what it throws is thrown on. */
export interface Ran {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number | void;
}

/** Runs a verb's code as the command line would, on a cluster of the test. */
export async function runCommand(
	// Each verb's command has its own flags, which the command line below is parsed into.
	command: {run(options: never): Promise<number | void>},
	argv: readonly string[],
	options: RunOptions,
): Promise<Ran> {
	const line = parse(verbs, argv);
	const texts = {stdout: '', stderr: ''};
	const stream = (name: keyof typeof texts) =>
		new Writable({
			write(chunk, _encoding, done) {
				texts[name] += String(chunk);
				if (name === 'stdout') options.onOutput?.(texts.stdout);
				else options.onComplaint?.(texts.stderr);
				done();
			},
		});
	const target = {
		cluster: options.cluster,
		namespace: line.flags.namespace ?? options.namespace ?? 'models',
		context: 'test',
		podLog: noLog,
		portForward: () => Promise.reject(new Error('there is no port to forward')),
	};
	const given: Options = {
		streams: {stdin: process.stdin, stdout: stream('stdout'), stderr: stream('stderr')},
		flags: line.flags as Options['flags'],
		arguments: line.arguments,
		connect: () => Promise.resolve(target),
		now: options.now ?? (() => new Date('2026-01-01T12:00:00Z')),
		signal: options.signal ?? new AbortController().signal,
		color: options.color ?? false,
		isDumb: options.isDumb ?? false,
		isInteractive: false,
	};
	const exitCode = await (command as Command).run(given);
	return {...texts, exitCode};
}
