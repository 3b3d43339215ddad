import type {Readable, Writable} from 'node:stream';

export interface Streams {
	readonly stdin: Readable & {readonly isTTY?: boolean};
	/** Data only. */
	readonly stdout: Writable & {readonly isTTY?: boolean; readonly columns?: number};
	/** Errors, questions and progress. */
	readonly stderr: Writable & {readonly isTTY?: boolean; readonly columns?: number};
}
