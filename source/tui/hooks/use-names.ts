import {useEffect, useState} from 'react';
import type {Session} from '../session.ts';

/** Where one can go from here. */
export interface Names {
	/** Undefined until they are known. */
	readonly namespaces: readonly string[] | undefined;
	readonly contexts: readonly string[] | undefined;
	/** Why namespaces or contexts cannot be listed. */
	readonly errors: {readonly namespace?: Error; readonly context?: Error};
}

const nothing: Names = {namespaces: undefined, contexts: undefined, errors: {}};

/** The names of namespaces and contexts, asked for anew each time that they are wanted. */
export function useNames({namespaces, contexts}: Session, isWanted: boolean): Names {
	const [names, setNames] = useState(nothing);
	useEffect(() => {
		if (!isWanted) return undefined;
		const stopping = new AbortController();
		const learn = (change: (before: Names) => Names) => {
			if (!stopping.signal.aborted) setNames(change);
		};
		namespaces(stopping.signal).then(
			found => learn(before => ({...before, namespaces: found, errors: withoutKey(before.errors, 'namespace')})),
			(error: unknown) => learn(before => ({...before, errors: {...before.errors, namespace: asError(error)}})),
		);
		contexts().then(
			found => learn(before => ({...before, contexts: found, errors: withoutKey(before.errors, 'context')})),
			(error: unknown) => learn(before => ({...before, errors: {...before.errors, context: asError(error)}})),
		);
		return () => stopping.abort();
	}, [namespaces, contexts, isWanted]);
	return names;
}

function withoutKey(errors: Names['errors'], key: keyof Names['errors']): Names['errors'] {
	const {[key]: _, ...rest} = errors;
	return rest;
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}
