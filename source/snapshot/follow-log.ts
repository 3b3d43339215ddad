import {wait as realWait, type Wait} from '../kube/wait.ts';
import {ApiError, hasReason} from '../objects/cluster.ts';
import {coalesce} from './coalesce.ts';

/** Reads a log from its last lines on, until it ends or the signal aborts. */
export type ReadLog = (options: {
	readonly tailLines: number;
	readonly signal: AbortSignal;
}) => AsyncIterable<readonly string[]>;

interface LogListener {
	/** The last lines, the oldest first. */
	readonly onLines: (lines: readonly string[]) => void;
	/** Why there is no more to tell for now; told again only when it changes. */
	readonly onError: (error: Error) => void;
	readonly wait?: Wait;
}

/** More than anybody scrolls back. */
const mostLines = 1000;
/** Of all lines: a thousand of the longest ones would take a minute to draw. */
const mostCharacters = 250_000;
const updateIntervalMs = 100;
/** A container that has not started, or has ended, is asked again so often. */
const retryMs = 2000;

/**
 * Follows a container's log; after it ended, as when the container starts anew, from the beginning. A user who may not read it is
 * told once. Returns what ends it.
 */
export function followLog(read: ReadLog, {onLines, onError, wait = realWait}: LogListener): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	let lines: string[] = [];
	let words = '';
	const tell = coalesce(() => onLines([...lines]), updateIntervalMs, signal);
	const fail = (error: Error): void => {
		if (signal.aborted || error.message === words) return;
		words = error.message;
		onError(error);
	};
	void follow();
	return () => stopping.abort();

	async function follow(): Promise<void> {
		while (!signal.aborted) {
			try {
				let isFirst = true;
				for await (const more of read({tailLines: mostLines, signal})) {
					lines = lastOf([...(isFirst ? [] : lines), ...more]);
					isFirst = false;
					words = '';
					tell();
				}
			} catch (error) {
				fail(error instanceof Error ? error : new Error(String(error), {cause: error}));
				if (hasReason(error, 'Forbidden') || isGone(error)) return;
			}

			await wait(retryMs, signal);
		}
	}
}

function lastOf(lines: readonly string[]): string[] {
	const last = lines.slice(-mostLines);
	let characters = 0;
	const cut = last.findLastIndex(line => (characters += line.length) > mostCharacters);
	return last.slice(cut + 1);
}

function isGone(error: unknown): boolean {
	return error instanceof ApiError && error.code === 404;
}
