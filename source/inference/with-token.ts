import type {Gateway} from './gateway.ts';

/** A gateway that each request goes to with the token, if there is one; an `authorization` that a request has itself wins. */
export function withToken(gateway: Gateway, token: string | undefined): Gateway {
	if (token === undefined) return gateway;
	return {
		send: async request => gateway.send({...request, headers: {authorization: `Bearer ${token}`, ...request.headers}}),
		close: () => gateway.close(),
	};
}
