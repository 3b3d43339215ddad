import {createPrivateKey, X509Certificate} from 'node:crypto';
import {expect, test} from 'vitest';
import {loopbackCertificate} from '../../../source/sandbox/api/certificate.ts';

test('the certificate is its own authority, for loopback, around the given time', () => {
	const {cert, key} = loopbackCertificate(new Date('2026-11-25T00:00:00Z'));
	const read = new X509Certificate(cert);
	expect(read.verify(read.publicKey)).toBe(true);
	expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
	expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
	expect(read.checkHost('localhost')).toBe('localhost');
	expect(read.ca).toBe(true);
	expect(read.subject).toBe('CN=kubectl-iter8 sandbox');
	expect([read.validFrom, read.validTo]).toEqual(['Nov 25 00:00:00 2025 GMT', 'Nov 25 00:00:00 2027 GMT']);
});

test('two certificates are two', () => {
	const [a, b] = [loopbackCertificate(new Date()), loopbackCertificate(new Date())].map(
		({cert}) => new X509Certificate(cert),
	);
	expect(a?.serialNumber).not.toBe(b?.serialNumber);
	expect(b && a?.verify(b.publicKey)).toBe(false);
});
