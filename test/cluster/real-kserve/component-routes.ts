import {expect} from 'vitest';
import {connect} from '../../../source/kube/client.ts';
import {loadConnection} from '../../../source/kube/connection.ts';
import {askWithHeaders} from '../routes/ask.ts';
import {applyObjects, createNamespace} from '../routes/objects.ts';
import {entranceOf, route} from '../routes/stand.ts';
import type {Address} from '../testbed/address.ts';
import {addSharedGateway} from '../testbed/gateway-api.ts';
import {readRequests} from '../testbed/models.ts';
import type {MeshTestbed} from '../testbed/testbed.ts';
import {expected, versionsIn, type ComponentCase, type Version} from './component-cases.ts';

/** Apps whose versions are InferenceServices of the real KServe, routed, and what they answer. */
export class ComponentRoutes {
	readonly #testbed: MeshTestbed;
	readonly #shared: Address;

	private constructor(testbed: MeshTestbed, shared: Address) {
		this.#testbed = testbed;
		this.#shared = shared;
	}

	/** Resolves when all versions are ready, and all apps have their routes. */
	static async start(testbed: MeshTestbed, cases: readonly ComponentCase[]): Promise<ComponentRoutes> {
		const {api, kubectl, kubeconfig} = testbed;
		const shared = await addSharedGateway(testbed);
		for (const namespace of new Set(cases.map(({setup}) => setup.namespace))) {
			await createNamespace(api, namespace);
			await applyObjects(api, versionsIn(namespace));
			await kubectl(['wait', 'isvc', '--all', '--for=condition=Ready', '-n', namespace, '--timeout=600s']);
		}

		const ours = connect(loadConnection({kubeconfig}), {version: 'test'});
		await route({testbed, cluster: ours, shared}, cases);
		return new ComponentRoutes(testbed, shared);
	}

	/** Each request to an app reaches the component that its path is for, of each version that it may reach. */
	async expectReached(appCase: ComponentCase): Promise<void> {
		const {app, reach} = appCase;
		const {name} = app;
		const paths = ['/', `/v2/models/${name}/infer`, `/v1/models/${name}:predict`, `/v1/models/${name}:explain`];
		for (const kind of ['plain', 'test'] as const) {
			const wanted = reach[kind].map(index => app.versions[index]?.name as Version);
			for (const path of paths) {
				const left = new Set<unknown>(wanted);
				for (let asked = 0; left.size > 0; asked++) {
					const answer = await this.#answerTo(appCase, path, kind === 'test' ? {traffic: 'test'} : {});
					const version = wanted.find(each => each === answer['version']);
					expect(answer, path).toEqual(version && expected(version, path));
					left.delete(version);
					expect(asked).toBeLessThan(60);
				}
			}
		}
	}

	/** Who answered: model and version of the body, and the components that the request went through. */
	async #answerTo(
		{setup, app}: ComponentCase,
		path: string,
		headers: Readonly<Record<string, string>>,
	): Promise<Readonly<Record<string, unknown>>> {
		const host = `${app.name}.${app.namespace}.svc.cluster.local`;
		const body = JSON.stringify(readRequests()[0]?.request);
		const entrance = entranceOf(setup, this.#testbed, this.#shared);
		const answer = await askWithHeaders(entrance, {method: 'POST', host, path, headers, body});
		const said = answer.status === 200 ? (JSON.parse(answer.body) as Readonly<Record<string, unknown>>) : {};
		return {
			version: answer.appVersions.join(),
			status: answer.status,
			model: said['model_version'],
			transformedBy: answer.headers['x-transformed-by'],
			explainedBy: answer.headers['x-explained-by'],
		};
	}
}
