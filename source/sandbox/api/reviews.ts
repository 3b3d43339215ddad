import {isRecord} from '../../objects/object.ts';
import type {Answer} from './answer.ts';
import {invalidReview, invalidValue, StatusError} from './status-error.ts';
import type {User} from './user.ts';

type Review = (spec: Readonly<Record<string, unknown>>, user: User) => Readonly<Record<string, unknown>>;

const everything = {verbs: ['*'], apiGroups: ['*'], resources: ['*']};

/** Questions that are answered and not stored ("Authorization", self subject reviews), by group and kind. */
const reviews: Readonly<Record<string, Readonly<Record<string, Review>>>> = {
	'authorization.k8s.io': {
		SelfSubjectAccessReview: (_spec, {isAdmin}) => ({allowed: isAdmin}),
		SelfSubjectRulesReview: (_spec, {isAdmin}) => ({
			resourceRules: isAdmin ? [everything] : [],
			nonResourceRules: isAdmin ? [{verbs: ['*'], nonResourceURLs: ['*']}] : [],
			incomplete: false,
		}),
	},
	'authentication.k8s.io': {
		SelfSubjectReview: (_spec, {name, groups}) => ({userInfo: {username: name, groups}}),
	},
};

/** The groups of reviews, each in version v1. */
export const reviewGroups: ReadonlyMap<string, readonly string[]> = new Map(
	Object.keys(reviews).map(group => [group, ['v1']]),
);

/** The reviews of a group as discovery tells of them. */
export function reviewsOf(group: string): readonly {
	readonly name: string;
	readonly singularName: string;
	readonly namespaced: boolean;
	readonly kind: string;
	readonly verbs: readonly string[];
}[] {
	return Object.keys(reviews[group] ?? {}).map(kind => ({
		name: `${kind.toLowerCase()}s`,
		singularName: kind.toLowerCase(),
		namespaced: false,
		kind,
		verbs: ['create'],
	}));
}

/** The kind of review that a path asks for, with its group; undefined when it is no such path. */
export function reviewAt(path: string): readonly [group: string, kind: string] | undefined {
	const [, group = '', plural = ''] = /^\/apis\/([^/]+)\/v1\/([^/]+)$/.exec(path) ?? [];
	const kind = reviewsOf(group).find(({name}) => name === plural)?.kind;
	return kind === undefined ? undefined : [group, kind];
}

/** Answers a review. Only a user can ask what a user may do. */
export function review(
	[group, kind]: readonly [group: string, kind: string],
	body: Readonly<Record<string, unknown>>,
	user: User,
): Answer {
	if (user.groups.includes('system:unauthenticated')) {
		const plural = `${kind.toLowerCase()}s`;
		throw new StatusError(
			403,
			'Forbidden',
			`${plural}.${group} is forbidden: User "${user.name}" cannot create resource "${plural}" in API group "${group}" at the cluster scope`,
			{group, kind: plural},
		);
	}

	const spec = isRecord(body['spec']) ? body['spec'] : {};
	const isEither = 'resourceAttributes' in spec !== 'nonResourceAttributes' in spec;
	if (kind === 'SelfSubjectAccessReview' && !isEither) {
		const words = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
		throw invalidReview(group, [invalidValue('spec.resourceAttributes', null, words)]);
	}

	const status = reviews[group]?.[kind]?.(spec, user);
	const asked = Object.keys(spec).length > 0 ? {spec} : {};
	return {code: 201, value: {kind, apiVersion: `${group}/v1`, metadata: {}, ...asked, status}};
}
