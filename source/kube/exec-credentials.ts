import {isatty} from 'node:tty';
import {parse} from 'yaml';
import {fieldAt, isRecord, stringAt} from '../objects/object.ts';
import type {PluginTerminal} from './connection-flags.ts';
import {bearer, type Credentials, type Identity} from './identity.ts';
import {limited} from './in-time.ts';
import {flagField, textField, textsField, type Entry} from './kubeconfig.ts';
import {runPlugin} from './run-plugin.ts';
import {sharedCall} from './shared-call.ts';

/** The cluster as a credential plugin may be told about it. */
export interface ExecTarget {
	readonly server: string;
	readonly cluster: Entry;
	readonly ca?: Buffer;
}

const group = 'client.authentication.k8s.io';
const apiVersions = [`${group}/v1`, `${group}/v1beta1`];

/** Where nobody sits at a terminal, and so nobody will log in nor stop it, a plugin that hangs would keep a daemon blind. */
const longestUnattended = 60_000;
/** Where somebody may log in by a browser but does not see the plugin; they wait for up to three minutes by themselves. */
const longestUnseen = 200_000;

interface Issued {
	readonly identity: Identity;
	/** Milliseconds since the epoch; Infinity when the plugin named no end. */
	readonly expires: number;
}

/**
 * Credentials from a plugin ("client-go credential plugins", Kubernetes documentation): the command prints an ExecCredential,
 * which is kept until it expires or a 401 says that it has. It runs once for all requests that wait for it, and is ended when
 * none does any more. Throws for what client-go refuses.
 */
export function execCredentials(exec: Entry, owner: string, target: ExecTarget, terminal: PluginTerminal): Credentials {
	let issued: Issued | undefined;
	const ask = sharedCall(async stopped => {
		const run = (signal = stopped) => askPlugin(exec, owner, target, terminal, signal);
		issued = await limited(longestRun(terminal), stopped, run, ms => late(exec, owner, ms));
		return issued.identity;
	});
	return {
		async identity(signal) {
			return issued !== undefined && issued.expires > Date.now() ? issued.identity : ask(signal);
		},
		renew(refused) {
			if (issued?.identity === refused) issued = undefined;
			return true;
		},
	};
}

/** Undefined where it is seen and can be stopped, as with kubectl. */
function longestRun(terminal: PluginTerminal): number | undefined {
	if (!isatty(0)) return longestUnattended;
	return terminal === 'none' ? longestUnseen : undefined;
}

function late(exec: Entry, owner: string, ms: number): Error {
	const command = stringAt(exec, 'command') ?? '';
	return new Error(`${owner}: the credential plugin "${command}" did not end within ${ms / 1000} s`);
}

async function askPlugin(
	exec: Entry,
	owner: string,
	target: ExecTarget,
	terminal: PluginTerminal,
	signal: AbortSignal,
): Promise<Issued> {
	const command = textField(exec, 'command', owner);
	const apiVersion = textField(exec, 'apiVersion', owner);
	if (command === undefined || apiVersion === undefined) {
		throw new Error(`${owner}: exec needs a command and an apiVersion`);
	}

	if (!apiVersions.includes(apiVersion)) {
		throw new Error(`${owner}: exec has the apiVersion "${apiVersion}", but is to have ${apiVersions.join(' or ')}`);
	}

	const isInteractive = mayAsk(exec, owner, command, apiVersion, terminal);
	const cluster = flagField(exec, 'provideClusterInfo', `${owner}: exec`) ? clusterInfo(target) : undefined;
	const info = {apiVersion, kind: 'ExecCredential', spec: {interactive: isInteractive, cluster}};
	const printed = await runPlugin({
		command,
		args: textsField(exec, 'args', `${owner}: exec`),
		env: {...process.env, ...variables(exec['env'], owner), KUBERNETES_EXEC_INFO: JSON.stringify(info)},
		owner,
		installHint: stringAt(exec, 'installHint'),
		isInteractive,
		hasOurStderr: terminal !== 'none',
		signal,
	});
	return readCredential(printed, apiVersion, owner, `the credential plugin "${command}"`);
}

