import type {KubeObject} from '../../objects/object.ts';

/** Where a gateway reads its routes: the VirtualServices, HTTPRoutes and Gateways (of both groups) that are there now. */
export interface RouteSource {
	/** The present objects, in any order. An object that has not changed is the same JavaScript object as before. */
	objects(): Iterable<KubeObject>;
	/** Calls back after every change, until the function that it returns is called. */
	onChange(listener: () => void): () => void;
}
