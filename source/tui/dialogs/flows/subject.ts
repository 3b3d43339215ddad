import type {AppInfo} from '../../../info/app.ts';
import type {Snapshot} from '../../../info/snapshot.ts';
import {commandLine, type Verb} from '../../../print/command-line.ts';
import type {ActionContext} from '../../../runner/action-context.ts';
import type {Infer} from '../../../runner/step-context.ts';
import type {AppReference, Session} from '../../session.ts';

/** What a dialogue is about. */
export interface Subject {
	readonly session: Session;
	/** Undefined for `init`, which names a new one, and for `watch`. */
	readonly info: AppInfo | undefined;
	/** The cluster as it is known when the dialogue opens. */
	readonly snapshot: Snapshot | undefined;
}

/** A dialogue about an app. */
export interface AppSubject extends Subject {
	readonly info: AppInfo;
}

export function referenceOf({namespace, name}: AppInfo): AppReference {
	return {namespace, name};
}

/** Where the action works, and what the daemon that leads there was told. */
export function contextOf(subject: AppSubject, {signal}: AbortController): ActionContext {
	return contextIn(subject, subject.info.namespace, signal);
}

/** The same for any namespace. */
export function contextIn({session, snapshot}: Subject, namespace: string, signal: AbortSignal): ActionContext {
	return {...session.actionContext(namespace, signal), ...snapshot?.settingsIn(namespace)};
}

/** How the versions of the app are asked for an inference. */
export function inferOf({session, info}: AppSubject, {signal}: AbortController): Infer {
	return async (version, onProgress) => session.infer(referenceOf(info), version, {onProgress, signal});
}

/** The command line of the verb that does the same to the app. */
export function appCommand({session, info}: AppSubject, verb: Pick<Verb, 'name' | 'arguments' | 'flags'>): string {
	return commandLine({
		...verb,
		arguments: [info.name, ...(verb.arguments ?? [])],
		namespace: info.namespace,
		connection: session.connection,
	});
}
