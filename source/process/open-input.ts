import {close, constants, createReadStream, fstat, open} from 'node:fs';
import {Socket} from 'node:net';
import type {Readable} from 'node:stream';
import {isatty, ReadStream as TerminalStream} from 'node:tty';
import {promisify} from 'node:util';

/**
 * Opens a file for reading. A pipe and a terminal are waited for without one of the threads that Node has for files: those would
 * hold the process until somebody writes, whatever signal comes. Destroy what is not read to its end.
 */
export async function openInput(file: string): Promise<Readable> {
	const descriptor = await promisify(open)(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	try {
		if ((await promisify(fstat)(descriptor)).isFIFO())
			return new Socket({fd: descriptor, readable: true, writable: false});
		if (isatty(descriptor)) return new TerminalStream(descriptor);
	} catch (error) {
		await promisify(close)(descriptor);
		throw error;
	}

	return createReadStream(file, {fd: descriptor});
}
