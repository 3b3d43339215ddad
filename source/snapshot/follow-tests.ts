import type {ObjectName} from '../info/app-objects.ts';
import {startInformer} from '../kube/informer.ts';
import type {Cluster} from '../objects/cluster.ts';
import {appNameLabel, kindLabel, testsKind} from '../objects/labels.ts';
import {configMaps} from '../objects/resource.ts';
import {parseTests, testsName, type VersionTest} from '../rollout/version-test.ts';

/** Follows what was tested of an app, whoever tested it. Who may not read it is told nothing. Returns what ends it. */
export function followTests(
	cluster: Cluster,
	{namespace, name}: ObjectName,
	onTests: (tests: readonly VersionTest[]) => void,
): () => void {
	const stopping = new AbortController();
	let isTold = false;
	const tell = (tests: readonly VersionTest[]): void => {
		isTold = true;
		onTests(tests);
	};
	const informer = startInformer({
		cluster,
		resource: configMaps,
		namespace,
		labelSelector: `${kindLabel}=${testsKind},${appNameLabel}=${name}`,
		signal: stopping.signal,
		onUpdate(_, configMap, previous) {
			if ((configMap ?? previous)?.metadata.name === testsName(name)) tell(parseTests(configMap));
		},
		onError: () => undefined,
	});
	informer.synced.then(
		() => isTold || onTests([]),
		() => undefined, // stopped before
	);
	return () => stopping.abort();
}