/** Whether the plugin gets our stdin, by client-go's rules. */
function mayAsk(exec: Entry, owner: string, command: string, apiVersion: string, terminal: PluginTerminal): boolean {
	const byDefault = apiVersion.endsWith('/v1beta1') ? 'IfAvailable' : undefined;
	const mode = textField(exec, 'interactiveMode', owner) ?? byDefault;
	if (mode !== 'Never' && mode !== 'IfAvailable' && mode !== 'Always') {
		throw new Error(`${owner}: exec needs an interactiveMode: Never, IfAvailable or Always`);
	}

	if (mode === 'Never') return false;
	const isAvailable = terminal === 'shared' && isatty(0);
	if (isAvailable || mode === 'IfAvailable') return isAvailable;
	const why = {
		shared: 'there is no terminal',
		'no-stdin': 'stdin is read for a file',
		none: 'it has no terminal here: log in first, as by "kubectl version"',
	};
	throw new Error(`${owner}: the credential plugin "${command}" must ask you something, but ${why[terminal]}`);
}

/** The plugin's output holds secrets, so no error quotes it. */
function readCredential(output: string, apiVersion: string, owner: string, what: string): Issued {
	const credential = parsed(output);
	if (!isRecord(credential)) throw new Error(`${what} printed neither JSON nor YAML of a map`);

	const token = stringAt(credential, 'status', 'token') || undefined;
	const certificate = stringAt(credential, 'status', 'clientCertificateData') || undefined;
	const key = stringAt(credential, 'status', 'clientKeyData') || undefined;
	if ((certificate === undefined) !== (key === undefined)) {
		throw new Error(`${what} gave only one of a certificate and its key`);
	}

	if (token === undefined && certificate === undefined) {
		throw new Error(`${what} gave neither a token nor a certificate with its key`);
	}

	if (stringAt(credential, 'kind') !== 'ExecCredential' || stringAt(credential, 'apiVersion') !== apiVersion) {
		throw new Error(`${what} printed no ExecCredential of ${apiVersion}, as the kubeconfig says`);
	}

	const end = fieldAt(credential, 'status', 'expirationTimestamp') ?? undefined;
	const isTime = typeof end === 'string' && /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/.test(end);
	const expires = end === undefined ? Infinity : isTime ? Date.parse(end) : Number.NaN;
	if (Number.isNaN(expires)) throw new Error(`${what} gave an expirationTimestamp that is no time`);
	return {
		identity: {
			headers: token === undefined ? {} : bearer(token, `${owner}: the token of ${what}`),
			...(certificate !== undefined &&
				key !== undefined && {
					certificate,
					key,
					origin: {owner, certificate: `the certificate of ${what}`, key: `the key of ${what}`},
				}),
		},
		expires,
	};
}

/** As client-go, which takes YAML, too. */
function parsed(output: string): unknown {
	try {
		return parse(output, {maxAliasCount: 0, logLevel: 'error'});
	} catch {
		return undefined;
	}
}

function variables(list: unknown, owner: string): Record<string, string> {
	const entries = Array.isArray(list) ? list : [];
	return Object.fromEntries(
		entries.map(entry => {
			const name = stringAt(entry, 'name');
			if (!name) throw new Error(`${owner}: exec has a variable in its env without name`);
			return [name, stringAt(entry, 'value') ?? ''];
		}),
	);
}

function clusterInfo({server, cluster, ca}: ExecTarget): Entry {
	const extensions = Array.isArray(cluster['extensions']) ? cluster['extensions'] : [];
	const config = extensions.find(extension => stringAt(extension, 'name') === `${group}/exec`);
	return {
		server,
		'tls-server-name': cluster['tls-server-name'],
		'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
		'certificate-authority-data': ca?.toString('base64'),
		'proxy-url': cluster['proxy-url'],
		config: isRecord(config) ? fieldAt(config, 'extension') : undefined,
	};
}
