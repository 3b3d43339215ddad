/** What the program does to the terminal besides drawing on it. */
export interface TerminalControl {
	/** Puts a text into the terminal's clipboard. */
	readonly copy: (text: string) => void;
	/** Asks for a stop as Ctrl-Z does elsewhere. */
	readonly stop: () => void;
	/**
	 * Calls a listener when this program is to stop, with the function that stops it and resolves when it goes on, and when it
	 * goes on after a stop that nobody could hear of, with a function that resolves at once. Returns what ends that.
	 */
	readonly onStop: (listener: (stopNow: () => Promise<void>) => void) => () => void;
}

/** Writes the sequence that sets a terminal's clipboard (xterm's OSC 52), also over ssh; most terminals heed it. */
export function copySequence(text: string): string {
	return `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** A stopped process runs no timer, so this fires when it goes on; at once where a process cannot stop, as without a shell. */
const stoppingMs = 50;

/** The control of this process' own terminal. */
export function ownTerminal(write: (text: string) => void): TerminalControl {
	return {
		copy: text => write(copySequence(text)),
		// The whole group, as the terminal would: npm and the shell that it starts are in it, too.
		stop: () => void process.kill(0, 'SIGTSTP'),
		onStop(listener) {
			if (process.platform === 'win32') return () => undefined;
			let isStopping = false;
			const onStop = () => {
				isStopping = true;
				listener(async () => {
					process.off('SIGTSTP', onStop);
					process.kill(process.pid, 'SIGTSTP');
					await new Promise(resolve => {
						setTimeout(resolve, stoppingMs);
					});
					process.on('SIGTSTP', onStop);
					isStopping = false;
				});
			};
			const onContinue = () => {
				if (!isStopping) listener(() => Promise.resolve());
			};
			process.on('SIGTSTP', onStop);
			process.on('SIGCONT', onContinue);
			return () => {
				process.off('SIGTSTP', onStop);
				process.off('SIGCONT', onContinue);
			};
		},
	};
}
