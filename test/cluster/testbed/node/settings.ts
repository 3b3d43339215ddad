/** What a node's process is told, as JSON. */
export interface NodeSettings {
	readonly name: string;
	/** Folder of the run. */
	readonly folder: string;
	/** URL of the API server, path of its certificate, and a token of a user who may do everything. */
	readonly server: string;
	readonly authority: string;
	readonly token: string;
}
