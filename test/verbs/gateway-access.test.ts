import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {UsageError} from '../../source/objects/usage-error.ts';
import {readAccess} from '../../source/verbs/gateway-access.ts';
import {certificate, certificatePath} from '../kube/api-server.ts';
import {makeFiles} from '../kube/surroundings.ts';

const none = {cacert: undefined, insecure: false, tokenFile: undefined, url: 'https://gateway'};
const streams = {stdin: new PassThrough()};
const fileWith = (text: string) => join(makeFiles({file: text}), 'file');

test('nothing is said of a gateway that is as others are', async () => {
	expect(await readAccess({...none, url: undefined}, streams)).toEqual({
		isUnchecked: false,
		authorities: undefined,
		token: undefined,
	});
});

test('an authority, a token and no check at all are what the flags say', async () => {
	expect(await readAccess({...none, cacert: certificatePath('ca.crt')}, streams)).toMatchObject({
		authorities: certificate('ca.crt').toString().trim(),
	});
	expect(await readAccess({...none, insecure: true}, streams)).toMatchObject({isUnchecked: true});
	const token = fileWith('eyJh.bG-c_i~O+/==\n');
	expect(await readAccess({...none, url: undefined, tokenFile: token}, streams)).toMatchObject({
		token: 'eyJh.bG-c_i~O+/==',
	});
});

test.for<[string, Partial<Parameters<typeof readAccess>[0]>]>([
	[
		'--insecure is for a gateway with TLS: give its address with --url https://…',
		{insecure: true, url: 'http://gateway'},
	],
	['--cacert and --insecure exclude each other', {insecure: true, cacert: 'x'}],
	['--token-file and an authorization header exclude each other', {tokenFile: 'x'}],
	['certificates and tokens are read from files only, not from stdin', {cacert: '-'}],
])('a wrong command line is told: %s', async ([message, flags]) => {
	await expect(readAccess({...none, ...flags}, streams, {authorization: 'Basic x'})).rejects.toThrow(
		new UsageError(message),
	);
});

test('a file that cannot be used is named, and its text is not shown', async () => {
	const file = fileWith('my secret\nin lines');
	await expect(readAccess({...none, tokenFile: file}, streams)).rejects.toThrow(
		new Error(`${file} holds no bearer token: it must be one word of letters, digits and -._~+/`),
	);
	await expect(readAccess({...none, cacert: file}, streams)).rejects.toThrow(`${file} `);
	await expect(readAccess({...none, tokenFile: 'there/is/none'}, streams)).rejects.toThrow(
		'cannot read there/is/none: there is no such file',
	);
});
