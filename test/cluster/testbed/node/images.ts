import {join} from 'node:path';
import {programs} from '../cache.ts';

/** A program of this machine in place of a container image. */
export interface Image {
	readonly entrypoint: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

const servers = join(import.meta.dirname, 'servers');
// many models share two cores here
const singleThread = {OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1'};

/** By the image's name, with its tag or without tag and digest. */
const images: Readonly<Record<string, Image>> = {
	'ko://knative.dev/serving/cmd/controller': {entrypoint: [programs.knativeController]},
	'ko://knative.dev/serving/cmd/autoscaler': {entrypoint: [programs.knativeAutoscaler]},
	'ko://knative.dev/serving/cmd/webhook': {entrypoint: [programs.knativeWebhook]},
	'ko://knative.dev/serving/cmd/activator': {entrypoint: [programs.knativeActivator]},
	'ko://knative.dev/serving/cmd/queue': {entrypoint: [programs.knativeQueue]},
	'kserve/kserve-controller:v0.15.2': {entrypoint: [programs.oldKserveManager]},
	'kserve/kserve-controller': {entrypoint: [programs.kserveManager]},
	'kserve/storage-initializer': {entrypoint: [process.execPath, join(servers, 'storage-initializer.ts')]},
	'seldonio/mlserver': {
		entrypoint: [programs.mlserver, 'start', '/mnt/models'],
		// its worker processes, by default one, do not start outside its image
		env: {...singleThread, MLSERVER_PARALLEL_WORKERS: '0'},
	},
	'kserve/sklearnserver': {entrypoint: [programs.mlserverPython, join(servers, 'v1-server.py')], env: singleThread},
	'testbed/shell': {entrypoint: ['sh', '-c']},
	'testbed/transformer': {entrypoint: [process.execPath, join(servers, 'transformer.ts')]},
};

/** The program behind an image reference, or undefined: such an image cannot be pulled. */
export function imageNamed(reference: string): Image | undefined {
	const full = reference.replace(/^(?:index\.)?docker\.io\//, '');
	const bare = full.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
	const name = [full, bare].find(name => Object.hasOwn(images, name));
	return name === undefined ? undefined : images[name];
}
