import {performance} from 'node:perf_hooks';
import {fieldAt, type KubeObject} from '../../../source/objects/object.ts';
import {modelFolder} from '../testbed/cache.ts';
import {follow} from '../testbed/follow.ts';
import type {Cluster} from './cluster.ts';

/** One state of an InferenceService, as a line of a trace. */
export interface TraceLine {
	/** From the first line of its trace on. */
	readonly seconds: number;
	readonly type: 'MODIFIED' | 'DELETED';
	readonly name: string;
	readonly generation: number | undefined;
	readonly deletionTimestamp?: true;
	readonly spec: unknown;
	readonly status: unknown;
}

/** Follows all InferenceServices, each state of each. */
export class Traces {
	readonly #lines = new Map<string, TraceLine[]>();
	readonly #end = new AbortController();

	constructor({testbed}: Cluster) {
		const add = (object: KubeObject, type: TraceLine['type']): void => {
			const {name} = object.metadata;
			const line = lineOf(object, type);
			const lines = this.#lines.get(name);
			if (lines) lines.push(line);
			else this.#lines.set(name, [line]);
		};
		const path = '/apis/serving.kserve.io/v1beta1/inferenceservices';
		void follow(testbed.api, path, this.#end.signal, {
			changed: object => add(object, 'MODIFIED'),
			gone: object => add(object, 'DELETED'),
		});
	}

	/** What came for a name since this was last called. */
	take(name: string): readonly TraceLine[] {
		const lines = this.#lines.get(name) ?? [];
		this.#lines.delete(name);
		const begun = lines[0]?.seconds ?? 0;
		return lines.map(line => ({...line, seconds: Number((line.seconds - begun).toFixed(2))}));
	}

	/** Seconds since the last state of a name. */
	quiet(name: string): number {
		return performance.now() / 1000 - (this.#lines.get(name)?.at(-1)?.seconds ?? 0);
	}

	stop(): void {
		this.#end.abort();
	}
}

/** Times and places differ from run to run, and tell nothing. */
function lineOf({metadata, ...object}: KubeObject, type: TraceLine['type']): TraceLine {
	const clean = (value: unknown): unknown =>
		JSON.parse(
			JSON.stringify(value ?? null, (key, inner: unknown) =>
				key === 'lastTransitionTime' || key === 'time' ? undefined : inner,
			).replaceAll(`file://${modelFolder}/`, 'file:///models/'),
		);
	return {
		seconds: performance.now() / 1000,
		type,
		name: metadata.name,
		generation: metadata.generation,
		...(metadata.deletionTimestamp !== undefined && {deletionTimestamp: true}),
		spec: clean(fieldAt(object, 'spec')),
		status: clean(fieldAt(object, 'status')),
	};
}
