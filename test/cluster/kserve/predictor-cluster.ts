import {servedName} from '../../../source/kserve/served-name.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {ComponentServices} from '../../../source/sandbox/kserve/component-service.ts';
import type {Component} from '../../../source/sandbox/kserve/component.ts';
import type {Revision} from '../../../source/sandbox/kserve/revision.ts';
import {componentRouteName, namespaceOf, revisionHost} from '../../../source/sandbox/kserve/routes.ts';
import type {Surroundings} from '../../../source/sandbox/kserve/surroundings.ts';
import type {Address} from '../testbed/address.ts';
import {httpGet} from '../testbed/http-get.ts';
import type {MeshTestbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {startModelServer, type ModelServer} from './model-server.ts';
import {connectionRule, ownPredictorRoute, routePath, serviceEntry} from './routes.ts';
import {isStandard, predictorEndpoints, predictorName, predictorService} from './standard-mode.ts';
import {StatusWriter} from './status-writer.ts';

/** Paths of a predictor's Service and of its endpoints. */
function servicePaths(object: KubeObject): readonly [service: string, endpoints: string] {
	const namespace = namespaceOf(object);
	const name = predictorName(object);
	return [
		`/api/v1/namespaces/${namespace}/services/${name}`,
		`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices/${name}-1`,
	];
}

/** What a predictor does in the cluster, on the gateway and on this machine. */
export class PredictorCluster implements Surroundings<ModelServer> {
	readonly #testbed: MeshTestbed;
	readonly #writer: StatusWriter;
	readonly #standardHost: string | undefined;

	/** @param standardHost Where servers of Standard mode listen: an address that an EndpointSlice takes. */
	constructor(testbed: MeshTestbed, standardHost: string | undefined) {
		this.#testbed = testbed;
		this.#writer = new StatusWriter(testbed.api);
		this.#standardHost = standardHost;
	}

	async reconcileFinalizer(object: KubeObject): Promise<KubeObject> {
		return this.#writer.reconcileFinalizer(object);
	}

	async writeStatus(object: KubeObject, services: ComponentServices, progressDeadline: number): Promise<KubeObject> {
		return this.#writer.writeStatus(object, services, progressDeadline);
	}

	async startServer({object}: Component, {name, template}: Revision): Promise<ModelServer> {
		const {processes, runDir} = this.#testbed;
		const {storageUri} = template;
		const host = isStandard(object) ? this.#standardHost : '127.0.0.1';
		if (host === undefined) throw new Error('Standard mode needs an address for its servers (standardHost)');
		const model = servedName(object).name;
		return startModelServer({processes, folder: runDir, revision: name, host, model, storageUri});
	}

	/**
	 * Names a revision's server in the mesh, sends the predictor's traffic there once the gateway knows it, and waits until the
	 * gateway does so. A route that came before its server would lose requests.
	 */
	async route({object}: Component, revision: string, {address: server}: ModelServer): Promise<void> {
		if (isStandard(object)) return this.#serve(object, server);
		const namespace = namespaceOf(object);
		const {envoyAdmin, gateway} = this.#testbed;
		const entry = `${revision}-private`;
		await this.#apply(routePath('serviceentries', namespace, entry), serviceEntry(object, revision, server));
		await this.#apply(routePath('destinationrules', namespace, entry), connectionRule(object, revision));
		const endpoint = `|${revisionHost(namespace, revision)}::${server.host}:${server.port}::`;
		await waitFor(`${revision} in the gateway`, async () => {
			const {body} = await httpGet(envoyAdmin, '/clusters');
			return body.includes(endpoint);
		});
		const name = componentRouteName(object.metadata.name, 'predictor');
		await this.#apply(routePath('virtualservices', namespace, name), ownPredictorRoute(object, revision));
		const host = `${object.metadata.name}-predictor.${namespace}.svc.cluster.local`;
		await waitFor(`${revision} behind ${host}`, async () => {
			const {code, body} = await httpGet(gateway, '/v2', {host});
			return code === 200 && (JSON.parse(body) as {name?: string}).name === revision;
		});
	}

	/** Makes a server the one behind the predictor's Service, and waits until the gateway knows it. */
	async #serve(object: KubeObject, server: Address): Promise<void> {
		const [service, endpoints] = servicePaths(object);
		await this.#apply(service, predictorService(object, server));
		await this.#apply(endpoints, predictorEndpoints(object, server));
		const endpoint = `|${predictorName(object)}.${namespaceOf(object)}.svc.cluster.local::${server.host}:${server.port}::`;
		await waitFor(`${predictorName(object)} in the gateway`, async () => {
			const {body} = await httpGet(this.#testbed.envoyAdmin, '/clusters');
			return body.includes(endpoint);
		});
	}

	/** Waits until a revision that gets no more requests has answered those it got, as Knative's queue-proxy does. */
	async drain({object}: Component, revision: string, {address: server}: ModelServer): Promise<void> {
		if (isStandard(object)) return this.#leave(server);
		const idle = `|${revisionHost(namespaceOf(object), revision)}::${server.host}:${server.port}::rq_active::0\n`;
		await waitFor(`the last answer of ${revision}`, async () => {
			const {body} = await httpGet(this.#testbed.envoyAdmin, '/clusters');
			return body.includes(idle);
		});
	}

	/** The gateway keeps a server that has left the Service until it has answered. */
	async #leave({host, port}: Address): Promise<void> {
		await waitFor(`the last answer of ${host}:${port}`, async () => {
			const {body} = await httpGet(this.#testbed.envoyAdmin, '/clusters');
			return !body.includes(`::${host}:${port}::`);
		});
	}

	async removeRoute({object}: Component): Promise<void> {
		if (isStandard(object)) {
			for (const path of servicePaths(object).toReversed()) await this.#delete(path);
			return;
		}

		const name = componentRouteName(object.metadata.name, 'predictor');
		await this.#delete(routePath('virtualservices', namespaceOf(object), name));
	}

	async removeServer({object}: Component, revision: string): Promise<void> {
		if (isStandard(object)) return;
		const entry = `${revision}-private`;
		await this.#delete(routePath('destinationrules', namespaceOf(object), entry));
		await this.#delete(routePath('serviceentries', namespaceOf(object), entry));
	}

	complain(trouble: string): void {
		console.error(`kserve stand-in: ${trouble}`);
	}

	async #apply(path: string, object: KubeObject): Promise<void> {
		const query = '?fieldManager=kserve-stand-in&force=true';
		await this.#testbed.api.expect(path + query, {
			method: 'PATCH',
			contentType: 'application/apply-patch+yaml',
			body: object,
		});
	}

	async #delete(path: string): Promise<void> {
		const {code, body} = await this.#testbed.api.call(path, {method: 'DELETE'});
		if (code >= 300 && code !== 404) throw new Error(`DELETE ${path}: ${JSON.stringify(body)}`);
	}
}
