import {expect, onTestFinished} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {inferenceServices} from '../../../source/objects/resource.ts';
import {kindOf} from '../../../source/sandbox/api/kinds.ts';
import {Store} from '../../../source/sandbox/api/store.ts';
import {Writes} from '../../../source/sandbox/api/writes.ts';
import {startGateway, type SandboxGateway} from '../../../source/sandbox/gateway/gateway.ts';
import type {Address} from '../../../source/sandbox/gateway/upstream.ts';
import {startKserve} from '../../../source/sandbox/kserve/controller.ts';
import {meshObjects} from '../../../source/sandbox/mesh-objects.ts';
import {routeSource} from '../../../source/sandbox/sandbox.ts';
import {infer} from '../../cluster/kserve/infer.ts';
import type {Ground} from '../../cluster/real-kserve/ground.ts';
import {routeTo, type Mode} from '../../cluster/real-kserve/inference-service.ts';
import {shapeOf} from '../../cluster/real-kserve/shape.ts';
import {modelUri} from '../../cluster/testbed/models.ts';
import answers from '../../fixtures/models/answers.json' with {type: 'json'};
import {eventually} from '../../helpers/eventually.ts';
import {recordedStates} from './recorded-states.ts';

/** What stands for the models of the stories. */
const standIns = {'digits-lr': 'v1', 'digits-rf': 'v2', 'digits-svm': 'v3'} as const;
const times = {observeDelay: 5, scaleDownDelay: 30, idleDelay: 300, progressDeadline: 150};

/** The sandbox's KServe and gateway, on a store alone, as stories run on them. */
export class SandboxGround implements Ground {
	readonly #store = new Store();
	readonly #writes = new Writes(this.#store);
	readonly #mode: Mode;
	readonly #states = new Set<string>();
	#gateway: SandboxGateway | undefined;
	/** Where requests went last. */
	#asked: Address | undefined;

	private constructor(mode: Mode) {
		this.#mode = mode;
	}

	static async start(mode: Mode): Promise<SandboxGround> {
		const ground = new SandboxGround(mode);
		await ground.#start();
		return ground;
	}

	/** The states of InferenceServices that the real KServe was not seen in. */
	unknown(): readonly string[] {
		const known = recordedStates(this.#mode);
		return [...this.#states].filter(state => !known.has(state));
	}

	async apply(object: KubeObject): Promise<void> {
		const text = Object.entries(standIns).reduce(
			(all, [model, version]) =>
				all.replaceAll(modelUri(model as keyof typeof standIns), `sandbox://digits/${version}`),
			JSON.stringify(object),
		);
		const {metadata, ...rest} = JSON.parse(text) as KubeObject;
		const live = await this.read(metadata.name);
		this.#store.put({...live, ...rest, metadata: {...live?.metadata, ...metadata}});
	}

	async lookAgain(name: string): Promise<void> {
		const live = await this.read(name);
		const annotations = {...live?.metadata.annotations, 'kubectl.kubernetes.io/last-applied-configuration': '{}'};
		if (live) this.#store.put({...live, metadata: {...live.metadata, annotations}});
	}

	async delete(name: string): Promise<void> {
		this.#writes.delete(kindOf(inferenceServices), 'default', name);
		await eventually(async () => expect(await this.read(name)).toBeUndefined());
	}

	async read(name: string): Promise<KubeObject | undefined> {
		return this.#store.get(inferenceServices, 'default', name);
	}

	/** There is one as long as who answered last listens. */
	async pods(name: string): Promise<readonly KubeObject[]> {
		const {host, port} = this.#asked ?? {host: '', port: 0};
		const isThere = await fetch(`http://${host}:${port}/v2/health/live`).then(
			({ok}) => ok,
			() => false,
		);
		return isThere ? [{apiVersion: 'v1', kind: 'Pod', metadata: {name}}] : [];
	}

	async expose(service: string, mode: Mode): Promise<string> {
		if (mode === 'Knative') return `${service}.default.svc.cluster.local`;
		this.#store.put(routeTo(service));
		return `${service}.example`;
	}

	async answer(host: string, model: string): Promise<string> {
		const row = answers.rows.digits[0] ?? [];
		const body = {inputs: [{name: 'predict', shape: [1, row.length], datatype: 'FP32', data: row}]};
		try {
			const {version} = await infer(this.#gateway?.address ?? {host: '', port: 0}, host, model, body);
			return Object.entries(standIns).find(([, standIn]) => standIn === version)?.[0] ?? version;
		} catch (error) {
			return (error as Error).message;
		}
	}

	async #start(): Promise<void> {
		const complain = (trouble: string): void => expect.fail(trouble);
		for (const object of meshObjects(this.#mode)) this.#store.put(object);
		const kserve = await startKserve({store: this.#store, mode: this.#mode, loadTimeMs: 60, complain, times});
		onTestFinished(async () => kserve.stop());
		this.#gateway = await startGateway({
			routes: routeSource(this.#store),
			addressOf: async (host, port, ended) => {
				this.#asked = await kserve.addressOf(host, port, ended);
				return this.#asked;
			},
		});
		onTestFinished(async () => this.#gateway?.close());
		this.#store.onChange(({kind, after}) => {
			if (kind.plural === inferenceServices.plural && after) this.#states.add(shapeOf({status: after['status']}));
		});
	}
}
