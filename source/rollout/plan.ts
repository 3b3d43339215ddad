import type {KubeObject} from '../objects/object.ts';
import type {ActionName} from '../ownership/permissions.ts';
import type {Evidence} from './evidence.ts';
import type {Step} from './step.ts';

/** What an action is going to do, to show before anything is done. */
export interface Plan {
	readonly action: ActionName;
	/** Undefined where there is no app to do it to: the objects of a values file. */
	readonly app: string | undefined;
	readonly title: string;
	/** What cannot be undone, and what an operator should know. */
	readonly warnings: readonly string[];
	/** What comes of it. */
	readonly notes?: readonly string[];
	/** What is known of the tests of what is to serve: told also where nobody is asked. */
	readonly evidence?: Evidence;
	readonly steps: readonly Step[];
	/** What serves now, if anything, and what is to serve; undefined where no spec changes. */
	readonly change?: {readonly before: KubeObject | undefined; readonly after: KubeObject};
}
