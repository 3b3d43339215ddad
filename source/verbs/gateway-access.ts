import type {GatewayAccess} from '../inference/gateway-access.ts';
import {authoritiesIn} from '../kube/certificates.ts';
import type {Streams} from '../objects/streams.ts';
import {UsageError} from '../objects/usage-error.ts';
import {readInput} from './read-input.ts';

interface AccessFlags {
	readonly cacert: string | undefined;
	readonly insecure: boolean;
	readonly tokenFile: string | undefined;
	readonly url: string | undefined;
}

/** Both hold less; keeps a wrong file from being read to its end. */
const mostBytes = 2 ** 20;

/**
 * How the gateway is trusted, and the token for it, from `--cacert`, `--insecure` and `--token-file`. Rejects with an Error that names a
 * file that cannot be used, and never tells what is in the token's; with a UsageError for flags that do not go together.
 */
export async function readAccess(
	{cacert, insecure, tokenFile, url}: AccessFlags,
	streams: Pick<Streams, 'stdin'>,
	headers: Readonly<Record<string, string>> = {},
): Promise<GatewayAccess> {
	const trust = cacert === undefined ? (insecure ? '--insecure' : undefined) : '--cacert';
	if (trust !== undefined && !/^https:/i.test(url ?? '')) {
		throw new UsageError(`${trust} is for a gateway with TLS: give its address with --url https://…`);
	}

	if (cacert !== undefined && insecure) throw new UsageError('--cacert and --insecure exclude each other');
	if (tokenFile !== undefined && headers['authorization'] !== undefined) {
		throw new UsageError('--token-file and an authorization header exclude each other');
	}

	return {
		isUnchecked: insecure,
		authorities: cacert === undefined ? undefined : authoritiesIn(await readFile(cacert, streams), cacert).join('\n'),
		token: tokenFile === undefined ? undefined : await readToken(tokenFile, streams),
	};
}

async function readToken(file: string, streams: Pick<Streams, 'stdin'>): Promise<string> {
	const token = (await readFile(file, streams)).trim();
	// RFC 6750, 2.1
	if (/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) return token;
	throw new Error(`${file} holds no bearer token: it must be one word of letters, digits and -._~+/`);
}

async function readFile(file: string, streams: Pick<Streams, 'stdin'>): Promise<string> {
	if (file === '-') throw new UsageError('certificates and tokens are read from files only, not from stdin');
	return readInput(file, streams, mostBytes);
}
