import {noSuchApp} from '../actions/no-such-app.ts';
import type {AppInfo} from '../info/app.ts';
import {describeApps} from '../info/describe-apps.ts';
import type {Snapshot} from '../info/snapshot.ts';
import type {Options} from '../options/options.ts';
import {fetchSnapshot} from '../snapshot/fetch-snapshot.ts';

/** Reads one app by its name. Throws an Error that names `init` when there is none. */
export async function findApp(
	options: Options,
	name: string,
): Promise<{readonly snapshot: Snapshot; readonly app: AppInfo}> {
	const {cluster, namespace} = await options.connect();
	const snapshot = await fetchSnapshot(cluster, {namespace, app: name}, options.signal);
	const [app] = describeApps(snapshot, options.now());
	if (!app) throw await noSuchApp(cluster, namespace, name, options.signal);
	return {snapshot, app};
}
