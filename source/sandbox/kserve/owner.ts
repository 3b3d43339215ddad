import type {KubeObject} from '../../objects/object.ts';
import type {Revision} from './revision.ts';
import type {KserveTimes, RevisionServer, Surroundings} from './surroundings.ts';

/** The InferenceService of a component, as its component sees it. */
export interface Owner<Server extends RevisionServer> {
	/** As it was last seen. */
	readonly object: KubeObject;
	readonly surroundings: Surroundings<Server>;
	readonly times: KserveTimes;
	/** Writes the status. */
	report(): Promise<void>;
	/** Something has come about by itself: looks at all of it once more. */
	wake(): void;
	/** Does something later, unless all has ended by then. */
	after(milliseconds: number, act: () => void): void;
}

/** A revision and its server, which runs now. */
export interface RunningRevision<Server extends RevisionServer> {
	readonly revision: Revision;
	readonly server: Server;
}
