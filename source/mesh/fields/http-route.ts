import {anything, list, object, text, unfollowed, whole, type Field} from './field.ts';

const values = list(object({name: text, value: text}));
const modifier = object({set: values, add: values, remove: list(text)});
const path = object({type: text, replaceFullPath: text, replacePrefixMatch: text});
const reference = {group: text, kind: text, name: text, namespace: text, port: whole};
const comparisons = list(object({type: text, name: text, value: text}));

/** Filters of a rule or a backend (Gateway API, HTTPRouteFilter). */
const filters = list(
	object({
		type: text,
		requestHeaderModifier: modifier,
		responseHeaderModifier: modifier,
		requestMirror: object({
			backendRef: object(reference),
			percent: whole,
			fraction: object({numerator: whole, denominator: whole}),
		}),
		requestRedirect: object({scheme: text, hostname: text, path, port: whole, statusCode: whole}),
		urlRewrite: object({hostname: text, path}),
		extensionRef: unfollowed(object({group: text, kind: text, name: text})),
		cors: unfollowed(anything),
		externalAuth: unfollowed(anything),
	}),
);

/** A clause (Gateway API, HTTPRouteMatch). */
export const matchField: Field = object({
	path: object({type: text, value: text}),
	headers: comparisons,
	queryParams: comparisons,
	method: text,
});

/** A destination of a rule (Gateway API, HTTPBackendRef). */
export const backendField: Field = object({...reference, weight: whole, filters});

const ruleFields = {
	name: text,
	filters,
	timeouts: object({request: text, backendRequest: text}),
	retry: object({codes: list(whole), attempts: whole, backoff: text}),
	sessionPersistence: unfollowed(anything),
};

/** A rule but for its clauses and backends, which have doubts of their own (Gateway API, HTTPRouteRule). */
export const apiRuleField: Field = object({...ruleFields, matches: anything, backendRefs: anything});

const parents = list(object({...reference, sectionName: text}));

/** What an HTTPRoute says besides its rules. */
export const httpRouteField: Field = object({
	parentRefs: parents,
	hostnames: list(text),
	rules: anything,
	useDefaultGateways: unfollowed(text),
});

/** All of it. */
export const wholeHttpRouteField: Field = object({
	parentRefs: parents,
	hostnames: list(text),
	rules: list(object({...ruleFields, matches: list(matchField), backendRefs: list(backendField)})),
	useDefaultGateways: text,
});
