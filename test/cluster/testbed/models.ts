import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {modelFolder} from './cache.ts';

/** The models that `models.py` trains, each the name of its folder. All classify scikit-learn's 8×8 digits. */
export const modelNames = ['digits-lr', 'digits-rf', 'digits-svm'] as const;
export type ModelName = (typeof modelNames)[number];

/** A model that takes each 3 for an 8. */
export const brokenModel = 'digits-broken';

/** One line of `requests.jsonl`: a digit that no model was trained on. */
export interface ModelRequest {
	/** Body of a V2 inference request with one digit. */
	readonly request: unknown;
	/** The digit that a person saw. */
	readonly label: number;
	/** What each model answers, computed by scikit-learn itself. */
	readonly expected: Readonly<Record<ModelName, number>>;
	/** Whether not all models give the same answer. */
	readonly differs: boolean;
}

/** The storageUri of a model: `file://` and the path of its folder in the cache. */
export function modelUri(name: ModelName | typeof brokenModel): string {
	return pathToFileURL(join(modelFolder, name)).href;
}

/** Path of `requests.jsonl` in the cache. */
export const requestsPath = join(modelFolder, 'requests.jsonl');

/** All requests; about one in eight differs (`differs`). */
export function readRequests(): readonly ModelRequest[] {
	const lines = readFileSync(requestsPath, 'utf8').trimEnd().split('\n');
	return lines.map(line => JSON.parse(line) as ModelRequest);
}
