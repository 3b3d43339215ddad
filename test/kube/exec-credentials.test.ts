import {chmodSync, existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isatty} from 'node:tty';
import {inspect} from 'node:util';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {PluginTerminal} from '../../source/kube/connection-flags.ts';
import {execCredentials} from '../../source/kube/exec-credentials.ts';
import type {Credentials} from '../../source/kube/identity.ts';
import {eventually} from '../helpers/eventually.ts';
import {makeFiles} from './surroundings.ts';

vi.mock('node:tty', {spy: true});

const v1 = 'client.authentication.k8s.io/v1';
const v1beta1 = 'client.authentication.k8s.io/v1beta1';

function credential(status: object, change: object = {}): string {
	return JSON.stringify({apiVersion: v1, kind: 'ExecCredential', status, ...change});
}

/** A plugin that is this shell script. */
function script(text: string, mode = 0o755): string {
	const file = join(makeFiles({plugin: `#!/bin/sh\n${text}\n`}), 'plugin');
	chmodSync(file, mode);
	return file;
}

function plugin(text: string, exec: object = {}, terminal: PluginTerminal = 'none'): Credentials {
	const entry = {apiVersion: v1, command: script(text), interactiveMode: 'IfAvailable', ...exec};
	return execCredentials(entry, 'user "u"', {server: 'https://api.test', cluster: {}}, terminal);
}

function echo(status: object, change: object = {}): string {
	return `echo '${credential(status, change)}'`;
}

async function errorOf(credentials: Credentials): Promise<string> {
	const error: unknown = await credentials.identity().catch((caught: unknown) => caught);
	return error instanceof Error ? error.message.replaceAll(/\/tmp\/kube-\w+/g, 'DIR') : 'none';
}

const told = (words: string) => `user "u": ${words}`;

describe('a plugin without terminal', () => {
	it('gets no stdin and no controlling terminal, and is told so', async () => {
		const file = join(makeFiles({}), 'seen');
		const tests = `(read line && echo "read $line" || echo end; (: </dev/tty) 2>/dev/null && echo tty || echo none; echo "$KUBERNETES_EXEC_INFO")`;
		await plugin(`${tests} > ${file}\n${echo({token: 't'})}`).identity();
		const [stdin, terminal, info] = readFileSync(file, 'utf8').split('\n');
		expect([stdin, terminal]).toEqual(['end', 'none']);
		expect(JSON.parse(info ?? '')).toEqual({apiVersion: v1, kind: 'ExecCredential', spec: {interactive: false}});
	});

	it('has its last words in the error when it fails', async () => {
		expect(await errorOf(plugin('echo "please log in" >&2; exit 3'))).toBe(
			told('the credential plugin "DIR/plugin" failed with exit code 3: please log in'),
		);
	});

	it('has no more of them there than 4 kB', async () => {
		const message = await errorOf(plugin('head -c 100000 /dev/zero | tr "\\0" x >&2; echo end >&2; exit 1'));
		expect(message.length).toBeLessThan(4300);
		expect(message.endsWith('xend')).toBe(true);
	});

	it('is named with the signal that ended it', async () => {
		expect(await errorOf(plugin('kill -KILL $$'))).toBe(
			told('the credential plugin "DIR/plugin" was ended by SIGKILL'),
		);
	});

	it('is ended, with all that it has started, when nobody waits any more', async () => {
		const folder = makeFiles({});
		const controller = new AbortController();
		const waiting = plugin(
			`sleep 600 & echo $! > ${folder}/pid.new; mv ${folder}/pid.new ${folder}/pid; wait`,
		).identity(controller.signal);
		await eventually(() => expect(existsSync(`${folder}/pid`)).toBe(true));
		controller.abort(new Error('enough'));
		await expect(waiting).rejects.toThrow('enough');
		const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
		await eventually(() => expect(isRunning(pid)).toBe(false));
	});

	it('is ended also when it does not listen, and told, where nobody could stop it', async () => {
		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
		onTestFinished(() => void vi.useRealTimers());
		vi.mocked(isatty).mockReturnValue(false);
		onTestFinished(() => vi.mocked(isatty).mockRestore());
		const folder = makeFiles({});
		const credentials = plugin(
			`[ -e ${folder}/pid ] && exec ${echo({token: 't'})}\ntrap '' TERM; echo $$ > ${folder}/pid; while :; do sleep 1; done`,
		);
		const hanging = errorOf(credentials);
		await vi.waitUntil(() => existsSync(`${folder}/pid`) && readFileSync(`${folder}/pid`, 'utf8') !== '');
		const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
		vi.advanceTimersByTime(60_000);
		expect(await hanging).toBe(told('the credential plugin "DIR/plugin" did not end within 60 s'));
		vi.advanceTimersByTime(5000);
		vi.useRealTimers();
		await eventually(() => expect(isRunning(pid)).toBe(false));
		expect((await credentials.identity()).headers).toEqual({Authorization: 'Bearer t'});
	});

	it('is not waited for when what it left behind keeps its stderr open', async () => {
		const folder = makeFiles({});
		const {headers} = await plugin(`sleep 600 > /dev/null & echo $! > ${folder}/pid\n${echo({token: 't'})}`).identity();
		process.kill(Number(readFileSync(`${folder}/pid`, 'utf8')));
		expect(headers).toEqual({Authorization: 'Bearer t'});
	});

	it('runs once for two requests at once', async () => {
		const folder = makeFiles({});
		const credentials = plugin(`echo run >> ${folder}/runs; ${echo({token: 't'})}`);
		await Promise.all([credentials.identity(), credentials.identity()]);
		expect(readFileSync(`${folder}/runs`, 'utf8')).toBe('run\n');
	});
});

