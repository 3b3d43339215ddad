import {anything, duration, flag, list, mapping, number, object, text, unfollowed, whole, type Field} from './field.ts';

const stringMatch = object({exact: text, prefix: text, regex: text});
const percentage = object({value: number});
const operations = object({set: mapping(text), add: mapping(text), remove: list(text)});
const headers = object({request: operations, response: operations});
const port = object({number: whole});

/** A destination of copies, whose subset makes no difference to the answer. */
const copied = object({host: text, subset: text, port});
/** A DestinationRule, which is not read, says what a subset is. */
const destination = object({host: text, subset: unfollowed(text), port});

/** A clause (Istio HTTPMatchRequest). */
export const clauseField: Field = object({
	name: text,
	uri: stringMatch,
	ignoreUriCase: flag,
	scheme: stringMatch,
	method: stringMatch,
	authority: stringMatch,
	headers: mapping(stringMatch),
	withoutHeaders: mapping(stringMatch),
	queryParams: mapping(stringMatch),
	port: whole,
	gateways: list(text),
	sourceLabels: unfollowed(mapping(text)),
	sourceNamespace: unfollowed(text),
	statPrefix: text,
});

/** A destination of a rule with its weight (Istio HTTPRouteDestination). */
export const destinationField: Field = object({destination, weight: whole, headers});

const ruleFields = {
	name: text,
	redirect: object({
		uri: text,
		prefixRewrite: text,
		authority: text,
		port: whole,
		derivePort: text,
		scheme: text,
		redirectCode: whole,
	}),
	directResponse: object({status: whole, body: object({string: text, bytes: text})}),
	delegate: unfollowed(object({name: text, namespace: text})),
	rewrite: object({uri: text, authority: text, uriRegexRewrite: object({match: text, rewrite: text})}),
	timeout: duration,
	retries: object({
		attempts: whole,
		perTryTimeout: duration,
		retryOn: text,
		retryRemoteLocalities: flag,
		retryIgnorePreviousHosts: flag,
		backoff: duration,
	}),
	fault: object({
		abort: object({percentage, httpStatus: whole, grpcStatus: unfollowed(text), http2Error: unfollowed(text)}),
		delay: object({percentage, percent: whole, fixedDelay: duration, exponentialDelay: unfollowed(duration)}),
	}),
	mirror: copied,
	mirrorPercent: whole,
	mirror_percent: unfollowed(whole),
	mirrorPercentage: percentage,
	mirrors: list(object({destination: copied, percentage})),
	// answers preflight requests only, and Istio's Envoy has its filter for them where it says so
	corsPolicy: object({
		allowOrigin: list(text),
		allowOrigins: list(stringMatch),
		allowMethods: list(text),
		allowHeaders: list(text),
		exposeHeaders: list(text),
		maxAge: duration,
		allowCredentials: flag,
		unmatchedPreflights: text,
	}),
	headers,
};

/** A rule but for its clauses and destinations, which have doubts of their own (Istio HTTPRoute). */
export const ruleField: Field = object({...ruleFields, match: anything, route: anything});

/** What a VirtualService says besides its rules. */
export const virtualServiceField: Field = object({
	hosts: list(text),
	gateways: list(text),
	http: anything,
	tls: unfollowed(list(anything)),
	tcp: unfollowed(list(anything)),
	exportTo: unfollowed(list(text)),
});

/** All of it. */
export const wholeVirtualServiceField: Field = object({
	hosts: list(text),
	gateways: list(text),
	http: list(object({...ruleFields, match: list(clauseField), route: list(destinationField)})),
	tls: list(anything),
	tcp: list(anything),
	exportTo: list(text),
});
