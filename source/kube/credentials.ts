import {TooLarge} from '../objects/bounded.ts';
import {isRecord} from '../objects/object.ts';
import type {ExecTarget} from './exec-credentials.ts';
import type {Credentials, Identity} from './identity.ts';
import {textField, type Entry} from './kubeconfig.ts';
import {readFileWithin} from './read-file.ts';

/** A bundle of all the authorities that browsers trust has 0.3 MB. */
const mostCredentialBytes = 2 * 2 ** 20;

/** As client-go: a projected token is good for minutes after its file has changed. */
const tokenFileLifetime = 60_000;

/**
 * The credentials of one kubeconfig user. Static ones win over a plugin, as with kubectl, so that --token works for every user.
 * `owner` names the user in errors.
 */
export function credentialsOf(user: Entry, owner: string, target: ExecTarget): Credentials {
	const certificate = fileOrBase64(user, 'client-certificate', owner);
	const key = fileOrBase64(user, 'client-key', owner);
	if ((certificate === undefined) !== (key === undefined)) {
		throw new Error(`${owner} needs both a client certificate and its key`);
	}

	const pair = certificate === undefined || key === undefined ? {} : {certificate, key};
	const tokenFile = textField(user, 'tokenFile', owner);
	const token = textField(user, 'token', owner);
	const name = textField(user, 'username', owner);

	if (tokenFile !== undefined) return tokenFileCredentials(tokenFile, pair);
	if (token !== undefined) return fixed({...pair, headers: {Authorization: `Bearer ${token}`}});
	if (name !== undefined) {
		const password = textField(user, 'password', owner) ?? '';
		const basic = Buffer.from(`${name}:${password}`).toString('base64');
		return fixed({...pair, headers: {Authorization: `Basic ${basic}`}});
	}

	const exec = user['exec'];
	if (isRecord(exec)) {
		return loadedLate(async () => {
			const {execCredentials} = await import('./exec-credentials.ts');
			return execCredentials(exec, owner, target, pair);
		});
	}

	const provider = user['auth-provider'];
	return isRecord(provider) ? providerCredentials(provider, owner) : fixed({...pair, headers: {}});
}

/** Credentials that never change. */
export function fixed(identity: Identity): Credentials {
	return {identity: async () => identity, renew: () => false};
}

/** The bytes of FIELD-data (base64), else of the file that FIELD names; data wins, as with kubectl. */
export function fileOrBase64(entry: Entry, field: string, owner: string): Buffer | undefined {
	const base64 = textField(entry, `${field}-data`, owner);
	if (base64 !== undefined) return Buffer.from(base64, 'base64');
	const file = textField(entry, field, owner);
	return file === undefined ? undefined : readNamedFile(file, `${owner}: ${field}`);
}

function tokenFileCredentials(file: string, pair: Omit<Identity, 'headers'>): Credentials {
	let readAt = -Infinity;
	let current: Identity | undefined;
	return {
		async identity() {
			if (current === undefined || performance.now() - readAt > tokenFileLifetime) {
				const token = readNamedFile(file, 'tokenFile').toString('utf8').trim();
				current = {...pair, headers: {Authorization: `Bearer ${token}`}};
				readAt = performance.now();
			}

			return current;
		},
		renew(refused) {
			if (current === refused) current = undefined;
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
		return oidcCredentials(provider);
	});
}

/** Credentials whose code is loaded only when they are needed, as it would slow every other start. */
function loadedLate(load: () => Promise<Credentials>): Credentials {
	let loading: Promise<Credentials> | undefined;
	let loaded: Credentials | undefined;
	return {
		async identity() {
			loading ??= load();
			loaded = await loading;
			return loaded.identity();
		},
		renew: refused => loaded?.renew(refused) ?? false,
	};
}

/** The bytes of a file that an entry names. Throws an Error that says which file of `what` cannot be read. */
export function readNamedFile(file: string, what: string): Buffer {
	try {
		return readFileWithin(file, {
			mostBytes: mostCredentialBytes,
			what: `${what}: ${file}`,
			remedy: 'name the file that was meant',
		});
	} catch (error) {
		if (error instanceof TooLarge) throw error;
		throw new Error(`${what}: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`, {
			cause: error,
		});
	}
}
