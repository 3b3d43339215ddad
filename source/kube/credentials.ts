import type {PluginTerminal} from './connection-flags.ts';
import {fileOrBase64, readNamedText} from './credential-file.ts';
import type {ExecTarget} from './exec-credentials.ts';
import {bearer, type Credentials, type Identity} from './identity.ts';
import {mapField, textField, type Entry} from './kubeconfig.ts';

/** As client-go: a projected token is good for minutes after its file has changed. */
const tokenFileLifetime = 60_000;

/**
 * The credentials of one kubeconfig user. Static ones win over a plugin, as with kubectl, so that --token works for every user.
 * `owner` names the user in errors.
 */
export function credentialsOf(user: Entry, owner: string, target: ExecTarget, terminal: PluginTerminal): Credentials {
	const read = () => certificateOf(user, owner);
	const pair = read();
	if (pair === undefined) return loginOf(user, owner, target, terminal);
	return withCertificate(loginOf({...user, exec: undefined}, owner, target, terminal), pair, read);
}

/** All credentials but a certificate. */
function loginOf(user: Entry, owner: string, target: ExecTarget, terminal: PluginTerminal): Credentials {
	const tokenFile = textField(user, 'tokenFile', owner);
	const token = textField(user, 'token', owner);
	const name = textField(user, 'username', owner);
	if ((token ?? tokenFile) !== undefined && name !== undefined) {
		throw new Error(`${owner} has both a token and a password: remove one`);
	}

	if (tokenFile !== undefined) return tokenFileCredentials(tokenFile, owner, token);
	if (token !== undefined) return fixed({headers: bearer(token, `${owner}: token`)});
	if (name !== undefined) {
		const password = textField(user, 'password', owner) ?? '';
		const basic = Buffer.from(`${name}:${password}`).toString('base64');
		return fixed({headers: {Authorization: `Basic ${basic}`}});
	}

	const exec = mapField(user, 'exec', owner);
	if (exec !== undefined) {
		return loadedLate(async () => {
			const {execCredentials} = await import('./exec-credentials.ts');
			return execCredentials(exec, owner, target, terminal);
		});
	}

	const provider = mapField(user, 'auth-provider', owner);
	return provider === undefined ? fixed({headers: {}}) : providerCredentials(provider, owner);
}

/** Credentials that never change. */
export function fixed(identity: Identity): Credentials {
	return {identity: async () => identity, renew: () => false};
}

type Pair = Omit<Identity, 'headers'>;

/** A key alone is none, as with kubectl. */
function certificateOf(user: Entry, owner: string): Pair | undefined {
	const certificate = fileOrBase64(user, 'client-certificate', owner);
	const key = fileOrBase64(user, 'client-key', owner);
	if (certificate === undefined) return undefined;
	if (key === undefined) throw new Error(`${owner} needs both a client certificate and its key`);
	const origin = {owner, certificate: certificate.place, key: key.place};
	return {certificate: certificate.bytes, key: key.bytes, origin};
}

/**
 * Shows a client certificate as well. When it was refused its files are read again, since they may have been renewed; while they
 * cannot be read, the last one counts.
 */
function withCertificate(login: Credentials, first: Pair, read: () => Pair | undefined): Credentials {
	let pair = first;
	let shown: {readonly login: Identity; readonly identity: Identity} | undefined;
	const isReadAnew = (): boolean => {
		const before = pair;
		try {
			pair = read() ?? pair;
		} catch {
			return false;
		}

		return String(pair.certificate) !== String(before.certificate) || String(pair.key) !== String(before.key);
	};
	return {
		async identity(signal) {
			const current = await login.identity(signal);
			if (shown?.login !== current) shown = {login: current, identity: {...current, ...pair}};
			return shown.identity;
		},
		renew(refused) {
			if (shown?.identity !== refused) return true;
			const isRenewed = login.renew(shown.login);
			const isNew = isReadAnew();
			if (isNew) shown = undefined;
			return isNew || isRenewed;
		},
	};
}

/**
 * The file is read again and again; while it has no token, as in the middle of being written, the last one counts, or before the
 * first a token beside the file.
 */
function tokenFileCredentials(file: string, owner: string, token: string | undefined): Credentials {
	let readAt = -Infinity;
	let current: Identity | undefined;
	const read = (): Identity => {
		const text = readNamedText(file, `${owner}: tokenFile`).trim();
		if (text === '') throw new Error(`${owner}: tokenFile ${file} is empty`);
		return {headers: bearer(text, `${owner}: tokenFile ${file}`)};
	};
	return {
		async identity() {
			if (current !== undefined && performance.now() - readAt <= tokenFileLifetime) return current;
			try {
				current = read();
				readAt = performance.now();
			} catch (error) {
				if (current !== undefined) return current;
				if (token === undefined) throw error;
				current = {headers: bearer(token, `${owner}: token`)};
			}

			return current;
		},
		renew(refused) {
			if (current === refused) readAt = -Infinity;
			return true;
		},
	};
}

function providerCredentials(provider: Entry, owner: string): Credentials {
	const name = textField(provider, 'name', owner);
	if (name !== 'oidc') {
		throw new Error(
			`${owner} uses the auth-provider "${name}", which Kubernetes has removed: use its exec plugin instead`,
		);
	}

	return loadedLate(async () => {
		const {oidcCredentials} = await import('./oidc-credentials.ts');
		return oidcCredentials(provider, owner);
	});
}

/** Credentials whose code is loaded only when they are needed, as it would slow every other start. */
function loadedLate(load: () => Promise<Credentials>): Credentials {
	let loading: Promise<Credentials> | undefined;
	let loaded: Credentials | undefined;
	return {
		async identity(signal) {
			loading ??= load();
			loaded = await loading;
			return loaded.identity(signal);
		},
		renew: refused => loaded?.renew(refused) ?? false,
	};
}
