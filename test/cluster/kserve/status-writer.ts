import type {KubeObject} from '../../../source/objects/object.ts';
import type {ComponentServices} from '../../../source/sandbox/kserve/component-service.ts';
import {nextFinalizers} from '../../../source/sandbox/kserve/finalizer.ts';
import {reconcileKnativeStatus} from '../../../source/sandbox/kserve/knative-mode-status.ts';
import {sameStatus, statusOf} from '../../../source/sandbox/kserve/status.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {isStandard, standardStatus} from './standard-mode.ts';

const inferenceServices = ({metadata}: KubeObject): string =>
	`/apis/serving.kserve.io/v1beta1/namespaces/${metadata.namespace}/inferenceservices/${metadata.name}`;

/** What KServe writes into InferenceServices of a real API server. */
export class StatusWriter {
	readonly #api: ApiClient;

	constructor(api: ApiClient) {
		this.#api = api;
	}

	async reconcileFinalizer(object: KubeObject): Promise<KubeObject> {
		const finalizers = nextFinalizers(object);
		if (finalizers === undefined) return object;
		const {code, body} = await this.#api.call(inferenceServices(object), {
			method: 'PATCH',
			contentType: 'application/merge-patch+json',
			body: {metadata: {finalizers}},
		});
		if (code === 404) return object;
		if (code >= 300) throw new Error(`finalizers of ${object.metadata.name}: ${JSON.stringify(body)}`);
		return body as KubeObject;
	}

	/** Writes status until it says all there is to say, as KServe's writes trigger its controller again. */
	async writeStatus(object: KubeObject, services: ComponentServices, progressDeadline: number): Promise<KubeObject> {
		let present = object;
		for (let writes = 0; writes < 10; writes++) {
			const reconciled = reconcileKnativeStatus(present, services, Date.now(), progressDeadline);
			const status = isStandard(object) ? standardStatus(object, reconciled) : reconciled;
			if (sameStatus(statusOf(present), status)) return present;
			const path = inferenceServices(present);
			const {code, body} = await this.#api.call(`${path}/status`, {method: 'PUT', body: {...present, status}});
			if (code === 404) return present;
			if (code === 409) present = (await this.#api.expect(path)) as KubeObject;
			else if (code >= 300) throw new Error(`status of ${object.metadata.name}: ${JSON.stringify(body)}`);
			else present = body as KubeObject;
		}

		throw new Error(`the status of ${object.metadata.name} does not settle`);
	}
}
