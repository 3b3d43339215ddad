import {findLeaderSettings} from '../kube/find-daemon.ts';
import {defaultDrainMs} from '../objects/defaults.ts';
import {UsageError} from '../objects/usage-error.ts';
import type {Options} from '../options/options.ts';
import type {ActionContext} from '../runner/action-context.ts';

/** The longest wait that a timer of Node can make, for `--timeout 0`. */
const foreverMs = 2 ** 31 - 1;

/** The context that an action gets from a command line, and what the leading daemon was told, as of now. */
export async function actionContext(
	options: Options,
	timeoutMs: number,
	drainMs = defaultDrainMs,
): Promise<ActionContext> {
	const {now, signal} = options;
	const {cluster, namespace} = await options.connect();
	const place = {cluster, namespace, now, signal};
	const {types, holdMs} = await findLeaderSettings(place);
	return {
		...place,
		types,
		holdMs,
		timeoutMs: timeoutMs || foreverMs,
		drainMs,
	};
}

/** The command's one argument, an app's name. */
export function appArgument(options: Options): string {
	const [app] = options.arguments;
	if (app === undefined) throw new UsageError('APP is missing');
	return app;
}
