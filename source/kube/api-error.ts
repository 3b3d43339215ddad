import {ApiError} from '../objects/cluster.ts';
import {isRecord, stringAt} from '../objects/object.ts';
import {apiVersionOf, type Resource} from '../objects/resource.ts';
import {NotReached} from './connection-error.ts';

/** What has to be installed for the kinds of an API group to exist. */
const providers: Readonly<Record<string, string>> = {
	'serving.kserve.io': 'KServe',
	'networking.istio.io': 'Istio',
	'gateway.networking.k8s.io': 'the Gateway API',
	'serving.knative.dev': 'Knative',
};

const reasons: Readonly<Record<number, string>> = {
	400: 'BadRequest',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'NotFound',
	409: 'Conflict',
	410: 'Expired',
	422: 'Invalid',
	429: 'TooManyRequests',
	500: 'InternalError',
	503: 'ServiceUnavailable',
	504: 'Timeout',
};

/**
 * The error in an answer that is not 2xx. A 404 that is about no object (a page, or a Status without a name) means that the
 * API server does not serve the resource: ResourceMissing. Proxies and broken servers answer with anything; of that, only a
 * short text is quoted.
 */
export function apiError(code: number, body: string, resource: Resource): ApiError {
	const status = parseStatus(body);
	if (status !== undefined) {
		if (code === 404 && stringAt(status, 'details', 'name') === undefined) return resourceMissing(resource);
		return statusError(status, code);
	}

	if (code === 404) return resourceMissing(resource);
	const reason = reasons[code] ?? '';
	const text = body.trim();
	const isQuotable = text !== '' && text.length <= 200 && !text.includes('<') && !text.includes('\n');
	const words = isQuotable ? text : `the server answered with HTTP ${code} ${reason}`.trimEnd();
	return new ApiError(code, reason, words, isOfGateway(code) ? {cause: new NotReached(words)} : {});
}

/** Whether an error that is no Status comes from a load balancer that does not reach the API server (RFC 9110, 15.6). */
export function isOfGateway(code: number): boolean {
	return code >= 502 && code <= 504;
}

/** The error that a `Status` object describes, as answered or sent as the ERROR event of a watch. */
export function statusError(status: unknown, fallbackCode: number): ApiError {
	const code = isRecord(status) && typeof status['code'] === 'number' ? status['code'] : fallbackCode;
	const reason = stringAt(status, 'reason') || reasons[code] || '';
	return new ApiError(
		code,
		reason,
		stringAt(status, 'message') || `the server answered with ${code} ${reason}`.trimEnd(),
	);
}

function parseStatus(body: string): unknown {
	try {
		const parsed: unknown = JSON.parse(body);
		return stringAt(parsed, 'kind') === 'Status' ? parsed : undefined;
	} catch {
		return undefined;
	}
}

function resourceMissing(resource: Resource): ApiError {
	const provider = providers[resource.group];
	const question = provider === undefined ? '' : `: is ${provider} installed?`;
	return new ApiError(
		404,
		'ResourceMissing',
		`the server has no ${resource.kind} (${apiVersionOf(resource)})${question}`,
	);
}
