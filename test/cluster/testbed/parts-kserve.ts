import {cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache, installFolders, programs} from './cache.ts';
import {run} from './command.ts';
import {kubectlPath} from './control-plane.ts';
import {buildPrograms, downloadModule, replacementsOf, type GoModule} from './go-build.ts';
import {hashOf, type Part} from './stamp.ts';
import {versions} from './versions.ts';

const knative = {path: 'knative.dev/serving', version: versions.knative};
const kserve = {path: 'github.com/kserve/kserve', version: versions.realKserve};
const overlays = join(import.meta.dirname, 'manifests');

/** KServe's manager and Knative Serving's programs, and what each installs in a cluster. */
export async function kserveParts(): Promise<readonly Part[]> {
	return [
		{name: 'knative', version: knative.version, result: programs.knativeWebhook, make: buildKnative},
		{name: 'kserve', version: kserve.version, result: programs.kserveManager, make: buildKserve},
		{
			name: 'knative-install',
			version: `${knative.version} ${await hashOf(join(overlays, 'knative', 'kustomization.yaml'))}`,
			result: join(installFolders.knative, 'objects.yaml'),
			make: renderKnative,
		},
		{
			name: 'kserve-install',
			version: `${kserve.version} ${await hashOf(join(overlays, 'kserve', 'kustomization.yaml'))}`,
			result: join(installFolders.kserve, 'objects.yaml'),
			make: renderKserve,
		},
	];
}

async function buildKnative(): Promise<void> {
	const commands = ['queue', 'controller', 'activator', 'autoscaler', 'webhook'];
	const importPaths = commands.map(command => `knative.dev/serving/cmd/${command}`);
	await buildPrograms('knative', knative, importPaths, {into: 'knative', untidied: true});
}

async function buildKserve(): Promise<void> {
	const replace = await replacementsOf(await downloadModule(kserve));
	const options = {replace, into: 'kserve', untidied: true};
	await buildPrograms('kserve', kserve, ['github.com/kserve/kserve/cmd/manager'], options);
}

async function renderKnative(): Promise<void> {
	await render('knative', {
		serving: join(await folderOf(knative), 'config', 'core'),
		networking: join(await folderOf(await requiredBy(knative, 'knative.dev/networking')), 'config'),
		caching: join(await folderOf(await requiredBy(knative, 'knative.dev/caching')), 'config'),
	});
}

async function renderKserve(): Promise<void> {
	await render('kserve', {config: join(await folderOf(kserve), 'config')});
}

/** Renders our kustomization over folders of a release, CRDs apart from the rest: they have to be there before objects of their kinds. */
async function render(name: keyof typeof installFolders, shipped: Readonly<Record<string, string>>): Promise<void> {
	const work = join(cache, 'src', `${name}-install`);
	await rm(work, {recursive: true, force: true});
	await cp(join(overlays, name), work, {recursive: true});
	for (const [folder, source] of Object.entries(shipped)) await cp(source, join(work, folder), {recursive: true});
	const documents = (await run(kubectlPath(), ['kustomize', work])).split(/^---\n/m);
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
