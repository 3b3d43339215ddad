import {useEffect, useState} from 'react';
import type {LogPlace} from '../../objects/log-place.ts';
import type {Session} from '../session.ts';

/** What a container has written. */
export interface ContainerLog {
	/** The last lines; undefined until there is an answer. */
	readonly lines: readonly string[] | undefined;
	/** Why there are no more. */
	readonly error: Error | undefined;
}

const nothing: ContainerLog = {lines: undefined, error: undefined};

/** Follows the log of a container for as long as it is shown. */
export function useLog({followLog}: Session, place: LogPlace | undefined): ContainerLog {
	const [state, setState] = useState<ContainerLog & {readonly of: string}>({...nothing, of: ''});
	const {namespace = '', pod = '', container = ''} = place ?? {};
	const key = `${namespace}/${pod}/${container}`;
	useEffect(() => {
		if (pod === '') return undefined;
		return followLog(
			{namespace, pod, container},
			lines => setState({lines, error: undefined, of: key}),
			error => setState(before => ({...(before.of === key ? before : nothing), error, of: key})),
		);
	}, [followLog, namespace, pod, container, key]);
	return state.of === key ? state : nothing;
}
