import {expect, test} from 'vitest';
import type {AppInfo} from '../../../../source/info/app.ts';
import {describeApps} from '../../../../source/info/describe-apps.ts';
import {fetchSnapshot} from '../../../../source/snapshot/fetch-snapshot.ts';
import {choicesOf} from '../../../../source/tui/dialogs/flows/asked-versions.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../../../helpers/app-objects.ts';
import {createMemoryCluster} from '../../../helpers/memory-cluster.ts';
import {noon} from '../../../helpers/session.ts';

const third = '- resources:\n  - {gvrShort: isvc, name: wisdom-2, namespace: models}\nroutingTemplates:';

/** An app with two candidates, of whose versions these are ready; the others do not exist. */
async function withReady(...names: readonly string[]): Promise<AppInfo> {
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec.replace('routingTemplates:', third)),
		...names.map(name => inferenceService(name)),
	]);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	const [app] = describeApps(snapshot, noon);
	if (!app) throw new Error('there is no app');
	return app;
}

test.each<readonly [readonly string[], readonly string[]]>([
	[
		['wisdom-0', 'wisdom-1', 'wisdom-2'],
		['wisdom-0 and wisdom-1, side by side', 'wisdom-0 and wisdom-2, side by side', 'wisdom, as its clients do'],
	],
	[
		['wisdom-0', 'wisdom-2'],
		['wisdom-0 and wisdom-2, side by side', 'wisdom, as its clients do'],
	],
	[['wisdom-0'], ['wisdom, as its clients do']],
	[['wisdom-1'], ['wisdom, as its clients do']],
])('with %j ready a test asks %j', async (ready, choices) => {
	expect([...choicesOf(await withReady(...ready)).keys()]).toEqual(choices);
});
