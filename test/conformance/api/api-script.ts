import {setTimeout as delay} from 'node:timers/promises';
import {send, type ServerAnswer} from './connection.ts';
import {Normaliser} from './normalise.ts';
import {openWatch, type OpenWatch} from './open-watch.ts';
import type {ConformanceServer} from './server.ts';
import type {Entry, Transcript} from './transcript.ts';

/** Where the kinds that the cases use are. */
const prefixes: Readonly<Record<string, string>> = {
	configmaps: '/api/v1',
	services: '/api/v1',
	pods: '/api/v1',
	events: '/api/v1',
	leases: '/apis/coordination.k8s.io/v1',
	deployments: '/apis/apps/v1',
	inferenceservices: '/apis/serving.kserve.io/v1beta1',
	virtualservices: '/apis/networking.istio.io/v1beta1',
	httproutes: '/apis/gateway.networking.k8s.io/v1',
};

const acceptTypes = {
	Table: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
	PartialObjectMetadata: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
	PartialObjectMetadataList: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
	aggregated: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
} as const;

const patchTypes = {
	json: 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
	apply: 'application/apply-patch+yaml',
} as const;

export interface RequestOptions {
	/** The form to ask for. */
	readonly as?: keyof typeof acceptTypes;
	/** @default 'application/json' */
	readonly contentType?: string;
	/** Another token than the server's; empty for none. */
	readonly token?: string;
	/** A user without rights, whom the server's user plays. */
	readonly user?: string;
	/** What of the answer's body is compared, where the rest differs from server to server. */
	readonly only?: (body: unknown) => unknown;
}

/** The fields that scripts read from answers. */
export interface AnsweredObject {
	readonly metadata: {
		readonly name: string;
		readonly uid: string;
		readonly resourceVersion: string;
		readonly continue?: string;
	};
}

/**
 * Sends a case's requests and writes their normalised answers down. A path without a leading slash is one in the case's own
 * namespace: `configmaps/note`. A body that is a string is sent as it is.
 */
export class ApiScript {
	readonly namespace: string;
	readonly #server: ConformanceServer;
	readonly #normaliser: Normaliser;
	readonly #entries: Entry[] = [];
	readonly #watches: OpenWatch[] = [];

	constructor(server: ConformanceServer, namespace: string, showsManagedFields: boolean) {
		this.#server = server;
		this.namespace = namespace;
		this.#normaliser = new Normaliser(namespace, showsManagedFields);
	}

	get transcript(): Transcript {
		return this.#entries;
	}

	async get(path: string, options?: RequestOptions): Promise<AnsweredObject> {
		return this.send('GET', path, undefined, options);
	}

	async post(path: string, body: unknown, options?: RequestOptions): Promise<AnsweredObject> {
		return this.send('POST', path, body, options);
	}

	async put(path: string, body: unknown, options?: RequestOptions): Promise<AnsweredObject> {
		return this.send('PUT', path, body, options);
	}

	async patch(
		type: keyof typeof patchTypes,
		path: string,
		body: unknown,
		options?: RequestOptions,
	): Promise<AnsweredObject> {
		return this.send('PATCH', path, body, {contentType: patchTypes[type], ...options});
	}

	/** Server-side apply of an object that its path names. */
	async apply(manager: string, path: string, object: unknown, options?: RequestOptions): Promise<AnsweredObject> {
		const separator = path.includes('?') ? '&' : '?';
		return this.patch('apply', `${path}${separator}fieldManager=${manager}`, object, options);
	}

	async delete(path: string, body?: unknown, options?: RequestOptions): Promise<AnsweredObject> {
		return this.send('DELETE', path, body, options);
	}

	async send(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<AnsweredObject> {
		const answer = await this.#ask(method, path, body, options);
		this.#write(`${method} ${path}`, answer, options.only);
		return answer.body as AnsweredObject;
	}

	/** Asks until the object is gone, and writes the last answer down. */
	async untilGone(path: string): Promise<void> {
		await this.until(path, ({code}) => code === 404);
	}

	/** Asks until an answer is as wished, and writes that down: for what a server does in its own time. */
	async until(path: string, isWished: (answer: ServerAnswer) => boolean): Promise<void> {
		const end = performance.now() + 30_000;
		let answer = await this.#ask('GET', path, undefined, {});
		while (!isWished(answer) && performance.now() < end) {
			await delay(20);
			answer = await this.#ask('GET', path, undefined, {});
		}

		this.#write(`GET ${path} in the end`, answer);
	}

	/** Opens a watch; what it says is written down when it is taken. */
	async watch(path: string, options: Pick<RequestOptions, 'as'> = {}): Promise<OpenWatch> {
		const headers: Record<string, string> = options.as ? {accept: acceptTypes[options.as]} : {};
		const watch = await openWatch(this.#server, this.path(path), headers, (code, events) =>
			this.#write(`WATCH ${path}`, {code, body: events, warnings: []}),
		);
		this.#watches.push(watch);
		return watch;
	}

	/** Ends what the case left open. */
	close(): void {
		for (const watch of this.#watches) watch.close();
	}

	path(path: string): string {
		if (path.startsWith('/')) return path;
		const [plural = ''] = path.split(/[/?]/, 1);
		return `${prefixes[plural]}/namespaces/${this.namespace}/${path}`;
	}

	async #ask(method: string, path: string, body: unknown, options: RequestOptions): Promise<ServerAnswer> {
		const {as, contentType = 'application/json', token = this.#server.token, user} = options;
		return send(this.#server, {
			method,
			path: this.path(path),
			headers: {
				...(token === '' ? {} : {authorization: `Bearer ${token}`}),
				'user-agent': 'conformance/1',
				...(user ? {'impersonate-user': user} : {}),
				...(as ? {accept: acceptTypes[as]} : {}),
				...(body === undefined ? {} : {'content-type': contentType}),
			},
			...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
		});
	}

	#write(request: string, answer: ServerAnswer, only: RequestOptions['only'] = body => body): void {
		const {code, body, warnings} = answer;
		this.#entries.push({
			request: this.#normaliser.text(request.replace(/([?&](?:continue|resourceVersion)=)[^&]{2,}/, '$1…')),
			code,
			body: this.#normaliser.value(only(body)),
			...(warnings.length > 0 ? {warnings: warnings.map(said => this.#normaliser.text(said))} : {}),
		});
	}
}
