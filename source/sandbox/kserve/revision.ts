import type {RevisionTemplate} from './revision-template.ts';

/** Why a model did not load, as the container that tried to load it ended. */
export interface LoadFailure {
	readonly message: string;
	readonly exitCode: number;
}

/** One revision of a component and its server. */
export interface Revision {
	/** Knative's name: `NAME-predictor-00001`. */
	readonly name: string;
	/** The Knative Service's generation that it was made for. */
	readonly generation: number;
	readonly template: RevisionTemplate;
	/**
	 * `pending`: no server yet; `loading`: the model is being fetched; `starting`: it is there; `ready`: the server answers.
	 * `asleep`: it has been scaled to zero since; from there it goes on with `loading`.
	 */
	readonly phase: 'pending' | 'loading' | 'starting' | 'ready' | 'asleep' | 'failed';
	/** Whether it has ever been ready, which Knative goes on saying of it. */
	readonly wasReady?: true;
	readonly failure?: LoadFailure;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	/** When its last traffic was taken away, or it became ready too late to get any. Milliseconds since the epoch. */
	readonly idleSince?: number;
	/** Whether its server has been there and is no more. */
	readonly hasEnded?: boolean;
}

/** What has revisions: a component's Knative Service. */
interface Revisions {
	/** Oldest first. */
	readonly revisions: readonly Revision[];
}

/** The newest revision. */
export function latestCreated({revisions}: Revisions): Revision | undefined {
	return revisions.at(-1);
}

/** The newest revision that is ready, though perhaps scaled to zero: the one that Knative routes to (`findAndSetLatestReadyRevision`). */
export function latestReady({revisions}: Revisions): Revision | undefined {
	return revisions.findLast(({wasReady}) => wasReady);
}

/**
 * The revisions that must have a server now. Knative scales a revision down only after its traffic has ended.
 * @param scaleDownDelay How long an idle revision runs on, in milliseconds.
 */
export function runningRevisions({revisions}: Revisions, now: number, scaleDownDelay: number): readonly Revision[] {
	return revisions.filter(
		({phase, idleSince}) =>
			phase !== 'failed' && phase !== 'asleep' && (idleSince === undefined || now < idleSince + scaleDownDelay),
	);
}
