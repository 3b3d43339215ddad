import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {homeFolder, ifAbsolute} from '../process/home.ts';
import {readInput} from './read-input.ts';

/** The user's folder of candidate templates; undefined for one without a home. */
function ownFolder(): string | undefined {
	const home = homeFolder();
	const configuration = ifAbsolute(process.env['XDG_CONFIG_HOME']) ?? (home && join(home, '.config'));
	return configuration && join(configuration, 'kubectl-iter8', 'templates');
}

/** Folders with candidate templates: the user's own first, then those that ship. */
function templateFolders(): readonly string[] {
	const own = ownFolder();
	return [...(own === undefined ? [] : [own]), join(import.meta.dirname, '..', '..', 'plugin', 'templates')];
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
			const content = await readIfThere(join(folder, `${name}.yaml`));
			if (content !== undefined) return content;
		}
	}

	throw new Error(
		`no template ${name}; there are: ${(await templateNames()).join(', ')} (your own go into ${ownFolder() ?? '$XDG_CONFIG_HOME/kubectl-iter8/templates'})`,
	);
}

async function readIfThere(file: string): Promise<string | undefined> {
	try {
		return await readInput(file, process);
	} catch (error) {
		const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
		if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
		throw error;
	}
}
