import type {KubeObject} from '../../../source/objects/object.ts';
import type {Mode} from './inference-service.ts';

/** What stories run on, in namespace default: a cluster with the real KServe, or the sandbox's. */
export interface Ground {
	apply(object: KubeObject): Promise<void>;
	/** Has KServe look at all InferenceServices once more. */
	lookAgain(name: string): Promise<void>;
	/** Deletes an InferenceService, and resolves when it is gone. */
	delete(name: string): Promise<void>;
	/** An InferenceService, or undefined when there is none. */
	read(name: string): Promise<KubeObject | undefined>;
	/** An InferenceService's pods that are not ending. */
	pods(name: string): Promise<readonly KubeObject[]>;
	/** Makes a Service of KServe's reachable at the gateway, and resolves to its host there. */
	expose(service: string, mode: Mode): Promise<string>;
	/** What asking a model once comes to: the model's version, or the error. */
	answer(host: string, model: string): Promise<string>;
}
