import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices} from '../../objects/resource.ts';
import type {Store} from '../api/store.ts';
import type {ComponentServices} from './component-service.ts';
import {nextFinalizers} from './finalizer.ts';
import {reconcileKnativeStatus} from './knative-mode-status.ts';
import {modeOf, type SandboxMode} from './mode.ts';
import {reconcileStandardStatus} from './standard-status.ts';
import {sameStatus, statusOf, stoppedStatus, type InferenceServiceStatus} from './status.ts';

/** What KServe writes into the InferenceServices of a store. */
export class StatusWriter {
	readonly #store: Store;
	readonly #mode: SandboxMode;
	/** Before the beginning: the objects with the statuses that are not stored yet, and those of them that still load, by uid. */
	readonly #early = new Map<string, KubeObject>();
	readonly #loading: Set<string>;
	readonly #begun = Promise.withResolvers<void>();
	#hasBegun: boolean;

	constructor(store: Store, mode: SandboxMode, present: readonly KubeObject[]) {
		this.#store = store;
		this.#mode = mode;
		this.#loading = new Set(present.map(({metadata}) => String(metadata.uid)));
		this.#hasBegun = present.length === 0;
	}

	/** Whether all that was there from the start has been loaded, or has failed to. */
	get hasBegun(): boolean {
		return this.#hasBegun;
	}

	/** Resolves when it has begun; from then on all is stored at once. */
	async begin(): Promise<void> {
		if (!this.#hasBegun) await this.#begun.promise;
		this.#hasBegun = true;
		for (const object of this.#early.values()) {
			const {namespace, name} = object.metadata;
			this.#store.setStatus(inferenceServices, namespace, name, object['status']);
		}

		this.#early.clear();
	}

	/** Whether the object is still there. */
	isThere(object: KubeObject): boolean {
		return !this.#hasBegun || this.#live(object) !== undefined;
	}

	/** See `Surroundings`. */
	reconcileFinalizer(object: KubeObject): KubeObject {
		const finalizers = nextFinalizers(object);
		const live = this.#live(object);
		if (finalizers === undefined || live === undefined) return object;
		return this.#store.put({...live, metadata: {...live.metadata, finalizers}});
	}

	/** See `Surroundings`. */
	writeStatus(object: KubeObject, services: ComponentServices | undefined, progressDeadline: number): KubeObject {
		let present = this.#hasBegun ? this.#live(object) : object;
		while (present !== undefined) {
			const status = this.#nextStatus(present, services, progressDeadline);
			if (sameStatus(statusOf(present), status)) return present;
			present = this.#storeStatus(present, status);
		}

		return object;
	}

	#nextStatus(
		object: KubeObject,
		services: ComponentServices | undefined,
		progressDeadline: number,
	): InferenceServiceStatus {
		const now = this.#store.now.getTime();
		const mode = modeOf(object, this.#mode);
		if (services === undefined) return stoppedStatus(object, mode, now);
		return mode === 'Standard'
			? reconcileStandardStatus(object, services, now)
			: reconcileKnativeStatus(object, services, now, progressDeadline);
	}

	#storeStatus(object: KubeObject, status: InferenceServiceStatus): KubeObject {
		const {namespace, name, uid} = object.metadata;
		if (this.#hasBegun) return this.#store.setStatus(inferenceServices, namespace, name, status);
		const early = {...object, status};
		this.#early.set(String(uid), early);
		if (isSettled(status)) this.#loading.delete(String(uid));
		if (this.#loading.size === 0) this.#begun.resolve();
		return early;
	}

	/** The same object as it is now; undefined when it is gone. */
	#live({metadata}: KubeObject): KubeObject | undefined {
		const live = this.#store.get(inferenceServices, metadata.namespace, metadata.name);
		return live?.metadata.uid === metadata.uid ? live : undefined;
	}
}

function isSettled({modelStatus}: InferenceServiceStatus): boolean {
	const transition = modelStatus?.transitionStatus;
	return transition === 'UpToDate' || transition === 'BlockedByFailedLoad' || transition === '';
}
