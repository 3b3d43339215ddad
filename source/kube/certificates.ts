import {createPrivateKey, X509Certificate} from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import type {Identity, Origin} from './identity.ts';

/** Whom a connection trusts. */
interface Trust {
	/** Without it, whom Node and this machine trust. */
	readonly ca?: Buffer;
	/** Where that comes from, for errors. */
	readonly caOrigin?: string | undefined;
	readonly insecure: boolean;
}

/**
 * The authorities and the client certificate of a connection, parsed. Throws an Error that names field and file, and tells in
 * words what OpenSSL would in codes.
 */
export function secureContextOf(
	{ca, caOrigin = 'the authority', insecure}: Trust,
	identity: Identity,
): tls.SecureContext {
	const {certificate, key, origin} = identity;
	if (certificate !== undefined && key !== undefined && origin !== undefined) {
		checkPair(String(certificate), String(key), origin);
	}

	return tls.createSecureContext({
		...(!insecure && {ca: ca === undefined ? knownAuthorities() : authoritiesIn(ca.toString(), caOrigin)}),
		...(certificate !== undefined && {cert: certificate}),
		...(key !== undefined && {key}),
	});
}

/** What the name of a server is, and whose certificate is expected of it. */
interface ExpectedName {
	readonly servername: string;
	readonly checkServerIdentity: typeof tls.checkServerIdentity;
}

/**
 * Options of TLS for a server of this name, or of this address as it stands in a URL. Only a name is told to the server, and without
 * a dot at its end (RFC 6066, 3): Go's TLS refuses others, and Node warns on stderr.
 */
export function expectedName(host: string): ExpectedName {
	const name = host.replace(/^\[|\]$/g, '');
	return {
		servername: net.isIP(name) === 0 ? name.replace(/\.$/, '') : '',
		checkServerIdentity: (_, certificate) => tls.checkServerIdentity(name, certificate),
	};
}

/** The authorities that Node and this machine trust. */
export function knownAuthorities(): string[] {
	return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}

/**
 * What the client certificate's end says, once it has come; undefined before. The server's clock decides, so nothing is refused for
 * it.
 */
export function expiryOf({certificate, origin}: Identity): string | undefined {
	if (certificate === undefined || origin === undefined) return undefined;
	const [leaf] = certificatesIn(String(certificate)).flatMap(parsed);
	return leaf !== undefined && leaf.validToDate.getTime() < Date.now()
		? `${origin.owner}: ${origin.certificate} has expired at ${leaf.validToDate.toISOString()}: get a new one`
		: undefined;
}

/** Of several, those that can be read, as with Go. */
export function authoritiesIn(text: string, origin: string): string[] {
	const found = certificatesIn(text);
	const readable = found.filter(pem => parsed(pem).length > 0);
	if (readable.length > 0) return readable;
	throw new Error(`${origin} ${found.length > 0 ? 'holds a broken certificate' : withoutCertificate(text)}`);
}

function checkPair(certificate: string, key: string, origin: Origin): void {
	const certificatePlace = `${origin.owner}: ${origin.certificate}`;
	const keyPlace = `${origin.owner}: ${origin.key}`;
	const found = certificatesIn(certificate);
	if (found.length === 0) throw new Error(`${certificatePlace} ${withoutCertificate(certificate)}`);
	const [leaf] = found.slice(0, 1).flatMap(parsed);
	if (leaf === undefined) throw new Error(`${certificatePlace} holds a broken certificate`);
	const isEncrypted = /^(?:-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED)/m.test(key);
	if (isEncrypted) throw new Error(`${keyPlace} is encrypted, and nobody can be asked for its password: decrypt it`);
	if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
		throw new Error(`${keyPlace} ${key.trim() === '' ? 'is empty' : 'holds no private key in PEM form'}`);
	if (!leaf.checkPrivateKey(privateKey(key, keyPlace)))
		throw new Error(`${keyPlace} is not the key of ${origin.certificate}`);
}

function privateKey(key: string, origin: string) {
	try {
		return createPrivateKey(key);
	} catch {
		throw new Error(`${origin} holds a broken private key`);
	}
}

function certificatesIn(text: string): string[] {
	return text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}

function parsed(pem: string): X509Certificate[] {
	try {
		return [new X509Certificate(pem)];
	} catch {
		return [];
	}
}

function withoutCertificate(text: string): string {
	if (text.trim() === '') return 'is empty';
	return text.includes('-----BEGIN ') && !text.includes('-----BEGIN CERTIFICATE-----')
		? 'holds something else than a certificate'
		: 'holds no certificate in PEM form';
}
