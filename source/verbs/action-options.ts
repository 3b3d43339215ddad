import {defaultDrainMs} from '../objects/defaults.ts';
import {defaultLeaderSettings} from '../objects/leader-settings.ts';
import {UsageError} from '../objects/usage-error.ts';
import type {Options} from '../options/options.ts';
import type {ActionContext} from '../runner/action-context.ts';
import {findDaemon} from '../runner/find-daemon.ts';

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
	const {settings = defaultLeaderSettings} = (await findDaemon(place)) ?? {};
	return {
		...place,
		types: settings.types,
		holdMs: settings.holdMs,
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
