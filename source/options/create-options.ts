import type {PluginTerminal} from '../kube/connection-flags.ts';
import {openTarget, type Target} from '../kube/target.ts';
import type {Streams} from '../objects/streams.ts';
import {isColored, isDumb} from '../print/color.ts';
import {connectionFlags} from './connection-flags.ts';
import type {Options} from './options.ts';
import type {CommandLine} from './parse.ts';

/** What `createOptions` takes from the process. */
interface Surroundings {
	readonly streams: Streams;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
}

/** The options of a real run: the real clock, and the cluster that the flags name, connected on demand. */
export function createOptions(line: CommandLine, {streams, env, signal}: Surroundings): Options {
	let target: Promise<Target> | undefined;
	return {
		streams,
		flags: line.flags as Options['flags'],
		arguments: line.arguments,
		connect: terminal => (target ??= openTarget(connectionFlags(line.flags), terminal ?? leftBy(line.flags))),
		now: () => new Date(),
		signal,
		color: isColored(streams.stdout, {noColor: line.flags.noColor, env}),
		isDumb: isDumb(env),
		isInteractive: streams.stdin.isTTY === true && streams.stderr.isTTY === true,
	};
}

/** Whoever reads a file from stdin leaves nothing of it to a credential plugin. */
function leftBy(flags: CommandLine['flags']): PluginTerminal {
	return Object.values(flags).includes('-') ? 'no-stdin' : 'shared';
}
