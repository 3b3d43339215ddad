import type {Cluster} from '../objects/cluster.ts';

/** A watch that has not failed for this many milliseconds counts as open: an open one is silent until something changes. */
const openAfterMs = 2000;

/** The cluster, with word of each list and watch that it answers. */
export function withAnswerNotice(cluster: Cluster, onAnswer: () => void): Cluster {
	return {
		...cluster,
		async list(...request) {
			const answer = await cluster.list(...request);
			onAnswer();
			return answer;
		},
		async *watch(...request) {
			const timer = setTimeout(onAnswer, openAfterMs);
			try {
				for await (const event of cluster.watch(...request)) {
					onAnswer();
					yield event;
				}
			} finally {
				clearTimeout(timer);
			}
		},
	};
}

/** The cluster as it looks to who asks for what meets a field selector only: informers know none. */
export function withFieldSelector(cluster: Cluster, fieldSelector: string): Cluster {
	return {
		...cluster,
		list: (resource, namespace, options) => cluster.list(resource, namespace, {...options, fieldSelector}),
		watch: (resource, namespace, options) => cluster.watch(resource, namespace, {...options, fieldSelector}),
	};
}
