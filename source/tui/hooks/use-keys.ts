import {useApp, useInput} from 'ink';
import {actionOf, keyNames, type Action} from '../keys.ts';

/** Calls a handler with the action of each key. What the handler throws ends the program as its error. */
export function useKeys(onAction: (action: Action) => void): void {
	const {exit} = useApp();
	useInput((input, key) => {
		try {
			for (const name of keyNames(input, key)) {
				const action = actionOf(name);
				if (action) onAction(action);
			}
		} catch (error) {
			exit(error instanceof Error ? error : new Error(String(error)));
		}
	});
}
