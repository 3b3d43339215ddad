import {userInfo} from 'node:os';
import {isAbsolute} from 'node:path';

/**
 * The user's home folder: HOME, else that of the account. Undefined where there is neither, as under a uid that the cluster made
 * up. A HOME that is no absolute path is none: what lies in the working directory is anybody's.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
	return ifAbsolute(env['HOME']) ?? ifAbsolute(homeOfAccount());
}

/** The folder that an XDG variable names; a relative one is ignored (XDG Base Directory Specification). */
export function ifAbsolute(folder: string | undefined): string | undefined {
	return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}

function homeOfAccount(): string | undefined {
	try {
		return userInfo().homedir;
	} catch {
		return undefined; // no account has this uid
	}
}
