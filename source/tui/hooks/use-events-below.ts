import {useEffect, useState} from 'react';
import type {AppInfo} from '../../info/app.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {NamesBelow} from '../../snapshot/follow-events.ts';
import type {Session} from '../session.ts';

/** Events of an app's routemap and versions, and of what controllers made of these. */
export interface EventsBelow {
	/** The newest first; undefined until they are known. */
	readonly events: readonly KubeObject[] | undefined;
	/** Why they cannot be followed. */
	readonly error: Error | undefined;
}

const nothing: EventsBelow = {events: undefined, error: undefined};

/** Follows them for as long as an app is given. */
export function useEventsBelow({followEventsBelow}: Session, app: AppInfo | undefined): EventsBelow {
	const [state, setState] = useState<EventsBelow & {readonly of: string}>({...nothing, of: ''});
	const key = app ? JSON.stringify(namesBelow(app)) : '';
	useEffect(() => {
		if (key === '') return undefined;
		return followEventsBelow(
			JSON.parse(key) as NamesBelow,
			events => setState({events, error: undefined, of: key}),
			error => setState({events: undefined, error, of: key}),
		);
	}, [followEventsBelow, key]);
	return state.of === key ? state : nothing;
}

/** Versions of other namespaces are not looked into: their events are not this app's namespace's. */
export function namesBelow({namespace, routemap, versions}: AppInfo): NamesBelow {
	const own = versions.filter(version => version.namespace === namespace).map(({name}) => name);
	return {namespace, names: [routemap, ...own]};
}
