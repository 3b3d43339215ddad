import {render} from 'ink';
import type {Streams} from '../options/options.ts';
import {App, type AppProps} from './app.tsx';

/** Takes over the terminal until the user quits or the signal aborts; resolves with the exit code, if it was the user. */
export async function showTui(
	props: AppProps,
	{stdin, stdout, stderr}: Streams,
	signal: AbortSignal,
): Promise<number | undefined> {
	const {waitUntilExit, unmount} = render(<App {...props} />, {
		stdin,
		stdout,
		stderr,
		alternateScreen: true,
		exitOnCtrlC: false,
		incrementalRendering: true,
		interactive: true,
	});
	const stop = () => unmount();
	signal.addEventListener('abort', stop, {once: true});
	if (signal.aborted) stop();
	try {
		const exitCode = await waitUntilExit();
		return typeof exitCode === 'number' ? exitCode : undefined;
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
