import type http from 'node:http';
import https from 'node:https';
import {boundedText} from '../objects/bounded.ts';
import {fieldAt, isRecord, stringAt} from '../objects/object.ts';
import {userInfoOf} from '../objects/user-info.ts';
import {expectedName, knownAuthorities} from './certificates.ts';
import {fileOrBase64} from './credential-file.ts';
import {bearer, type Credentials} from './identity.ts';
import {textField, type Entry} from './kubeconfig.ts';
import {plainHttp} from './plain-http.ts';
import {proxyFor} from './proxy.ts';
import {sharedCall} from './shared-call.ts';
import {tunnelAgent} from './tunnel-agent.ts';

/** A token that ends within this many milliseconds is renewed, as with client-go. */
const leeway = 10_000;
const longestAnswer = 30_000;
const mostAnswerBytes = 2 ** 20;

/**
 * Credentials of the auth-provider `oidc`: the ID token, and when that has expired a new one for the refresh token ("OpenID Connect
 * Core 1.0", 12). Nothing is written back to the kubeconfig. `owner` names the user in errors.
 */
export function oidcCredentials(provider: Entry, owner: string): Credentials {
	const what = `${owner}: auth-provider oidc`;
	const config = isRecord(provider['config']) ? provider['config'] : {};
	let idToken = textField(config, 'id-token', what);
	let refreshToken = textField(config, 'refresh-token', what);
	const refresh = sharedCall(async signal => {
		if (refreshToken === undefined)
			throw new Error(`${what}: the token has expired and cannot be renewed: log in again`);
		const tokens = await renewed(config, refreshToken, what, signal);
		idToken = tokens.idToken;
		refreshToken = tokens.refreshToken ?? refreshToken;
		return idToken;
	});
	return {
		async identity(signal) {
			const token = idToken !== undefined && endOf(idToken) > Date.now() + leeway ? idToken : await refresh(signal);
			return {headers: bearer(token, `${what}: id-token`)};
		},
		renew: () => false,
	};
}

/** When a JSON Web Token ends, in milliseconds since the epoch; 0 when it does not say. */
function endOf(token: string): number {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
		const end = fieldAt(claims, 'exp');
		return typeof end === 'number' ? end * 1000 : 0;
	} catch {
		return 0;
	}
}

interface Tokens {
	readonly idToken: string;
	readonly refreshToken: string | undefined;
}

async function renewed(config: Entry, refreshToken: string, what: string, signal: AbortSignal): Promise<Tokens> {
	const issuer = textField(config, 'idp-issuer-url', what);
	const client = textField(config, 'client-id', what);
	if (issuer === undefined || client === undefined) throw new Error(`${what} needs an idp-issuer-url and a client-id`);
	const authority = fileOrBase64(config, 'idp-certificate-authority', what)?.bytes.toString();
	const ask = (url: string, form?: URLSearchParams, headers = {}) =>
		send(url, {form, headers, authority, what, signal});

	const discovered = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
	const endpoint = stringAt(discovered, 'token_endpoint');
	if (endpoint === undefined) throw new Error(`${what}: ${hostOf(issuer)} names no token_endpoint`);
	const secret = textField(config, 'client-secret', what) ?? '';
	const basic = Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64');
	const form = new URLSearchParams({grant_type: 'refresh_token', refresh_token: refreshToken});
	const answer = await ask(endpoint, form, {Authorization: `Basic ${basic}`});
	const idToken = stringAt(answer, 'id_token');
	if (idToken === undefined) throw new Error(`${what}: ${hostOf(endpoint)} gave no id_token`);
	return {idToken, refreshToken: stringAt(answer, 'refresh_token')};
}

interface Question {
	/** POSTed; without it the request is a GET. */
	readonly form: URLSearchParams | undefined;
	readonly headers: Readonly<Record<string, string>>;
	readonly authority: string | undefined;
	readonly what: string;
	readonly signal: AbortSignal;
}

/** The JSON of an answer. Errors tell nothing of it, nor of the question. */
async function send(address: string, {form, headers, authority, what, signal}: Question): Promise<unknown> {
	const url = URL.parse(address);
	if (url === null || !/^https?:$/.test(url.protocol))
		throw new Error(`${what}: an address is neither https:// nor http://`);
	if (userInfoOf(url) === undefined)
		throw new Error(`${what}: the name and password in the URL of ${url.host} cannot be decoded`);
	const isSecure = url.protocol === 'https:';
	const trusted = {ca: authority === undefined ? knownAuthorities() : [authority], ...expectedName(url.hostname)};
	const proxyUrl = proxyFor(url, undefined, process.env);
	const trust = {ca: knownAuthorities, insecure: false};
	const request = (isSecure ? https : plainHttp()).request(url, {
		method: form === undefined ? 'GET' : 'POST',
		headers: {...headers, ...(form && {'Content-Type': 'application/x-www-form-urlencoded'})},
		signal: AbortSignal.any([signal, AbortSignal.timeout(longestAnswer)]),
		...(proxyUrl === undefined
			? isSecure && trusted
			: {agent: tunnelAgent(proxyUrl, isSecure ? trusted : {}, trust, isSecure)}),
	});
	try {
		const {promise, resolve, reject} = Promise.withResolvers<http.IncomingMessage>();
		// Node closes a connection that changes its protocol when nobody listens, and then neither answers nor fails.
		request.once('upgrade', (_answer, socket) => {
			socket.destroy();
			reject(new Error(`${url.host} changes to another protocol (HTTP 101): look at idp-issuer-url`));
		});
		request.on('response', resolve).on('error', reject).end(form?.toString());
		const answer = await promise;
		const text = await boundedText(answer, {
			mostBytes: mostAnswerBytes,
			what: `what ${url.host} answers`,
			remedy: 'look at idp-issuer-url',
		});
		if (answer.statusCode !== 200) throw new Error(`${url.host} answers with HTTP ${answer.statusCode}: log in again`);
		return jsonOf(text, url.host);
	} catch (error) {
		signal.throwIfAborted();
		const {name, message} = error as Error;
		const isLate = name === 'AbortError' || name === 'TimeoutError';
		throw new Error(`${what}: ${isLate ? `no answer of ${url.host}` : message}`, {cause: error});
	}
}

function jsonOf(text: string, host: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new Error(`${host} answers with something that is no JSON`);
	}
}

function hostOf(address: string): string {
	return URL.parse(address)?.host ?? 'the issuer';
}
