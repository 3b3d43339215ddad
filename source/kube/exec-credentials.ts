import {spawn} from 'node:child_process';
import {isatty} from 'node:tty';
import {boundedText, TooLarge} from '../objects/bounded.ts';
import {LinesError} from '../objects/lines-error.ts';
import {fieldAt, isRecord, stringAt} from '../objects/object.ts';
import type {Credentials, Identity} from './identity.ts';
import {textField, type Entry} from './kubeconfig.ts';

/** The cluster as a credential plugin may be told about it. */
export interface ExecTarget {
	readonly server: string;
	readonly cluster: Entry;
	readonly ca?: Buffer;
}

const mostOutputBytes = 2 ** 20;

interface Issued {
	readonly identity: Identity;
	/** Milliseconds since the epoch; Infinity when the plugin named no end. */
	readonly expires: number;
}

/**
 * Credentials from a plugin ("client-go credential plugins", Kubernetes documentation): the command prints an ExecCredential,
 * which is kept until it expires or a 401 says that it has. Unlike client-node, this tells the plugin what it must know
 * (KUBERNETES_EXEC_INFO) and lets it talk to the user on the terminal.
 */
export function execCredentials(
	exec: Entry,
	owner: string,
	target: ExecTarget,
	pair: Omit<Identity, 'headers'>,
): Credentials {
	let issued: Issued | undefined;
	let asking: Promise<Issued> | undefined;
	return {
		async identity() {
			if (issued !== undefined && issued.expires > Date.now()) return issued.identity;
			asking ??= runPlugin(exec, owner, target, pair).finally(() => {
				asking = undefined;
			});
			issued = await asking;
			return issued.identity;
		},
		renew(refused) {
			if (issued?.identity === refused) issued = undefined;
			return true;
		},
	};
}

async function runPlugin(
	exec: Entry,
	owner: string,
	target: ExecTarget,
	pair: Omit<Identity, 'headers'>,
): Promise<Issued> {
	const command = textField(exec, 'command', owner);
	const apiVersion = textField(exec, 'apiVersion', owner);
	if (command === undefined || apiVersion === undefined) {
		throw new Error(`${owner}: exec needs a command and an apiVersion`);
	}

	const interactive = exec['interactiveMode'] !== 'Never' && isatty(0);
	if (exec['interactiveMode'] === 'Always' && !interactive) {
		throw new Error(`${owner}: the credential plugin "${command}" must ask you something, but there is no terminal`);
	}

	const cluster = exec['provideClusterInfo'] === true ? clusterInfo(target) : undefined;
	const info = {apiVersion, kind: 'ExecCredential', spec: {interactive, cluster}};
	const env = {...process.env, ...variables(exec['env']), KUBERNETES_EXEC_INFO: JSON.stringify(info)};
	return readCredential(await outputOf(command, exec, owner, env, interactive), command, pair);
}

function outputOf(
	command: string,
	exec: Entry,
	owner: string,
	env: NodeJS.ProcessEnv,
	interactive: boolean,
): Promise<string> {
	const args = Array.isArray(exec['args']) ? exec['args'].map(String) : [];
	return new Promise((resolve, reject) => {
		const plugin = spawn(command, args, {env, stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit']});
		const output = boundedText(plugin.stdout, {
			mostBytes: mostOutputBytes,
			what: `${owner}: what the credential plugin "${command}" prints`,
			remedy: 'run it by itself, and see what it does',
		});
		output.catch(error => {
			if (!(error instanceof TooLarge)) return; // the plugin's own end tells more
			plugin.kill();
			reject(error);
		});
		plugin.on('error', cause => {
			const hint = typeof exec['installHint'] === 'string' ? exec['installHint'].split(/\r?\n/) : [];
			reject(new LinesError([`${owner}: cannot run the credential plugin "${command}"`, ...hint], {cause}));
		});
		plugin.on('close', code => {
			if (code === 0) void output.then(resolve, reject);
			else reject(new Error(`${owner}: the credential plugin "${command}" failed with exit code ${code}`));
		});
	});
}

/** The plugin's output holds secrets, so no error quotes it. */
function readCredential(output: string, command: string, pair: Omit<Identity, 'headers'>): Issued {
	let credential: unknown;
	try {
		credential = JSON.parse(output);
	} catch {
		throw new Error(`the credential plugin "${command}" printed no JSON`);
	}

	const token = stringAt(credential, 'status', 'token');
	const certificate = stringAt(credential, 'status', 'clientCertificateData');
	const key = stringAt(credential, 'status', 'clientKeyData');
	if (token === undefined && (certificate === undefined || key === undefined)) {
		throw new Error(`the credential plugin "${command}" gave neither a token nor a certificate with its key`);
	}

	const end = stringAt(credential, 'status', 'expirationTimestamp');
	return {
		identity: {
			...(certificate === undefined || key === undefined ? pair : {certificate, key}),
			headers: token === undefined ? {} : {Authorization: `Bearer ${token}`},
		},
		expires: end === undefined ? Infinity : Date.parse(end),
	};
}

function variables(list: unknown): Record<string, string> {
	const entries = Array.isArray(list) ? list : [];
	return Object.fromEntries(entries.map(entry => [stringAt(entry, 'name') ?? '', stringAt(entry, 'value') ?? '']));
}

function clusterInfo({server, cluster, ca}: ExecTarget): Entry {
	const extensions = Array.isArray(cluster['extensions']) ? cluster['extensions'] : [];
	const config = extensions.find(extension => stringAt(extension, 'name') === 'client.authentication.k8s.io/exec');
	return {
		server,
		'tls-server-name': cluster['tls-server-name'],
		'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
		'certificate-authority-data': ca?.toString('base64'),
		'proxy-url': cluster['proxy-url'],
		config: isRecord(config) ? fieldAt(config, 'extension') : undefined,
	};
}
