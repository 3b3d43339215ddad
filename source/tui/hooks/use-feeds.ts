import {useEffect, useState} from 'react';
import type {AppNumbers} from '../../metrics/numbers.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {VersionTest} from '../../rollout/version-test.ts';
import type {AppReference, Session} from '../session.ts';

/** What is followed of the chosen app alone. */
export interface Feeds {
	/** Undefined until they are known. */
	readonly events: readonly KubeObject[] | undefined;
	readonly numbers: AppNumbers | undefined;
	/** What was tested of it, as far as it is known. */
	readonly tests: readonly VersionTest[] | undefined;
	/** Why one of them cannot be followed now. */
	readonly error: Error | undefined;
}

const nothing: Feeds = {events: undefined, numbers: undefined, tests: undefined, error: undefined};

interface State extends Omit<Feeds, 'error'> {
	readonly of: string | undefined;
	readonly eventsError?: Error;
	readonly numbersError?: Error | undefined;
}

/** How long an app has to be chosen before it is followed, in milliseconds: whoever walks through a list asks for nothing. */
const restMs = 150;

/** Events and numbers of an app, for as long as it is chosen. */
export function useFeeds({followEvents, followNumbers, followTests}: Session, app: AppReference | undefined): Feeds {
	const [feeds, setFeeds] = useState<State>({...nothing, of: undefined});
	const {namespace, name} = app ?? {};
	const key = namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`;
	useEffect(() => {
		if (namespace === undefined || name === undefined) return undefined;
		const ends: (() => void)[] = [];
		const learn = (news: Partial<State>) =>
			setFeeds(before => ({...(before.of === key ? before : nothing), ...news, of: key}));
		const timer = setTimeout(() => {
			ends.push(
				followEvents(
					{namespace, name},
					events => learn({events}),
					eventsError => learn({eventsError}),
				),
			);
			ends.push(followTests({namespace, name}, tests => learn({tests})));
			ends.push(
				followNumbers(
					{namespace, name},
					numbers => learn({numbers, numbersError: undefined}),
					numbersError => learn({numbersError}),
				),
			);
		}, restMs);
		return () => {
			clearTimeout(timer);
			for (const end of ends) end();
		};
	}, [followEvents, followNumbers, followTests, namespace, name, key]);
	if (feeds.of !== key) return nothing;
	const {events, numbers, tests, eventsError, numbersError} = feeds;
	return {events, numbers, tests, error: eventsError ?? numbersError};
}
