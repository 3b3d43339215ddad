import {createPrivateKey} from 'node:crypto';
import {rmSync, writeFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {loadConnection} from '../../source/kube/connection.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {certificate, certificatePath, sendJson, serverTls, startServer, status} from './api-server.ts';
import {makeFiles, surroundings} from './surroundings.ts';

const inBase64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const ca = {'certificate-authority': certificatePath('ca.crt')};
const pair = {'client-certificate': certificatePath('client.crt'), 'client-key': certificatePath('client.key')};
const encrypted = createPrivateKey(certificate('client.key')).export({
	type: 'pkcs8',
	format: 'pem',
	cipher: 'aes-256-cbc',
	passphrase: 'x',
});
const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const brokenKey = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';

/** Lists by a kubeconfig of this cluster and user; `DIR` stands for the folder of the files. */
async function list(cluster: object, user: object, files: Readonly<Record<string, string | Buffer>> = {}, code = 200) {
	const {url} = await startServer(
		(_, response) =>
			sendJson(response, code === 200 ? {items: []} : status(code, 'Unauthorized', 'Unauthorized'), code),
		serverTls(),
	);
	const config = {
		clusters: [{name: 'c', cluster: {server: url, ...cluster}}],
		users: [{name: 'u', user}],
		contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
		'current-context': 'x',
	};
	const folder = makeFiles({...files, config: JSON.stringify(config)});
	try {
		const connection = loadConnection({kubeconfig: `${folder}/config`}, surroundings());
		await connect(connection, {version: '0'}).list(configMaps, 'n');
		return 'trusted';
	} catch (error) {
		return (error as Error).message.replaceAll(`${folder}/`, 'DIR/').replaceAll(certificatePath(''), 'CERTS/');
	}
}

describe('an authority', () => {
	it.each<[string, object, string]>([
		['in a file', ca, 'trusted'],
		['in base64', {'certificate-authority-data': inBase64(certificate('ca.crt'))}, 'trusted'],
		[
			'in base64 of several lines',
			{'certificate-authority-data': inBase64(certificate('ca.crt')).replaceAll(/.{64}/g, '$&\r\n')},
			'trusted',
		],
		['beside one that is broken', {'certificate-authority': 'mixed'}, 'trusted'],
		['with CRLF', {'certificate-authority': 'crlf'}, 'trusted'],
		['in UTF-16', {'certificate-authority': 'utf16'}, 'trusted'],
		[
			'in PEM where base64 is to be',
			{'certificate-authority-data': certificate('ca.crt').toString()},
			'cluster "c": certificate-authority-data is PEM as it stands: encode it in base64, or name its file in the field without -data',
		],
		[
			'in garbage',
			{'certificate-authority-data': 'a b c'},
			'cluster "c": certificate-authority-data is not valid base64',
		],
		[
			'in base64 of something else',
			{'certificate-authority-data': inBase64('hello')},
			'cluster "c": certificate-authority-data holds no certificate in PEM form',
		],
		['in an empty file', {'certificate-authority': 'empty'}, 'cluster "c": certificate-authority DIR/empty is empty'],
		[
			'in a file with a key',
			{'certificate-authority': certificatePath('client.key')},
			'cluster "c": certificate-authority CERTS/client.key holds something else than a certificate',
		],
		[
			'that is broken',
			{'certificate-authority': 'broken'},
			'cluster "c": certificate-authority DIR/broken holds a broken certificate',
		],
		['in a folder', {'certificate-authority': '.'}, 'cluster "c": certificate-authority: cannot read DIR (EISDIR)'],
		[
			'that is not there',
			{'certificate-authority': 'lost'},
			'cluster "c": certificate-authority: cannot read DIR/lost (ENOENT)',
		],
		[
			'said twice',
			{...ca, 'certificate-authority-data': 'AAAA'},
			'cluster "c" has both certificate-authority and certificate-authority-data: remove one',
		],
		[
			'beside insecure-skip-tls-verify',
			{...ca, 'insecure-skip-tls-verify': true},
			'cluster "c" has a certificate-authority beside insecure-skip-tls-verify, which would not look at it: remove one',
		],
	])('%s', async (_, cluster, outcome) => {
		const pem = certificate('ca.crt').toString();
		const files = {
			broken,
			empty: '',
			mixed: broken + pem,
			crlf: pem.replaceAll('\n', '\r\n'),
			utf16: Buffer.from(`\uFEFF${pem}`, 'utf16le'),
		};
		expect((await list(cluster, {}, files)).replace(/DIR(?=\W|$)|\/tmp\/kube-\w+/, 'DIR')).toBe(outcome);
	});
});

describe('a client certificate', () => {
	it.each<[string, object, string]>([
		['with its key', pair, 'trusted'],
		[
			'with the key of another',
			{...pair, 'client-key': certificatePath('server.key')},
			'user "u": client-key CERTS/server.key is not the key of client-certificate CERTS/client.crt',
		],
		[
			'with an encrypted key',
			{...pair, 'client-key': 'encrypted'},
			'user "u": client-key DIR/encrypted is encrypted, and nobody can be asked for its password: decrypt it',
		],
		['with an empty key', {...pair, 'client-key': 'empty'}, 'user "u": client-key DIR/empty is empty'],
		[
			'with a certificate as key',
			{...pair, 'client-key': certificatePath('client.crt')},
			'user "u": client-key CERTS/client.crt holds no private key in PEM form',
		],
		[
			'with a broken key',
			{...pair, 'client-key': 'brokenKey'},
			'user "u": client-key DIR/brokenKey holds a broken private key',
		],
		[
			'that is none',
			{...pair, 'client-certificate': 'text'},
			'user "u": client-certificate DIR/text holds no certificate in PEM form',
		],
		[
			'that is broken, in base64',
			{'client-certificate-data': inBase64(broken), 'client-key': certificatePath('client.key')},
			'user "u": client-certificate-data holds a broken certificate',
		],
		[
			'in garbage',
			{'client-certificate-data': '%%%', 'client-key': certificatePath('client.key')},
			'user "u": client-certificate-data is not valid base64',
		],
	])('%s', async (_, user, outcome) => {
		const files = {encrypted, empty: '', text: 'hello', brokenKey};
		expect(await list(ca, user, files)).toBe(outcome);
	});

	it('that has expired is shown all the same, and named when the server does not take it', async () => {
		const user = {...pair, 'client-certificate': certificatePath('expired.crt')};
		expect(await list(ca, user)).toBe('trusted');
		expect(await list(ca, user, {}, 401)).toMatch(
			/^Unauthorized; user "u": client-certificate CERTS\/expired\.crt has expired at 2018-\S+: get a new one$/,
		);
	});
});

it('an authority whose file was renewed is read again when the server is not trusted any more, and only then', async () => {
	const {url} = await startServer((_, response) => sendJson(response, {items: []}), serverTls());
	const folder = makeFiles({'ca.crt': certificate('client.crt')});
	const file = `${folder}/ca.crt`;
	const connection = loadConnection({server: url, certificateAuthority: file}, surroundings());
	const cluster = connect(connection, {version: '0'});
	const list = () => cluster.list(configMaps, 'n');
	await expect(list()).rejects.toThrow('x509: certificate signed by unknown authority');
	writeFileSync(file, 'in the middle of being written');
	await expect(list()).rejects.toThrow('x509: certificate signed by unknown authority');
	writeFileSync(file, certificate('ca.crt'));
	expect(await list()).toMatchObject({items: []});
	rmSync(file);
	expect(await list()).toMatchObject({items: []});
});
