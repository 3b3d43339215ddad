import {createInterface} from 'node:readline';
import {setTimeout as delay} from 'node:timers/promises';
import {fieldAt} from '../../../source/objects/object.ts';
import {open} from './connection.ts';
import type {ConformanceServer} from './server.ts';

/** A watch in progress. */
export interface OpenWatch {
	/** Waits for this many events more, and writes them down. */
	take(count: number): Promise<readonly WatchedEvent[]>;
	/**
	 * Waits until the server ends the watch, and writes down what it said since the last `take`; of bookmarks in a row the last,
	 * since the real server sends one or two near the end, as it happens.
	 */
	rest(): Promise<void>;
	close(): void;
}

export interface WatchedEvent {
	readonly type: string;
	readonly object: {readonly metadata: {readonly resourceVersion: string}};
}

const patience = 60_000;

export async function openWatch(
	server: ConformanceServer,
	path: string,
	headers: Readonly<Record<string, string>>,
	write: (code: number, events: readonly unknown[]) => void,
): Promise<OpenWatch> {
	const end = new AbortController();
	const signal = AbortSignal.any([end.signal, AbortSignal.timeout(patience)]);
	const connect = async () => {
		const answer = await open(server, {
			method: 'GET',
			path,
			headers: {authorization: `Bearer ${server.token}`, ...headers},
			signal,
		});
		answer.on('error', () => undefined);
		return {code: Number(answer.statusCode), lines: createInterface({input: answer})[Symbol.asyncIterator]()};
	};

	let {code, lines} = await connect();
	const late = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error(`${path}: no event came within ${patience / 1000} s`)));
	});
	late.catch(() => undefined);
	const read = async (): Promise<WatchedEvent | undefined> => {
		const line = await Promise.race([lines.next(), late]);
		return line.done === true ? undefined : (JSON.parse(line.value) as WatchedEvent);
	};
	const next = async (): Promise<WatchedEvent | undefined> => {
		let event = await read();
		while (isBehind(event)) {
			await delay(200);
			({code, lines} = await connect());
			event = await read();
		}

		return event;
	};

	return {
		async take(count) {
			const events: WatchedEvent[] = [];
			while (events.length < count) {
				const event = await next();
				if (event === undefined) break;
				events.push(event);
			}

			write(code, events);
			return events;
		},
		async rest() {
			const events: WatchedEvent[] = [];
			for (let event = await next(); event !== undefined; event = await next()) {
				if (event.type === 'BOOKMARK' && events.at(-1)?.type === 'BOOKMARK') events.pop();
				events.push(event);
			}

			write(code, events);
		},
		close: () => end.abort(),
	};
}

/** A server whose cache has not caught up says so after 3 s, and is asked again, as client-go does. */
function isBehind(event: WatchedEvent | undefined): boolean {
	return event?.type === 'ERROR' && fieldAt(event.object, 'code') === 504;
}
