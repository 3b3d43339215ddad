import {TooLarge} from '../objects/bounded.ts';
import {ApiError, ConnectionError} from '../objects/cluster.ts';
import {stringAt} from '../objects/object.ts';

/** A request that was given up because no answer came in time. */
export class NoAnswer extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'NoAnswer';
	}
}

/**
 * A stream over which nothing has come for longer than a server's bookmarks are apart. It need not be away: of a resource that has
 * not changed since the watch began kube-apiserver sends no bookmark either (`cacheWatcher`, "only send events newer than
 * resourceVersion"). The next request tells.
 */
export class Silence extends NoAnswer {
	constructor(message: string) {
		super(message);
		this.name = 'Silence';
	}
}

/** Whether a stream was given up because nothing came. */
export function isSilence(error: unknown): boolean {
	return error instanceof ConnectionError && error.cause instanceof Silence;
}

export function noAnswerWithin(ms: number): NoAnswer {
	return new NoAnswer(`no answer within ${ms / 1000} s`);
}

/** What stands between, a proxy or a load balancer, could not reach the server, or broke off. */
export class NotReached extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'NotReached';
	}
}

const unknownAuthority = new Set([
	'CERT_SIGNATURE_FAILURE',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const lost = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

const away = new Set([
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTDOWN',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETUNREACH',
	'ENOTFOUND',
	'ETIMEDOUT',
]);

/**
 * Whether the network or the server was away, which a later try may find over: not a certificate, nor an answer that is too long.
 */
export function isOutage(error: unknown): boolean {
	if (!(error instanceof ConnectionError || error instanceof ApiError)) return false;
	// A proxy's error stands between.
	for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
		const {code = ''} = cause as NodeJS.ErrnoException;
		if (cause instanceof NoAnswer || cause instanceof NotReached || lost.has(code) || away.has(code)) return true;
	}

	return false;
}

/** What a server answers in the handshake, or right after it, to a client certificate that it does not take. */
const certificateAlert =
	/^ERR_SSL_(?:SSLV3|TLSV1|TLSV13)_ALERT_(?:CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|CERTIFICATE_UNKNOWN|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** Whether an error says that the server did not take our certificate. */
export function refusesCertificate(error: unknown): boolean {
	const cause = error instanceof ConnectionError ? error.cause : undefined;
	return certificateAlert.test((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** Whether an error says that the server's certificate is of an authority that the connection does not trust. */
export function isOfUnknownAuthority(error: unknown): boolean {
	const cause = error instanceof ConnectionError ? error.cause : undefined;
	return unknownAuthority.has((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

function alertOf(code: string): string {
	return code
		.replace(/^.*_ALERT_/, '')
		.toLowerCase()
		.replaceAll('_', ' ');
}

/** Says why there was no answer from the API server, in kubectl's words where it has some. */
export function connectionError(cause: unknown, server: string): ConnectionError {
	const {host, hostname} = new URL(server);
	return new ConnectionError(words(cause, host, hostname), {cause});
}

function words(cause: unknown, host: string, hostname: string): string {
	if (cause instanceof TooLarge) return cause.message;
	const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
	if (code === 'ECONNREFUSED') {
		return `The connection to the server ${host} was refused - did you specify the right host or port?`;
	}

	if (lost.has(code)) return `The connection to the server ${host} was lost`;
	return `Unable to connect to the server: ${reason(cause, code, host, hostname)}`;
}

function reason(cause: unknown, code: string, host: string, hostname: string): string {
	if (cause instanceof NoAnswer) return cause.message;
	if (code === 'ETIMEDOUT') return `dial tcp ${host}: i/o timeout`;
	if (code === 'ENOTFOUND') return `lookup ${hostname}: no such host`;
	if (code === 'EAI_AGAIN') return `lookup ${hostname}: the name server does not answer`;
	if (unknownAuthority.has(code)) return 'x509: certificate signed by unknown authority';
	if (code === 'CERT_HAS_EXPIRED') return 'x509: certificate has expired';
	if (code === 'CERT_NOT_YET_VALID') return 'x509: certificate is not yet valid';
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
		const names = (stringAt(fields(cause), 'cert', 'subjectaltname') ?? 'no name').replaceAll(/DNS:|IP Address:/g, '');
		return `x509: certificate is valid for ${names}, not ${stringAt(fields(cause), 'host') ?? hostname}`;
	}

	if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') return `${host} does not speak TLS`;
	if (code.startsWith('Z_')) return `${host} sent a zipped answer that is broken`;
	if (certificateAlert.test(code)) return `${host} does not take the client certificate (${alertOf(code)})`;
	if (code.startsWith('ERR_SSL_'))
		return `the TLS handshake with ${host} failed (${code.replace('ERR_SSL_', '').toLowerCase().replaceAll('_', ' ')})`;
	return cause instanceof Error && cause.message !== '' ? withoutOpenssl(cause.message) : code || 'unknown error';
}

/** `error:0480006C:PEM routines::no start line` says nothing to most but by its end. */
function withoutOpenssl(message: string): string {
	return message.replace(/^.*\berror:[\dA-F]{8}:(?:[^:]*:)*\s*/s, '');
}

function fields(error: unknown): unknown {
	return typeof error === 'object' && error !== null ? {...error} : undefined;
}
