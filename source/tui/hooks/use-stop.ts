import {useApp} from 'ink';
import {useEffect, useRef} from 'react';
import type {TerminalControl} from '../terminal-control.ts';

/** Gives the terminal back while the program is stopped, and draws everything anew when it goes on. */
export function useStop({onStop}: TerminalControl): void {
	const {suspendTerminal, exit} = useApp();
	const isSuspended = useRef(false);
	useEffect(
		() =>
			onStop(stopNow => {
				if (isSuspended.current) return;
				isSuspended.current = true;
				suspendTerminal(stopNow)
					.catch((error: unknown) => exit(error))
					.finally(() => {
						isSuspended.current = false;
					});
			}),
		[onStop, suspendTerminal, exit],
	);
}
