import {useCallback, useRef, useState} from 'react';

/** A state, what changes it, and how to read it as it is at this moment, before it has been drawn. */
export interface Store<State, Action> {
	readonly state: State;
	readonly dispatch: (action: Action) => void;
	readonly get: () => State;
}

/** Like `useReducer`, but several keys in one piece of input each find the state that the one before has left. */
export function useStore<State, Action>(
	reduce: (state: State, action: Action) => State,
	initial: State,
): Store<State, Action> {
	const [state, setState] = useState(initial);
	const current = useRef(state);
	const get = useCallback(() => current.current, []);
	const dispatch = useCallback(
		(action: Action) => {
			current.current = reduce(current.current, action);
			setState(current.current);
		},
		[reduce],
	);
	return {state, dispatch, get};
}
