import type {Cluster} from '../objects/cluster.ts';
import {inferenceServices} from '../objects/resource.ts';
import {takeOverCommand} from '../ownership/take-over.ts';

/**
 * What to say where there are no apps: that there are models, and how to make one of them an app. Undefined where there are none,
 * or where they may not be seen.
 */
export async function modelsWithoutApp(
	cluster: Cluster,
	namespace: string | undefined,
	signal: AbortSignal,
): Promise<string | undefined> {
	const models = await cluster.list(inferenceServices, namespace, {signal}).then(
		({items}) => items,
		() => [],
	);
	const [first] = models;
	if (!first) return undefined;
	const count = models.length === 1 ? '1 InferenceService there has' : `${models.length} InferenceServices there have`;
	return `${count} no routing by Iter8: "${takeOverCommand(first)}" takes ${first.metadata.name} over as the first version of an app`;
}
