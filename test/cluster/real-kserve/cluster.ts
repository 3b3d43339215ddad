import type {KubeObject} from '../../../source/objects/object.ts';
import {statusOf} from '../../../source/sandbox/kserve/status.ts';
import {infer, type Inference} from '../kserve/infer.ts';
import {readRequests} from '../testbed/models.ts';
import {startRealKserve, type RealKserve} from '../testbed/real-kserve.ts';
import {startTestbed, type MeshTestbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {routeTo, type Mode} from './inference-service.ts';

/** A testbed with the real KServe, and how a test looks at it. */
export class Cluster {
	readonly testbed: MeshTestbed;
	readonly #kserve: RealKserve;

	private constructor(testbed: MeshTestbed, kserve: RealKserve) {
		this.testbed = testbed;
		this.#kserve = kserve;
	}

	static async start(): Promise<Cluster> {
		const testbed = await startTestbed({mesh: true});
		try {
			return new Cluster(testbed, await startRealKserve(testbed));
		} catch (error) {
			await testbed.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		this.#kserve.stop();
		await this.testbed.stop();
	}

	async apply(object: KubeObject): Promise<void> {
		await this.testbed.kubectl(['apply', '--filename', '-'], JSON.stringify(object));
	}

	async delete(name: string): Promise<void> {
		await this.testbed.kubectl(['delete', 'inferenceservice', name, '--timeout=60s']);
	}

	async read(name: string): Promise<KubeObject> {
		const path = `/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices/${name}`;
		return (await this.testbed.api.expect(path)) as KubeObject;
	}

	/** Waits until Ready has a value; at once after a change it is still the old one. */
	async ready(name: string, value = 'True'): Promise<void> {
		await this.until(name, `Ready ${value}`, status => conditionOf(status, 'Ready')?.status === value);
	}

	/** Waits until a status is as it should be; fails with the last one. */
	async until(name: string, what: string, isSo: (status: ReturnType<typeof statusOf>) => boolean): Promise<void> {
		let last: unknown;
		try {
			await waitFor(
				`${what} of ${name}`,
				async () => {
					const status = statusOf(await this.read(name));
					last = status;
					return isSo(status);
				},
				90_000,
				100,
			);
		} catch (error) {
			throw new Error(`the status is ${JSON.stringify(last)}`, {cause: error});
		}
	}

	/** Names of a component's pods that are not ending. */
	async pods(name: string): Promise<readonly string[]> {
		const selector = encodeURIComponent(`serving.kserve.io/inferenceservice=${name}`);
		const path = `/api/v1/namespaces/default/pods?labelSelector=${selector}`;
		const {items} = (await this.testbed.api.expect(path)) as {readonly items: readonly KubeObject[]};
		return items.filter(({metadata}) => metadata.deletionTimestamp === undefined).map(({metadata}) => metadata.name);
	}

	/** Makes a predictor reachable at the gateway, and resolves to its host there. */
	async expose(name: string, mode: Mode, component = 'predictor'): Promise<string> {
		const service = `${name}-${component}`;
		if (mode === 'Knative') return `${service}.default`;
		await this.apply(routeTo(service));
		return `${service}.example`;
	}

	/** Asks a model for the first digit, until it answers. */
	async infer(name: string, host: string): Promise<Inference> {
		const [line] = readRequests();
		let answer: Inference | undefined;
		await waitFor(`an answer of ${name}`, async () => {
			answer = await infer(this.testbed.gateway, host, name, line?.request);
			return true;
		});
		if (!answer) throw new Error('unreachable');
		return answer;
	}
}

type Status = ReturnType<typeof statusOf>;

export function conditionOf(status: Status, type: string): NonNullable<Status['conditions']>[number] | undefined {
	return status.conditions?.find(condition => condition.type === type);
}
