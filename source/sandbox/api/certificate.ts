import {generateKeyPairSync, randomBytes, sign} from 'node:crypto';

interface Certificate {
	/** PEM. */
	readonly cert: string;
	/** PEM, PKCS #8. */
	readonly key: string;
}

const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const commonName = '2.5.4.3';
const extensions = {basicConstraints: '2.5.29.19', subjectAltName: '2.5.29.17'};

/**
 * A certificate that a server on loopback signs for itself, valid for a year before and after a time (RFC 5280). kubectl
 * sends a token over TLS only, and Node makes keys but no certificates.
 */
export function loopbackCertificate(now: Date): Certificate {
	const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const algorithm = sequence(objectId(ecdsaWithSha256));
	const name = sequence(set(sequence(objectId(commonName), text('kubectl-iter8 sandbox'))));
	const year = 365 * 24 * 3600 * 1000;
	const validity = sequence(time(new Date(now.getTime() - year)), time(new Date(now.getTime() + year)));
	// a positive number: the first bit is 0, and the first byte is not
	const serial = Buffer.concat([Buffer.of(0x40), randomBytes(15)]);
	const addresses = sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.of(127, 0, 0, 1)));
	const body = sequence(
		tagged(0xa0, integer(Buffer.of(2))),
		integer(serial),
		algorithm,
		name,
		validity,
		name,
		publicKey.export({type: 'spki', format: 'der'}),
		tagged(
			0xa3,
			sequence(
				sequence(
					objectId(extensions.basicConstraints),
					tagged(0x01, Buffer.of(255)),
					octets(sequence(tagged(0x01, Buffer.of(255)))),
				),
				sequence(objectId(extensions.subjectAltName), octets(addresses)),
			),
		),
	);
	const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]));
	return {
		cert: pem('CERTIFICATE', sequence(body, algorithm, signature)),
		key: privateKey.export({type: 'pkcs8', format: 'pem'}).toString(),
	};
}

/** One value in DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
	const {length} = content;
	const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
	return tagged(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
	return tagged(0x31, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
	return tagged(0x02, bytes);
}

function octets(content: Buffer): Buffer {
	return tagged(0x04, content);
}

function text(value: string): Buffer {
	return tagged(0x0c, Buffer.from(value));
}

/** UTCTime, good until 2049. */
function time(date: Date): Buffer {
	return tagged(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));
}

function objectId(dotted: string): Buffer {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
	return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
	const bytes = [value & 127];
	for (let high = value >> 7; high > 0; high >>= 7) bytes.unshift((high & 127) | 128);
	return bytes;
}

function pem(label: string, der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
