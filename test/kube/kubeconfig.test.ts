import {symlinkSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {readKubeconfig} from '../../source/kube/kubeconfig.ts';
import {formatFailure} from '../../source/print/failure.ts';
import {makeFiles, surroundings} from './surroundings.ts';

describe('readKubeconfig', () => {
	it('joins the files of KUBECONFIG: missing ones are skipped, and the first entry of a name counts as a whole', () => {
		const folder = makeFiles({
			one: 'clusters: [{name: a, cluster: {server: "https://one"}}]\ncurrent-context: ""',
			two: 'clusters: [{name: a, cluster: {server: "https://two", tls-server-name: x}}, {name: b, cluster: {server: "https://b"}}]\ncurrent-context: c',
		});
		const list = ['one', 'missing', '', 'two', 'one'].map(name => name && join(folder, name)).join(delimiter);

		expect(readKubeconfig(undefined, surroundings({KUBECONFIG: list}))).toEqual({
			clusters: new Map([
				['a', {server: 'https://one'}],
				['b', {server: 'https://b'}],
			]),
			users: new Map(),
			contexts: new Map(),
			currentContext: 'c',
			missing: [join(folder, 'missing')],
		});
	});

	it('resolves paths against the folder of the file that holds them', () => {
		const folder = makeFiles({
			'sub/config': `
clusters: [{name: c, cluster: {certificate-authority: ca.crt}}]
users:
- {name: u, user: {client-certificate: ../u.crt, client-key: /keys/u.key, tokenFile: token}}
- {name: here, user: {exec: {command: ./login}}}
- {name: path, user: {exec: {command: login}}}
`,
		});
		const {clusters, users} = readKubeconfig(join(folder, 'sub/config'), surroundings());

		expect(clusters.get('c')).toEqual({'certificate-authority': join(folder, 'sub/ca.crt')});
		expect(users.get('u')).toEqual({
			'client-certificate': join(folder, 'u.crt'),
			'client-key': '/keys/u.key',
			tokenFile: join(folder, 'sub/token'),
		});
		expect(users.get('here')).toEqual({exec: {command: join(folder, 'sub/login')}});
		expect(users.get('path')).toEqual({exec: {command: 'login'}});
	});

	it('reads JSON, an empty file, and lists that are null', () => {
		const folder = makeFiles({
			json: '{"users": [{"name": "u", "user": {"token": "t"}}]}',
			empty: '',
			none: 'clusters: null',
		});
		expect(readKubeconfig(join(folder, 'json'), surroundings()).users).toEqual(new Map([['u', {token: 't'}]]));
		expect(readKubeconfig(join(folder, 'empty'), surroundings()).users.size).toBe(0);
		expect(readKubeconfig(join(folder, 'none'), surroundings()).clusters.size).toBe(0);
	});

	it('requires the file of --kubeconfig to exist', () => {
		expect(() => readKubeconfig('/nonexistent/config', surroundings())).toThrow(
			'cannot load the kubeconfig /nonexistent/config: there is no such file',
		);
	});

	it.each<[string, string, string]>([
		['lies where a folder should be', 'file/config', 'a part of its path is no folder'],
		['is a folder', '.', 'it is a folder'],
		['has a name that is too long', 'x'.repeat(300), 'its name is too long'],
		['is a link to itself', 'loop', 'its links go round in a circle'],
	])('skips no file that %s', (_, name, why) => {
		const folder = makeFiles({file: '', two: 'current-context: c'});
		symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
		const list = [join(folder, name), join(folder, 'two')].join(delimiter);
		const error = errorOf(() => readKubeconfig(undefined, surroundings({KUBECONFIG: list})));
		expect(error.message).toBe(`cannot load the kubeconfig ${join(folder, name)}: ${why}`);
	});

	it.each<[string, (text: string) => Buffer]>([
		['UTF-8 with a mark', text => Buffer.from(`\uFEFF${text}`)],
		['UTF-16', text => Buffer.from(`\uFEFF${text}`, 'utf16le')],
		['UTF-16 in the other order', text => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
	])('reads what Windows wrote: %s', (_, write) => {
		const folder = makeFiles({
			json: write('{"users": [{"name": "ü"}]}'),
			yaml: write('users:\r\n- name: ü\r\n  user:\r\n    token: |-\r\n      t\r\n'),
		});
		expect(readKubeconfig(join(folder, 'json'), surroundings()).users).toEqual(new Map([['ü', {}]]));
		expect(readKubeconfig(join(folder, 'yaml'), surroundings()).users).toEqual(new Map([['ü', {token: 't'}]]));
	});

	it('reads scalars as Kubernetes does', () => {
		const text = 'users: [{name: 12:30, user: {a: yes, b: off, c: 2020-01-01, d: "yes"}}]';
		const {users} = readKubeconfig(join(makeFiles({config: text}), 'config'), surroundings());
		expect(users).toEqual(new Map([['12:30', {a: true, b: false, c: '2020-01-01', d: 'yes'}]]));
	});

	it.each([
		['Latin-1', Buffer.from('current-context: n\u00E4', 'latin1'), 'it is not in UTF-8'],
		[
			'UTF-16 without its mark',
			Buffer.from('current-context: x', 'utf16le'),
			'it is no text, or UTF-16 without a byte order mark',
		],
	])('refuses a file in %s', (_, bytes, reason) => {
		const file = join(makeFiles({}), 'config');
		writeFileSync(file, bytes);
		expect(() => readKubeconfig(file, surroundings())).toThrow(`cannot load the kubeconfig ${file}: ${reason}`);
	});

	it('puts nothing of a file into a warning of Node', () => {
		const warn = vi.spyOn(process, 'emitWarning');
		onTestFinished(() => warn.mockRestore());
		readKubeconfig(join(makeFiles({config: '? [secret]\n: !odd secret'}), 'config'), surroundings());
		expect(warn).not.toHaveBeenCalled();
	});

	it('reads no device to its end', () => {
		expect(() => readKubeconfig('/dev/zero', surroundings())).toThrow(
			new Error(
				'cannot load the kubeconfig /dev/zero: it is larger than 4 MiB: divide it, and list its parts in KUBECONFIG',
			),
		);
	});

	it.each([
		['YAML', 'users:\n- name: u\n  user: {token: secret-token'],
		['JSON', '{"users": [{"name": "u", "user": {"token": secret-token'],
		['a map', '[secret-token]'],
		['without doubles of no name', 'users: [{user: {token: secret-token}}, null]'],
		['free of aliases to nothing', 'users: [{name: u, user: {token: *secret-token}}]'],
		['indented', 'users:\n- name: u\n  user:\n    token: a\n   secret-token: b'],
		['free of bad escapes', 'users: [{name: u, user: {token: "\\qsecret-token"}}]'],
		['of one kind', 'kind: secret-token'],
		['without doubles', 'users: [{name: u, user: {token: secret-token}}, {name: u}]'],
		['a list', 'users: {token: secret-token}'],
		['of maps', 'users: [{name: u, user: secret-token}]'],
	])('names a file that is not %s, without quoting what may be secret', (_, content) => {
		const file = join(makeFiles({config: content}), 'config');
		const error = errorOf(() => readKubeconfig(file, surroundings()));
		expect(error.message).toContain(`cannot load the kubeconfig ${file}: `);
		expect(formatFailure(error, {verb: 'status', isVerbose: true})).not.toContain('secret-token');
		expect(error.cause).toBeUndefined();
		expect(error.message.split('\n')).toHaveLength(1);
	});
});

function errorOf(action: () => unknown): Error {
	try {
		action();
	} catch (error) {
		return error as Error;
	}

	throw new Error('nothing was thrown');
}
