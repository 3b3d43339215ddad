import {hasReason, type Cluster} from '../objects/cluster.ts';
import {fieldAt} from '../objects/object.ts';
import {apiVersionOf, type Resource} from '../objects/resource.ts';
import {type Access, describeAccess} from '../ownership/access.ts';

const reviews: Resource = {
	group: 'authorization.k8s.io',
	version: 'v1',
	plural: 'selfsubjectaccessreviews',
	kind: 'SelfSubjectAccessReview',
	namespaced: false,
};

/**
 * Which of these the user may not do, each with a sentence without a full stop: `you may not patch
 * virtualservices.networking.istio.io in namespace models`. All are asked at once, the same only once. A user who may not even
 * ask counts as allowed everything: the server says no in time.
 */
export async function denied(
	cluster: Cluster,
	accesses: readonly Access[],
	signal: AbortSignal,
): Promise<ReadonlyMap<Access, string>> {
	const asked = new Map<string, Promise<boolean>>();
	const answers = await Promise.all(
		accesses.map(async access => {
			const sentence = describeAccess(access);
			const answer = asked.get(sentence) ?? isAllowed(cluster, access, signal);
			asked.set(sentence, answer);
			return [access, `you may not ${sentence}`, await answer] as const;
		}),
	);
	return new Map(answers.flatMap(([access, sentence, allowed]) => (allowed ? [] : [[access, sentence] as const])));
}

async function isAllowed(cluster: Cluster, access: Access, signal: AbortSignal): Promise<boolean> {
	const {verb, resource, namespace, subresource} = access;
	const {group, version, plural} = resource;
	const resourceAttributes = {verb, group, version, resource: plural, namespace, subresource};
	const review = {
		apiVersion: apiVersionOf(reviews),
		kind: reviews.kind,
		metadata: {name: ''},
		spec: {resourceAttributes},
	};
	try {
		return fieldAt(await cluster.create(reviews, review, {signal}), 'status', 'allowed') === true;
	} catch (error) {
		if (hasReason(error, 'Forbidden') || hasReason(error, 'ResourceMissing')) return true;
		throw error;
	}
}
