import type {IncomingMessage} from 'node:http';
import {BoundedBytes, type Bound} from '../objects/bounded.ts';
import {ApiError, ConnectionError, type WatchEvent} from '../objects/cluster.ts';
import {fieldAt, isObject, isRecord, stringAt} from '../objects/object.ts';
import {statusError} from './api-error.ts';
import {connectionError} from './connection-error.ts';

const newline = 0x0a;
const types: ReadonlySet<string> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'] satisfies WatchEvent['type'][]);

/**
 * The events of a watch answer, one JSON document a line. Ends when the server closes it or the signal aborts; an ERROR event
 * becomes its ApiError, and a line beyond the bound a ConnectionError. The events of one chunk follow each other without leaving
 * the microtask queue.
 */
export async function* watchEvents(
	answer: IncomingMessage,
	server: string,
	bound: Bound,
	signal: AbortSignal | undefined,
): AsyncGenerator<WatchEvent> {
	const split = lineSplitter(bound);
	try {
		for await (const chunk of answer) {
			for (const line of split(chunk as Buffer)) {
				if (line.trim() === '') continue; // what stands between may keep the connection alive so
				yield watchEvent(line, server);
				if (signal?.aborted) return;
			}
		}
	} catch (error) {
		if (signal?.aborted) return;
		throw error instanceof ApiError || error instanceof ConnectionError ? error : connectionError(error, server);
	}
}

/**
 * Gives the lines that each chunk completes. Splits bytes, so that a character which two chunks share is whole again, and
 * looks at each byte once, however many chunks a line takes. Throws TooLarge at a line that is longer than the bound.
 */
export function lineSplitter(bound: Bound): (chunk: Buffer) => string[] {
	const begun = new BoundedBytes(bound);
	return chunk => {
		const lines: string[] = [];
		let start = 0;
		for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
			begun.add(chunk.subarray(start, end));
			lines.push(begun.take().toString('utf8'));
			start = end + 1;
		}

		if (start < chunk.length) begun.add(chunk.subarray(start));
		return lines;
	};
}

function watchEvent(line: string, server: string): WatchEvent {
	const event = parse(line);
	const type = stringAt(event, 'type') ?? '';
	const object = fieldAt(event, 'object');
	if (type === 'ERROR' && isRecord(object)) throw statusError(object, 500);
	if (!types.has(type) || !isObject(object)) {
		throw new ConnectionError(`${new URL(server).host} sent something that is no watch event`);
	}

	return {type: type as WatchEvent['type'], object};
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
