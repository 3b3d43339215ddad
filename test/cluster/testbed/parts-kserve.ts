import {cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache, installFolders, programs} from './cache.ts';
import {run} from './command.ts';
import {buildPrograms, downloadModule, directivesOf, type GoModule} from './go-build.ts';
import {hashOf, type Part} from './stamp.ts';
import {versions} from './versions.ts';

const knative = {path: 'knative.dev/serving', version: versions.knative};
const overlays = join(import.meta.dirname, 'manifests');

/** Knative Serving's programs, the manager of today's KServe, and what both install in a cluster. */
export async function kserveParts(): Promise<readonly Part[]> {
	return [
		{name: 'knative', version: knative.version, result: programs.knativeWebhook, make: buildKnative},
		{
			name: 'knative-install',
			version: `${knative.version} ${await hashOf(overlay('knative'))}`,
			result: join(installFolders.knative, 'objects.yaml'),
			make: renderKnative,
		},
		...(await releaseParts('kserve', versions.realKserve, programs.kserveManager)),
	];
}

/** The manager of the oldest KServe that we look at, and what it installs. */
export async function oldKserveParts(): Promise<readonly Part[]> {
	return releaseParts('kserve-old', versions.kserve, programs.oldKserveManager);
}

async function releaseParts(name: 'kserve' | 'kserve-old', version: string, manager: string): Promise<readonly Part[]> {
	const module = {path: 'github.com/kserve/kserve', version};
	const own = `kserve-${version}`;
	return [
		{name, version, result: manager, make: async () => buildKserve(name, module)},
		{
			name: `${name}-install`,
			version: `${version} ${await hashOf(overlay(own), overlay('kserve'))}`,
			result: join(installFolders[name], 'objects.yaml'),
			make: async () =>
				render(name, join(overlays, own), {
					config: join(await folderOf(module), 'config'),
					testbed: join(overlays, 'kserve'),
				}),
		},
	];
}

function overlay(folder: string): string {
	return join(overlays, folder, 'kustomization.yaml');
}

async function buildKnative(): Promise<void> {
	const commands = ['queue', 'controller', 'activator', 'autoscaler', 'webhook'];
	const importPaths = commands.map(command => `knative.dev/serving/cmd/${command}`);
	await buildPrograms('knative', knative, importPaths, {into: 'knative', untidied: true});
}

async function buildKserve(name: string, module: GoModule): Promise<void> {
	const replace = await directivesOf(await downloadModule(module));
	const options = {replace, into: name, untidied: true};
	await buildPrograms(name, module, [`${module.path}/cmd/manager`], options);
}

async function renderKnative(): Promise<void> {
	await render('knative', join(overlays, 'knative'), {
		serving: join(await folderOf(knative), 'config', 'core'),
		networking: join(await folderOf(await requiredBy(knative, 'knative.dev/networking')), 'config'),
		caching: join(await folderOf(await requiredBy(knative, 'knative.dev/caching')), 'config'),
	});
}

/** Renders our kustomization over folders of a release, CRDs apart from the rest: they have to be there before objects of their kinds. */
async function render(
	name: keyof typeof installFolders,
	kustomization: string,
	shipped: Readonly<Record<string, string>>,
): Promise<void> {
	const work = join(cache, 'src', `${name}-install`);
	await rm(work, {recursive: true, force: true});
	await cp(kustomization, work, {recursive: true});
	for (const [folder, source] of Object.entries(shipped)) await cp(source, join(work, folder), {recursive: true});
	const documents = (await run(programs.kubectl, ['kustomize', work])).split(/^---\n/m);
	const isCrd = (document: string): boolean => /^kind: CustomResourceDefinition$/m.test(document);
	await mkdir(installFolders[name], {recursive: true});
	const write = async (file: string, content: readonly string[]): Promise<void> =>
		writeFile(join(installFolders[name], file), content.join('---\n'));
	await write('crds.yaml', documents.filter(isCrd));
	await write(
		'objects.yaml',
		documents.filter(document => !isCrd(document)),
	);
}

async function folderOf(module: GoModule): Promise<string> {
	return (await downloadModule(module)).Dir;
}

/** Another module in the version that a module requires. */
async function requiredBy(module: GoModule, path: string): Promise<GoModule> {
	const {GoMod} = await downloadModule(module);
	const found = new RegExp(`^\\s*${path.replaceAll('.', '\\.')} v(\\S+)`, 'm').exec(await readFile(GoMod, 'utf8'));
	if (!found?.[1]) throw new Error(`${module.path} ${module.version} does not require ${path}`);
	return {path, version: found[1]};
}
