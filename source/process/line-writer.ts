import {constants, openSync, writeSync} from 'node:fs';
import type {Writable} from 'node:stream';
import {isatty} from 'node:tty';

/** Writes as many of the bytes as it can, and says how many; throws when it can write none. */
export type Write = (bytes: Uint8Array) => number;

/**
 * Writes lines where writing may fail and work again later: a full disk, a terminal that is gone, a pipe that nobody empties.
 * Returns whether a line was taken; one of which a part is out already is, and its rest goes before the next.
 */
export function lineWriter(write: Write): (line: string) => boolean {
	let rest: Uint8Array = new Uint8Array();
	const push = (): void => {
		while (rest.length > 0) rest = rest.subarray(write(rest));
	};

	return line => {
		const bytes = Buffer.from(line);
		let isTaken = false;
		try {
			push();
			rest = bytes;
			isTaken = true;
			push();
		} catch {
			if (!isTaken || rest.length < bytes.length) return isTaken;
			rest = rest.subarray(rest.length);
			return false;
		}

		return true;
	};
}

/**
 * The writer of a stream: past it, when it has a descriptor as stderr does, for it would be over with its first error and keep in
 * memory what nobody reads.
 */
export function streamWriter(stream: Writable & {readonly fd?: number}): (line: string) => boolean {
	const {fd} = stream;
	if (fd === undefined) {
		return line => {
			stream.write(line);
			return true;
		};
	}

	const descriptor = withoutWaiting(fd);
	return lineWriter(bytes => writeSync(descriptor, bytes));
}

/** A terminal that somebody has stopped with Ctrl-S would hold the process; a descriptor of our own need not wait for it. */
function withoutWaiting(descriptor: number): number {
	if (!isatty(descriptor)) return descriptor;
	try {
		return openSync(`/dev/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return descriptor;
	}
}
