import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {LoadFailure} from '../../../source/sandbox/kserve/revision.ts';
import {LoadError} from '../../../source/sandbox/models/model.ts';
import type {Address} from '../testbed/address.ts';
import {programs} from '../testbed/cache.ts';
import {httpGet} from '../testbed/http-get.ts';
import {freePorts} from '../testbed/ports.ts';
import {endGroup, type Processes} from '../testbed/processes.ts';
import {waitFor} from '../testbed/wait.ts';

export interface ModelServerOptions {
	readonly processes: Processes;
	/** Folder of the run, for settings. */
	readonly folder: string;
	readonly revision: string;
	/** The address to listen on. */
	readonly host: string;
	/** Without it one that is free. */
	readonly port?: number;
	/** The model's name in the V2 protocol: KServe's default is the InferenceService's name. */
	readonly model: string;
	readonly storageUri: string | undefined;
}

/** A running MLServer with one loaded model. */
export interface ModelServer {
	readonly address: Address;
	readonly pid: number;
	/** Ends it at once. */
	kill(): Promise<void>;
}

const singleThread = {OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1'};

/**
 * Starts MLServer on a scikit-learn model and waits until the model is ready. An answer's `model_version` is the name of the
 * storageUri's folder, and `GET /v2` names the revision.
 * @throws LoadError when the folder is not there, or the server ends before the model is ready.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
	const {processes, model, revision, host} = options;
	const path = modelPath(options.storageUri);
	const [freePort = 0, grpcPort, metricsPort] = await freePorts(3);
	const {port = freePort} = options;
	const address = {host, port};
	const cwd = join(options.folder, 'revisions', `${revision}-${port}`);
	await mkdir(cwd, {recursive: true});
	await writeJson(join(cwd, 'settings.json'), {
		server_name: revision,
		host: address.host,
		http_port: port,
		grpc_port: grpcPort,
		metrics_port: metricsPort,
		metrics_dir: cwd,
		parallel_workers: 0,
		debug: false,
	});
	await writeJson(join(cwd, 'model-settings.json'), {
		name: model,
		implementation: 'mlserver_sklearn.SKLearnModel',
		parameters: {uri: path, version: basename(path)},
	});
	const name = `mlserver-${revision}-${port}`;
	const running = await processes.start(name, programs.mlserver, ['start', '.'], {cwd, env: singleThread});
	let exit: {readonly code: number | null} | undefined;
	void running.ended.then(code => (exit = {code}));
	await waitFor(`model ${model} of ${revision}`, async () => {
		if (exit !== undefined) return true;
		return (await httpGet(address, `/v2/models/${model}/ready`)).code === 200;
	});
	if (exit !== undefined) throw new LoadError(await failureOf(join(options.folder, `${name}.log`), exit.code));
	return {address, pid: running.pid, kill: async () => endGroup(running.pid)};
}

/** The words and the exit code are those of KServe's storage initializer. */
function modelPath(storageUri: string | undefined): string {
	if (storageUri === undefined || !storageUri.startsWith('file://')) {
		throw new LoadError({message: `RuntimeError: Cannot recognize storage type for ${storageUri}.`, exitCode: 1});
	}

	const path = fileURLToPath(storageUri).replace(/\/$/, '');
	if (existsSync(path)) return path;
	throw new LoadError({message: `RuntimeError: Local path ${storageUri} does not exist.`, exitCode: 1});
}

/** A container's termination message: the end of its log. MLServer ends with 0 when its model does not load. */
async function failureOf(log: string, code: number | null): Promise<LoadFailure> {
	const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
	const error = lines.findLast(line => /^\w*(Error|Exception)\b/.test(line));
	return {message: error ?? lines.at(-1) ?? '', exitCode: code || 1};
}

async function writeJson(path: string, value: unknown): Promise<void> {
	await writeFile(path, JSON.stringify(value));
}
