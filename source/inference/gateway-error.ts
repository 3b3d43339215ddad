import {TooLarge} from '../objects/bounded.ts';
import {ApiError, ConnectionError} from '../objects/cluster.ts';

const lost = new Set([
	'ECONNRESET',
	'EPIPE',
	'ECONNABORTED',
	'UND_ERR_SOCKET',
	'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
	'UND_ERR_DESTROYED',
]);

/** Codes of OpenSSL and of Node for a certificate that is not believed. */
const untrusted = /CERT|^UNABLE_TO_(VERIFY|GET_ISSUER)/;

/**
 * Says why there was no answer from a gateway. Errors of the API server pass through unchanged: it carries the connection when
 * a port is forwarded.
 */
export function gatewayError(error: unknown, gateway: string): Error {
	if (error instanceof ApiError || error instanceof ConnectionError || error instanceof TooLarge) return error;
	return new Error(words(error, gateway), {cause: error});
}

function words(error: unknown, gateway: string): string {
	const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
	if (code === 'ECONNREFUSED') return `${gateway} refuses connections: is it the right address, and does it run?`;
	if (code === 'ENOTFOUND') return `${gateway} is unknown: there is no host of that name`;
	if (lost.has(code)) return `${gateway} closed the connection before it had answered`;
	if (untrusted.test(code)) return `the certificate of ${gateway} is not trusted: ${(error as Error).message}`;
	if (isNoHttp(error, code) || code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') {
		return `${gateway} does not speak the protocol of its URL`;
	}

	const reason = error instanceof Error && error.message !== '' ? error.message : code || String(error);
	return `the request to ${gateway} failed: ${reason}`;
}

/**
 * What the HTTP client cannot read: its errors of that class, which is loaded later than this, and its assertions, as of a status
 * below 100.
 */
function isNoHttp(error: unknown, code: string): boolean {
	return error instanceof Error && (error.name === 'HTTPParserError' || code === 'ERR_ASSERTION');
}
