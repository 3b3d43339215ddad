import type {Follow} from '../info/snapshot.ts';
import type {OptionsOf} from '../options/options.ts';
import type {tuiVerb} from '../options/verbs/tui.ts';

/** Shows the apps of a namespace, or of all, on a full screen. */
export async function run(options: OptionsOf<typeof tuiVerb>): Promise<number | void> {
	const {flags, streams, now, signal} = options;
	if (streams.stdin.isTTY !== true || streams.stdout.isTTY !== true) {
		throw new Error('tui needs a terminal; use: kubectl iter8 status -w');
	}

	const {cluster, context, namespace: own} = await options.connect();
	const [{showTui}, {followSnapshots}] = await Promise.all([
		import('../tui/show-tui.tsx'),
		import('../snapshot/follow-snapshots.ts'),
	]);
	const namespace = flags.allNamespaces ? undefined : own;
	const scope = {namespace, labelSelector: flags.selector};
	const follow: Follow = listener => followSnapshots(cluster, scope, listener);
	return showTui({follow, context, namespace, now}, streams, signal);
}
