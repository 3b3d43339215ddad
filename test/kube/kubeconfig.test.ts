import {delimiter, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readKubeconfig} from '../../source/kube/kubeconfig.ts';
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
			"cannot load the kubeconfig /nonexistent/config: ENOENT: no such file or directory, open '/nonexistent/config'",
		);
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
		['complete', 'users: [{user: {token: secret-token}}]'],
	])('names a file that is not %s, without quoting what may be secret', (_, content) => {
		const file = join(makeFiles({config: content}), 'config');
		const error = errorOf(() => readKubeconfig(file, surroundings()));
		expect(error.message).toContain(`cannot load the kubeconfig ${file}: `);
		expect(error.message).not.toContain('secret-token');
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
