import type {ApiClient} from '../api-client.ts';

/** The node that pods run on. */
export interface Node {
	readonly api: ApiClient;
	readonly name: string;
	/** Folder of this run. */
	readonly folder: string;
	/** URL of the API server and path of its certificate, for pods that talk to it. */
	readonly server: string;
	readonly authority: string;
}
