import {StringDecoder} from 'node:string_decoder';
import {ConnectionError} from '../objects/cluster.ts';
import type {LogPlace} from '../objects/log-place.ts';
import {pods} from '../objects/resource.ts';
import {apiPath, query} from './api-path.ts';
import {connectionError} from './connection-error.ts';
import type {Connection} from './connection.ts';
import {createTransport} from './transport.ts';
import {wait} from './wait.ts';

/** How many of the lines that are there already come first, and what ends it. */
export interface LogOptions {
	readonly tailLines: number;
	readonly signal: AbortSignal;
}

/** A longer line is cut: a progress bar can go on for megabytes without an end of its line. */
const longestLine = 4096;
/** A server that loads a large model may say nothing for so long; then the log is asked for anew. */
const longestSilenceMs = 10 * 60_000;

/**
 * The last lines of a container's log and those that it goes on to write, as many at a time as came together; ends with the
 * container ("Kubernetes API", PodLogOptions). Throws ApiError, also while the container has not started, and ConnectionError.
 */
export async function* podLog(
	connection: Connection,
	version: string,
	{namespace, pod, container}: LogPlace,
	{tailLines, signal}: LogOptions,
): AsyncGenerator<readonly string[]> {
	const transport = createTransport(connection, version, wait, {noteAnswer: () => undefined});
	const path = `${apiPath(pods, namespace, pod)}/log${query({container, tailLines, follow: true})}`;
	const headers = {Accept: 'text/plain, */*'};
	const answer = await transport.open({
		method: 'GET',
		path,
		resource: pods,
		headers,
		signal,
		stream: {longestSilenceMs},
	});
	const lines = new LineReader();
	try {
		for await (const chunk of answer) {
			const complete = lines.add(chunk as Buffer);
			if (complete.length > 0) yield complete;
			if (signal.aborted) return;
		}

		const rest = lines.rest();
		if (rest !== '') yield [rest];
	} catch (error) {
		if (signal.aborted) return;
		throw error instanceof ConnectionError ? error : connectionError(error, connection.server);
	}
}

/** Puts lines together from pieces; each is cut at the longest length. */
export class LineReader {
	readonly #decoder = new StringDecoder('utf8');
	#begun = '';

	/** The lines that a piece completes. */
	add(chunk: Buffer): readonly string[] {
		const [first = '', ...more] = this.#decoder.write(chunk).split('\n');
		const all = [this.#begun + first, ...more];
		this.#begun = (all.pop() ?? '').slice(0, longestLine);
		return all.map(line => line.slice(0, longestLine));
	}

	/** What was begun and has no end: the last words of a program that was killed may have none. */
	rest(): string {
		return this.#begun;
	}
}
