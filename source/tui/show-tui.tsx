import {render} from 'ink';
import type {Streams} from '../objects/streams.ts';
import {escapeLine} from '../print/escape.ts';
import {App} from './app.tsx';
import type {Run} from './runs/run.ts';
import type {Session} from './session.ts';
import {ownTerminal} from './terminal-control.ts';

interface TuiOptions {
	readonly session: Session;
	/** Whether to write plain lines for a screen reader instead of drawing a screen; by default what INK_SCREEN_READER says. */
	readonly isScreenReaderEnabled?: boolean;
}

/**
 * Takes over the terminal until the user quits or the signal aborts; resolves with the exit code, if it was the user. Rejects with
 * what made it fail, drawing, handling a key or in the background, when the terminal is as it was before. What still ran is told on
 * stderr then.
 */
export async function showTui(
	{session, isScreenReaderEnabled = process.env['INK_SCREEN_READER'] === 'true'}: TuiOptions,
	{stdin, stdout, stderr}: Streams,
	signal: AbortSignal,
): Promise<number | undefined> {
	const terminal = ownTerminal(text => void stdout.write(text));
	let left: readonly Run[] = [];
	const onLeft = (running: readonly Run[]) => void (left = running);
	const {waitUntilExit, unmount} = render(<App session={session} terminal={terminal} onLeft={onLeft} />, {
		stdin,
		stdout,
		stderr,
		alternateScreen: !isScreenReaderEnabled,
		isScreenReaderEnabled,
		exitOnCtrlC: false,
		incrementalRendering: true,
		interactive: true,
		// A key should not wait for the frame before it.
		maxFps: 60,
	});
	const stop = () => unmount();
	const failures: Error[] = [];
	const fail = (error: Error) => {
		failures.push(error);
		unmount();
	};
	signal.addEventListener('abort', stop, {once: true});
	// Node would print it on the screen that is about to go.
	process.on('uncaughtException', fail);
	if (signal.aborted) stop();
	try {
		const exitCode = await waitUntilExit();
		if (failures[0]) throw failures[0];
		return typeof exitCode === 'number' ? exitCode : undefined;
	} finally {
		signal.removeEventListener('abort', stop);
		process.off('uncaughtException', fail);
		for (const {command} of left)
			stderr.write(`${escapeLine(`left while it ran: ${command}`)}; run it again to go on, unless a daemon does\n`);
	}
}
