import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {BoundedBytes, type Bound} from '../objects/bounded.ts';
import {decodeText} from '../objects/decode.ts';
import {endedBySignals} from '../process/signals.ts';

const pieceBytes = 64 * 1024;

/**
 * The text of a file that says how to connect: a kubeconfig, a certificate, a token. Whatever the name leads to, a pipe or a
 * device too, is read up to the bound. Throws TooLarge, and the file system's errors.
 */
export function readTextWithin(file: string, bound: Bound): string {
	return decodeText(mayWait(file) ? endedBySignals(() => read(file, bound)) : read(file, bound));
}

/** Whether reading may wait for somebody who writes. */
function mayWait(file: string): boolean {
	try {
		return !statSync(file).isFile();
	} catch {
		return false; // reading it tells why
	}
}

function read(file: string, bound: Bound): Buffer {
	const bytes = new BoundedBytes(bound);
	const descriptor = openSync(file, 'r');
	try {
		for (;;) {
			const piece = Buffer.allocUnsafe(pieceBytes);
			const length = readSync(descriptor, piece);
			if (length === 0) return bytes.take();
			bytes.add(piece.subarray(0, length));
		}
	} finally {
		closeSync(descriptor);
	}
}
