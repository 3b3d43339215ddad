import type {Answer, GatewayRequest} from './gateway.ts';

/** An inference request as it goes through a gateway; see `Endpoint` for host and path. */
export type InferenceRequest = Omit<GatewayRequest, 'method' | 'body'> & {
	readonly body: string | Uint8Array;
};

/** The request as JSON by POST. Headers that are given win, Host included. */
export function inferenceRequest({headers, host, ...rest}: InferenceRequest): GatewayRequest {
	return {
		...rest,
		method: 'POST',
		host: headers['host'] ?? host,
		headers: {'content-type': 'application/json', accept: 'application/json', ...headers},
	};
}

export function isSuccess({status, failure}: Pick<Answer, 'status' | 'failure'>): boolean {
	return status >= 200 && status < 300 && failure === undefined;
}

/** What is wrong with an answer that is no success, in words. */
export function refusal({status, version, body, failure}: Answer, host: string): string {
	if (failure !== undefined) {
		return `${version ?? 'the gateway'} answered with HTTP ${status}, but the answer ${failure}`;
	}

	if (status === 404 && version === undefined && body === '') {
		return `the gateway has no route for host ${host} (HTTP 404): does the daemon run (kubectl iter8 watch)?`;
	}

	const said = body.trim().replaceAll(/\s+/g, ' ');
	const excerpt = said.length > 300 ? `${said.slice(0, 300)}…` : said;
	return `${version ?? 'the gateway'} answered with HTTP ${status}${excerpt === '' ? '' : `: ${excerpt}`}`;
}
