import type {LoadFailure} from '../kserve/revision.ts';
import type {Classifier} from './classifier.ts';
import models from './models.json' with {type: 'json'};
import {variants} from './variants.ts';

/** A model that did not load; the failure is what its container ends with. */
export class LoadError extends Error {
	readonly failure: LoadFailure;

	constructor(failure: LoadFailure) {
		super(failure.message);
		this.name = 'LoadError';
		this.failure = failure;
	}
}

/** A trained classifier, as `train.py` made it. */
export interface Model {
	/** `digits/v1`, from `sandbox://digits/v1`. */
	readonly id: string;
	/** The last part of the storageUri, as an answer's `model_version`. */
	readonly version: string;
	/** How many numbers a row has. */
	readonly features: number;
	readonly classifier: Classifier;
	/** How much longer it takes than it must, in milliseconds. */
	readonly delayMs: number;
}

const known = models as readonly (Classifier & {readonly id: string; readonly features: number})[];

/** Models of the world outside that tutorials name, and what stands for them here: both read 8×8 digits. */
const standIns: Readonly<Record<string, string>> = {
	'gs://seldon-models/sklearn/mms/lr_model': 'sandbox://digits/v1',
	'gs://seldon-models/sklearn/mms/lr_model_v1': 'sandbox://digits/v2',
};

/** The storageUris of classifiers that load. */
export const storageUris: readonly string[] = [
	...[...known.map(({id}) => id), ...variants.keys()].map(id => `sandbox://${id}`),
	...Object.keys(standIns),
];

/** The schemes of KServe's storage initializer, and the sandbox's own. */
const schemes = /^(sandbox|gs|s3|hdfs|webhdfs|https?|hf|pvc|file|oci):\/\//;

/**
 * The classifier at a storageUri: `sandbox://digits/v1` to `v3` and variants of them, `sandbox://iris/v1` and `v2`, or one that a
 * tutorial names. Throws a LoadError with the words and the exit code of KServe's storage initializer when there is none.
 */
export function loadModel(storageUri: string | undefined): Model {
	const uri = storageUri ?? '';
	const bare = uri.replace(/\/$/, '');
	const standIn = Object.hasOwn(standIns, bare) ? standIns[bare] : undefined;
	const id = (standIn ?? bare).replace(/^sandbox:\/\//, '');
	const variant = variants.get(id);
	const found = known.find(model => model.id === (variant?.of ?? id) && (standIn ?? bare) !== id);
	if (found) {
		const {id: _, features, ...trained} = found;
		const classifier = variant?.change?.(trained) ?? trained;
		const version = bare.slice(bare.lastIndexOf('/') + 1);
		return {id, version, features, classifier, delayMs: variant?.delayMs ?? 0};
	}

	throw new LoadError({message: storageUri === undefined ? noUri : failureOf(storageUri), exitCode: 1});
}

/** Of a predictor that brings its model in a container of its own. */
const noUri = `The sandbox runs no containers: give the predictor a storageUri such as sandbox://${known[0]?.id}.`;

function failureOf(storageUri: string): string {
	return schemes.test(storageUri)
		? `RuntimeError: Failed to fetch model. No model found in ${storageUri}.`
		: `RuntimeError: Cannot recognize storage type for ${storageUri}.`;
}
