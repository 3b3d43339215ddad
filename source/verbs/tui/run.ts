import {setTimeout as delay} from 'node:timers/promises';
import {keepHeapModest} from '../../daemon/small-heap.ts';
import type {OptionsOf} from '../../options/options.ts';
import {startEarly} from '../../snapshot/start-early.ts';
import {prometheusAt} from '../prometheus.ts';
import {requireScreen} from '../require-screen.ts';
import type {tuiVerb} from './flags.ts';

/** What connecting to a cluster nearby takes; to one far away it goes on in the background. */
const connectingMs = 10;

/** Shows the apps of a namespace, or of all, on a full screen, and does to them what the other verbs do. */
export async function run(options: OptionsOf<typeof tuiVerb>): Promise<number | void> {
	const {flags, streams, signal} = options;
	requireScreen(options, 'tui', 'use: kubectl iter8 status -w');

	const prometheus = flags.prometheus === undefined ? undefined : await prometheusAt(flags.prometheus);
	// The screen owns the terminal.
	const target = await options.connect('none');
	const {createSession} = await import('./session.ts');
	keepHeapModest();
	const session = createSession({
		options,
		target,
		namespace: flags.allNamespaces ? undefined : target.namespace,
		connectedBy: flags,
		prometheus,
	});
	// The cluster answers while the code of the screen is loaded, once it has been asked: loading leaves no time to connect.
	const follow = startEarly(session.follow);
	await delay(connectingMs);
	const {showTui} = await import('../../tui/show-tui.tsx');
	return showTui(
		{session: {...session, follow}, ...(flags.screenReader && {isScreenReaderEnabled: true})},
		streams,
		signal,
	);
}
