import type {PluginTerminal} from '../kube/connection-flags.ts';
import type {Target} from '../kube/target.ts';
import type {Streams} from '../objects/streams.ts';
import type {FlagTable, FlagValues} from './flag.ts';
import type {globalFlags} from './global-flags.ts';

export type GlobalFlagValues = FlagValues<typeof globalFlags>;

/** Everything that a command gets from outside, and so everything that a test replaces. */
export interface Options<Flags extends FlagTable = FlagTable> {
	readonly streams: Streams;
	/** The verb's flags and the global ones, by their camel-case names. */
	readonly flags: FlagValues<Flags> & GlobalFlagValues;
	/** The words after the verb that are no flags. */
	readonly arguments: readonly string[];
	/**
	 * Reads the kubeconfig on the first call; no request is made. The first call also says what credential plugins get of our
	 * terminal; without a word of the verb, what is left when a file is read from stdin (`-f -`).
	 */
	readonly connect: (terminal?: PluginTerminal) => Promise<Target>;
	readonly now: () => Date;
	/** Aborted by the first SIGINT, SIGTERM or SIGHUP (the terminal was closed). */
	readonly signal: AbortSignal;
	/** Whether stdout may be coloured. */
	readonly color: boolean;
	/** Whether the terminal, if there is one, can only write one line after the other. */
	readonly isDumb: boolean;
	/** Whether someone can be asked: stdin and stderr are terminals. */
	readonly isInteractive: boolean;
}

/**
 * What `run.ts` in a verb's folder exports. The number is the exit code; without one it is 0, or 130 (143) when SIGINT
 * (SIGTERM) came meanwhile. A command that is meant to be ended by a signal returns 0 itself.
 */
export interface Command<Flags extends FlagTable = FlagTable> {
	run(options: Options<Flags>): Promise<number | void>;
}

/** The options of one verb's command: `OptionsOf<typeof deployVerb>`. */
export type OptionsOf<Spec extends {readonly flags: FlagTable}> = Options<Spec['flags']>;
