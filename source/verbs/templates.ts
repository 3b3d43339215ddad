import {readdir, readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Folders with candidate templates: the user's own first, then those that ship. */
function templateFolders(): readonly string[] {
	const configuration = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
	return [
		join(configuration, 'kubectl-iter8', 'templates'),
		join(import.meta.dirname, '..', '..', 'plugin', 'templates'),
	];
}

/** The names of the templates there are. */
export async function templateNames(): Promise<readonly string[]> {
	const names = new Set<string>();
	for (const folder of templateFolders()) {
		const files = await readdir(folder).catch(() => []);
		for (const file of files) if (file.endsWith('.yaml')) names.add(file.slice(0, -'.yaml'.length));
	}

	return [...names].toSorted();
}

/** The text of a named template: an InferenceService whose name, labels and storageUri deploy fills in. */
export async function readTemplate(name: string): Promise<string> {
	if (/^[\w.-]+$/.test(name)) {
		for (const folder of templateFolders()) {
			const content = await readFile(join(folder, `${name}.yaml`), 'utf8').catch(() => undefined);
			if (content !== undefined) return content;
		}
	}

	throw new Error(
		`no template ${name}; there are: ${(await templateNames()).join(', ')} (your own go into ${templateFolders()[0] ?? ''})`,
	);
}
