import type {ServerResponse} from 'node:http';
import {listAt, stringAt, type KubeObject} from '../../objects/object.ts';
import {pods} from '../../objects/resource.ts';
import {kindOf} from './kinds.ts';
import {integerOf} from './reads.ts';
import {badRequest, notFound} from './status-error.ts';
import type {Store} from './store.ts';
import type {Target} from './target.ts';

/** What a container has written until now, without ends of lines; undefined when it has not started. */
export type PodLog = (pod: KubeObject, container: string) => readonly string[] | undefined;

/**
 * Answers `pods/log` as text, one line after the other ("Kubernetes API", PodLogOptions: `container`, `tailLines`, `follow`); with
 * `follow` until the pod is gone, the client leaves or the signal aborts. Throws NotFound and BadRequest.
 */
export function sendPodLog(
	{store, podLog}: {readonly store: Store; readonly podLog: PodLog},
	{namespace, name = ''}: Target,
	query: URLSearchParams,
	response: ServerResponse,
	ending: AbortSignal,
): void {
	const pod = store.get(pods, namespace, name);
	if (!pod) throw notFound(kindOf(pods), name);
	const container = containerOf(pod, query.get('container') ?? '');
	const lines = podLog(pod, container);
	if (!lines) throw badRequest(`container "${container}" in pod "${name}" is waiting to start: PodInitializing`);
	const tail = query.has('tailLines') ? integerOf(query, 'tailLines') : lines.length;
	response.writeHead(200, {'Content-Type': 'text/plain'});
	response.flushHeaders();
	let written = Math.max(0, lines.length - tail);
	const write = (all: readonly string[]): void => {
		for (const line of all.slice(written)) response.write(`${line}\n`);
		written = Math.max(written, all.length);
	};
	write(lines);
	if (query.get('follow') !== 'true') return void response.end();
	const end = (): void => {
		stop();
		response.end();
	};
	const stop = store.onChange(({kind, before, after}) => {
		if (kind.kind !== pods.kind || before?.metadata.uid !== pod.metadata.uid) return;
		if (after) write(podLog(after, container) ?? []);
		else end();
	});
	response.once('close', () => {
		stop();
		ending.removeEventListener('abort', end);
	});
	ending.addEventListener('abort', end, {once: true});
}

/** The container that is asked for, or the only one (`pkg/registry/core/pod`, `LogLocation`). */
function containerOf({metadata: {name}, ...pod}: KubeObject, asked: string): string {
	const names = (field: string): readonly string[] =>
		listAt(pod, 'spec', field).map(container => stringAt(container, 'name') ?? '');
	const [all, init] = [names('containers'), names('initContainers')];
	if (asked === '' && all.length === 1) return all[0] ?? '';
	if (asked === '') {
		const more = init.length === 0 ? '' : ` or one of the init containers: [${init.join(' ')}]`;
		throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]${more}`);
	}

	if (![...all, ...init].includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
	return asked;
}
