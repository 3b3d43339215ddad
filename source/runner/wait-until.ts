import {find, isPassing} from '../objects/cluster.ts';
import {finalizer} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {resourceName, type Resource} from '../objects/resource.ts';
import type {Target} from '../rollout/step.ts';
import type {Awaited} from '../versions/awaited.ts';
import type {ActionContext} from './action-context.ts';
import {followObjects, type Watched} from './follow-objects.ts';

/** What was awaited did not come in time. */
export class WaitTimeout extends Error {
	readonly #awaited: string;

	/**
	 * @param awaited For what, and what of it was missing.
	 * @param ms For how long, in milliseconds.
	 */
	constructor(awaited: string, ms: number, options?: ErrorOptions) {
		super(`timed out after ${Math.round(ms / 1000)}s waiting for ${awaited}`, options);
		this.name = 'WaitTimeout';
		this.#awaited = awaited;
	}

	/** The same at the end of a longer wait, of which this was a piece. */
	after(ms: number): WaitTimeout {
		return new WaitTimeout(this.#awaited, ms, {cause: this.cause});
	}
}

/**
 * Waits in pieces of at most `pieceMs` milliseconds, for what may need another look at who brings it about. Rejects after the
 * context's timeout with a WaitTimeout of the whole.
 * @param wait One piece: a wait with the timeout of its context.
 */
export async function waitInPieces<Value>(
	context: ActionContext,
	pieceMs: number,
	wait: (piece: ActionContext) => Promise<Value>,
): Promise<Value> {
	const deadline = performance.now() + context.timeoutMs;
	for (;;) {
		// Equal ones: a last one of a moment would see nothing of what it waits for. A timer takes whole milliseconds only.
		const restMs = Math.max(1, deadline - performance.now());
		const timeoutMs = Math.ceil(restMs / Math.ceil(restMs / pieceMs));
		try {
			return await wait({...context, timeoutMs});
		} catch (error) {
			if (!(error instanceof WaitTimeout) || context.signal.aborted) throw error;
			if (performance.now() >= deadline) throw error.after(context.timeoutMs);
		}
	}
}

interface WaitOptions {
	readonly resource: Resource;
	readonly name: string;
	/** Looks at the object as it is now; undefined when it does not exist. Throwing ends the wait with that error. */
	readonly until: (object: KubeObject | undefined) => Awaited;
	readonly onProgress: (words: string) => void;
}

/** Waits until a condition holds for one object, and resolves with it; otherwise like `waitUntilAll`. */
export async function waitUntil(context: ActionContext, options: WaitOptions): Promise<KubeObject | undefined> {
	const {resource, name, until, onProgress} = options;
	const [objects] = await waitUntilAll(context, {
		watched: [{resource, selector: {fieldSelector: `metadata.name=${name}`}}],
		subject: resourceName(resource, name),
		until: ([found]) => until(found?.[0]),
		onProgress,
	});
	return objects?.[0];
}

/** The objects of each kind that is watched, in the order of `watched`. */
type Views = readonly (readonly KubeObject[])[];

interface WaitAllOptions {
	readonly watched: readonly Watched[];
	/** What is waited for, in a message. */
	readonly subject: string;
	/** Looks at all objects as they are now. */
	readonly until: (views: Views) => Awaited;
	readonly onProgress: (words: string) => void;
}

/**
 * Waits until a condition holds for some objects, by watches. A server that fails is told at once when nothing was seen of it yet;
 * later it is asked again until it is back. Rejects after the context's timeout with a WaitTimeout that tells what was awaited
 * last, and at once when the signal aborts.
 */
export async function waitUntilAll(context: ActionContext, options: WaitAllOptions): Promise<Views> {
	const {watched, subject, until, onProgress} = options;
	const timeout = AbortSignal.timeout(context.timeoutMs);
	const ended = new AbortController();
	const signal = AbortSignal.any([context.signal, timeout, ended.signal]);
	const {promise, resolve, reject} = Promise.withResolvers<Views>();
	const seen = new Map<Watched, readonly KubeObject[]>();
	const lost = new Map<Watched, Error>();
	let awaited = '';
	let hasHeld = false;
	const look = (): void => {
		if (hasHeld || seen.size < watched.length) return;
		const views = watched.map(each => seen.get(each) ?? []);
		const answer = until(views);
		if (answer === true) {
			hasHeld = true;
			resolve(views);
			return;
		}

		if (answer !== awaited) onProgress(answer);
		awaited = answer;
	};

	for (const each of watched) {
		const see = (objects: readonly KubeObject[]): void => {
			seen.set(each, objects);
			lost.delete(each);
			try {
				look();
			} catch (error) {
				reject(error);
			}
		};
		const lose = (error: unknown): void => {
			if (!seen.has(each) || !isPassing(error)) throw error;
			lost.set(each, error as Error);
		};
		followObjects(context, each, {see, lose}, signal).catch(reject);
	}

	try {
		return await promise;
	} catch (error) {
		if (!timeout.aborted || context.signal.aborted) throw error;
		const [failure] = lost.values();
		const state = awaited === '' ? 'the API server has not answered' : awaited;
		const end = failure === undefined ? '' : `; then the API server was lost: ${failure.message}`;
		throw new WaitTimeout(`${subject}: ${state}${end}`, context.timeoutMs, {cause: failure ?? error});
	} finally {
		ended.abort();
	}
}

/** Waits until an object is gone; one of the same name with another uid counts as gone. */
export async function waitUntilGone(
	context: ActionContext,
	{resource, namespace, name, uid}: Target,
	onProgress: (words: string) => void,
): Promise<void> {
	const present = await find(context.cluster, resource, namespace, name, context.signal);
	if (present === undefined || present.metadata.uid !== uid) return;
	await waitUntil(
		{...context, namespace},
		{
			resource,
			name,
			onProgress,
			until: current =>
				current === undefined || current.metadata.uid !== uid || `it is being deleted and ${holdWords(current)}`,
		},
	);
}

/** What a deletion waits for, in a clause. */
function holdWords({metadata: {finalizers = []}}: KubeObject): string {
	const others = finalizers.filter(each => each !== finalizer);
	if (others.length < finalizers.length) return 'goes once no request is on its way to it';
	return `waits for ${others.length > 0 ? others.join(', ') : 'its children'}`;
}
