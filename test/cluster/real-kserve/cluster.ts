import type {KubeObject} from '../../../source/objects/object.ts';
import {infer} from '../kserve/infer.ts';
import {readRequests} from '../testbed/models.ts';
import {startRealKserve, upgradeKserve, type KserveRelease, type RealKserve} from '../testbed/real-kserve.ts';
import {startTestbed, type MeshTestbed} from '../testbed/testbed.ts';
import type {Ground} from './ground.ts';
import {routeTo, type Mode} from './inference-service.ts';

const inferenceServices = '/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices';

/** A testbed with the real KServe, and how a test looks at it. All is in namespace default. */
export class Cluster implements Ground {
	readonly testbed: MeshTestbed;
	readonly kserve: RealKserve;
	#release: KserveRelease;

	private constructor(testbed: MeshTestbed, kserve: RealKserve, release: KserveRelease) {
		this.testbed = testbed;
		this.kserve = kserve;
		this.#release = release;
	}

	static async start(release: KserveRelease = 'kserve'): Promise<Cluster> {
		const testbed = await startTestbed({mesh: true});
		try {
			return new Cluster(testbed, await startRealKserve(testbed, release), release);
		} catch (error) {
			await testbed.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.kserve.stop();
		await this.testbed.stop();
	}

	/** From the older release to today's; what the older one has stored stays. */
	async upgrade(): Promise<void> {
		await upgradeKserve(this.testbed);
		this.#release = 'kserve';
	}

	async apply(object: KubeObject): Promise<void> {
		await this.testbed.kubectl(['apply', '--filename', '-'], this.#asOfRelease(JSON.stringify(object)));
	}

	/** A write that makes no new revision does not do it: the manager begins anew. */
	async lookAgain(): Promise<void> {
		const manager = ['deployment/kserve-controller-manager', '--namespace', 'kserve'];
		await this.testbed.kubectl(['rollout', 'restart', ...manager]);
		await this.testbed.kubectl(['rollout', 'status', ...manager, '--timeout=300s']);
	}

	async delete(name: string): Promise<void> {
		await this.testbed.kubectl(['delete', 'inferenceservice', name, '--timeout=300s']);
	}

	async read(name: string): Promise<KubeObject | undefined> {
		const {code, body} = await this.testbed.api.call(`${inferenceServices}/${name}`);
		return code === 200 ? (body as KubeObject) : undefined;
	}

	async pods(name: string): Promise<readonly KubeObject[]> {
		const selector = encodeURIComponent(`serving.kserve.io/inferenceservice=${name}`);
		const path = `/api/v1/namespaces/default/pods?labelSelector=${selector}`;
		const {items} = (await this.testbed.api.expect(path)) as {readonly items: readonly KubeObject[]};
		return items.filter(({metadata}) => metadata.deletionTimestamp === undefined);
	}

	async expose(service: string, mode: Mode): Promise<string> {
		if (mode === 'Knative') return `${service}.default.svc.cluster.local`;
		await this.apply(routeTo(service));
		return `${service}.example`;
	}

	async answer(host: string, model: string): Promise<string> {
		const [line] = readRequests();
		try {
			return (await infer(this.testbed.gateway, host, model, line?.request)).version;
		} catch (error) {
			return (error as Error).message;
		}
	}

	/** The older release has other names for the modes. */
	#asOfRelease(object: string): string {
		if (this.#release === 'kserve') return object;
		const mode = '"serving.kserve.io/deploymentMode":';
		return object
			.replace(`${mode}"Knative"`, `${mode}"Serverless"`)
			.replace(`${mode}"Standard"`, `${mode}"RawDeployment"`);
	}
}