function isRunning(pid: number): boolean {
	try {
		// A zombie that nobody waits for has ended.
		return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

describe('the rules of client-go:', () => {
	it.each<[string, object, PluginTerminal, string]>([
		[
			'v1 needs an interactiveMode',
			{interactiveMode: undefined},
			'none',
			'exec needs an interactiveMode: Never, IfAvailable or Always',
		],
		[
			'an unknown interactiveMode',
			{interactiveMode: 'Perhaps'},
			'none',
			'exec needs an interactiveMode: Never, IfAvailable or Always',
		],
		[
			'Always, without terminal',
			{interactiveMode: 'Always'},
			'none',
			'the credential plugin "DIR/plugin" must ask you something, but it has no terminal here: log in first, as by "kubectl version"',
		],
		[
			'Always, and stdin is a file’s',
			{interactiveMode: 'Always'},
			'no-stdin',
			'the credential plugin "DIR/plugin" must ask you something, but stdin is read for a file',
		],
		[
			'an apiVersion that is gone',
			{apiVersion: 'client.authentication.k8s.io/v1alpha1'},
			'none',
			`exec has the apiVersion "client.authentication.k8s.io/v1alpha1", but is to have ${v1} or ${v1beta1}`,
		],
		['a variable without name', {env: [{value: 'x'}]}, 'none', 'exec has a variable in its env without name'],
		[
			'provideClusterInfo in quotes',
			{provideClusterInfo: 'true'},
			'none',
			'exec: provideClusterInfo must be true or false, without quotes',
		],
	])('%s', async (_, exec, terminal, reason) => {
		expect(await errorOf(plugin(echo({token: 't'}), exec, terminal))).toBe(told(reason));
	});

	it('v1beta1 needs none, and prints its own version', async () => {
		const exec = {apiVersion: v1beta1, interactiveMode: undefined};
		const {headers} = await plugin(echo({token: 't'}, {apiVersion: v1beta1}), exec).identity();
		expect(headers).toEqual({Authorization: 'Bearer t'});
	});

	it.each<[string, string, string]>([
		[
			'another version',
			echo({token: 't'}, {apiVersion: v1beta1}),
			`printed no ExecCredential of ${v1}, as the kubeconfig says`,
		],
		['another kind', echo({token: 't'}, {kind: 'Token'}), `printed no ExecCredential of ${v1}, as the kubeconfig says`],
		['half a pair', echo({token: 't', clientKeyData: 'k'}), 'gave only one of a certificate and its key'],
		[
			'an end that is no time',
			echo({token: 't', expirationTimestamp: 'soon'}),
			'gave an expirationTimestamp that is no time',
		],
		['an empty token', echo({token: ''}), 'gave neither a token nor a certificate with its key'],
	])('%s is refused', async (_, text, reason) => {
		expect(await errorOf(plugin(text))).toBe(`the credential plugin "DIR/plugin" ${reason}`);
	});

	it('a token of several lines is refused, and not told', async () => {
		const message = await errorOf(plugin(`cat <<'END'\n${credential({token: 'se\ncret'})}\nEND`));
		expect(message).toBe(
			told(
				'the token of the credential plugin "DIR/plugin" has a line break or another character that no token has: write it anew',
			),
		);
	});

	it('nothing of what it prints gets into a warning of Node', async () => {
		const warn = vi.spyOn(process, 'emitWarning');
		onTestFinished(() => warn.mockRestore());
		await plugin(
			`cat <<'END'\n{status: {token: !odd secret, ? [secret] : x}, kind: ExecCredential, apiVersion: ${v1}}\nEND`,
		).identity();
		expect(warn).not.toHaveBeenCalled();
	});

	it('with our terminal it may ask where there is one', async () => {
		const file = join(makeFiles({}), 'info');
		await plugin(`echo "$KUBERNETES_EXEC_INFO" > ${file}; ${echo({token: 't'})}`, {}, 'shared').identity();
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({spec: {interactive: isatty(0)}});
	});

	it('what is printed after a mark, as in Windows, is read', async () => {
		const {headers} = await plugin(`printf '\\357\\273\\277'; ${echo({token: 't'})}`).identity();
		expect(headers).toEqual({Authorization: 'Bearer t'});
	});
});

describe('a plugin that cannot be run is named with the reason:', () => {
	it.each<[string, () => string, string]>([
		['not there', () => '/nonexistent/plugin', 'there is no such file'],
		['not executable', () => script('', 0o644), 'it is not executable'],
		['a folder', () => makeFiles({}), 'it is a folder'],
		['not on PATH', () => 'no-such-plugin', 'there is no such program on PATH'],
	])('%s', async (_, make, reason) => {
		const command = make();
		const message = await errorOf(plugin('', {command, installHint: 'Install it.'}));
		const shown = command.replaceAll(/\/tmp\/kube-\w+/g, 'DIR');
		expect(message).toBe(told(`cannot run the credential plugin "${shown}": ${reason}\nInstall it.`));
	});

	it.each<[string, () => string, object, string]>([
		[
			'it is told too much',
			() => script(''),
			{env: [{name: 'LARGE', value: 'secret'.repeat(30_000)}]},
			'its arguments and variables, what provideClusterInfo says among them, are too large for this system',
		],
		[
			'an argument has a NUL',
			() => script(''),
			{args: ['secret\0']},
			'its name, an argument or a variable has a NUL character',
		],
		[
			'a variable has a NUL',
			() => script(''),
			{env: [{name: 'TOKEN', value: 'secret\0'}]},
			'its name, an argument or a variable has a NUL character',
		],
		[
			'its own name has a NUL',
			() => `${script('')}\0`,
			{args: ['secret']},
			'its name, an argument or a variable has a NUL character',
		],
		// Another reason of the system, which Node throws as well.
		[
			'its interpreter lies in a file',
			() => interpretedBy(script('')),
			{args: ['secret']},
			'it cannot be started (ENOTDIR)',
		],
		['its interpreter is not there', () => interpretedBy('/nonexistent'), {args: ['secret']}, 'there is no such file'],
	])('%s, without a secret in it or its causes', async (_, make, exec, reason) => {
		const command = make();
		const error: unknown = await plugin('', {command, ...exec})
			.identity()
			.catch((caught: unknown) => caught);
		expect((error as Error).message).toBe(told(`cannot run the credential plugin "${command}": ${reason}`));
		expect(inspect(error, {depth: 9})).not.toContain('secret');
	});
});

/** A script whose first line names a program that is not there. */
function interpretedBy(program: string): string {
	const file = join(makeFiles({plugin: `#!${program}/x\n`}), 'plugin');
	chmodSync(file, 0o755);
	return file;
}
