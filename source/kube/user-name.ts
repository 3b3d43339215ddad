import {hasReason, type Cluster} from '../objects/cluster.ts';
import {stringAt} from '../objects/object.ts';
import {apiVersionOf, type Resource} from '../objects/resource.ts';

const reviews: Resource = {
	group: 'authentication.k8s.io',
	version: 'v1',
	plural: 'selfsubjectreviews',
	kind: 'SelfSubjectReview',
	namespaced: false,
};

/** What the API server calls the user (SelfSubjectReview, Kubernetes 1.28); `unknown` where it does not tell. */
export async function userName(cluster: Cluster, signal: AbortSignal): Promise<string> {
	const review = {apiVersion: apiVersionOf(reviews), kind: reviews.kind, metadata: {name: ''}};
	try {
		return stringAt(await cluster.create(reviews, review, {signal}), 'status', 'userInfo', 'username') ?? 'unknown';
	} catch (error) {
		if (hasReason(error, 'Forbidden') || hasReason(error, 'ResourceMissing')) return 'unknown';
		throw error;
	}
}
