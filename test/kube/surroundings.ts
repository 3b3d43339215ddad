import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {ConnectionFlags, Surroundings} from '../../source/kube/connection-flags.ts';
import {loadConnection, type Connection} from '../../source/kube/connection.ts';

/** Makes files in a new folder, which is removed after the test; gives the folder. */
export function makeFiles(files: Readonly<Record<string, string | Buffer>>): string {
	const folder = mkdtempSync(join(tmpdir(), 'kube-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), content);
	}

	return folder;
}

/** A process that has these variables and nothing else. */
export function surroundings(env: Readonly<Record<string, string>> = {}, home = '/nonexistent'): Surroundings {
	return {env, home, serviceAccount: join(home, 'serviceaccount')};
}

/** The connection to a server of the test, by flags alone. */
export function connectionTo(server: string, flags: ConnectionFlags = {}): Connection {
	return loadConnection({server, ...flags}, surroundings());
}
