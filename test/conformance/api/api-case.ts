import type {ApiScript} from './api-script.ts';

/** One case: a script of requests whose answers must be the real server's. */
export interface ApiCase {
	/** A sentence. */
	readonly name: string;
	/** Answers show who owns which fields; left out elsewhere, as they would hide all else. */
	readonly showsManagedFields: boolean;
	readonly script: (api: ApiScript) => Promise<void>;
}

export function apiCase(name: string, script: ApiCase['script']): ApiCase {
	return {name, showsManagedFields: false, script};
}

export function managedFieldsCase(name: string, script: ApiCase['script']): ApiCase {
	return {name, showsManagedFields: true, script};
}
