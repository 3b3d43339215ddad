import type {AppInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Line} from '../lines/line.ts';
import type {Job} from '../runs/run.ts';
import type {Faults, Field, Values} from './form/field.ts';

/** The app and the cluster as they are known at this moment. */
export interface Known {
	readonly info: AppInfo | undefined;
	readonly snapshot: Snapshot | undefined;
}

/** What a form's values come to. */
export interface Preview {
	/** How what was not given was found out. */
	readonly notes: readonly string[];
	readonly lines: readonly Line[];
}

/** A form: what it asks, what is wrong with the answers, what comes of them. */
export interface Form {
	/** The fields that there are with these values. */
	readonly fields: (values: Values) => readonly Field[];
	readonly initial: Values;
	readonly check: (values: Values) => Faults;
	/** What the values come to with what is known of the cluster now, drawn at once. */
	readonly view?: (values: Values, known: Known, width: number) => readonly Line[];
	/** What the values come to, asked from the cluster; rejects with what is wrong. */
	readonly preview?: (values: Values, signal: AbortSignal) => Promise<Preview>;
	/** Title above the preview. */
	readonly previewTitle?: string;
}

/** Something that the plan can be made with or without, by one key. */
export interface Toggle {
	readonly key: string;
	/** Its name among the values: `true` or `false`. */
	readonly name: string;
	readonly label: string;
	readonly isOn: boolean;
}

/** What would be done. */
export interface Proposal {
	/** What cannot be undone, and what an operator should know. */
	readonly warnings: readonly string[];
	/** How what was not given was found out. */
	readonly notes?: readonly string[];
	/** What serves now, if anything, and what is to serve, to show what changes in the spec; undefined where nothing does. */
	readonly change?: {readonly before: KubeObject | undefined; readonly after: KubeObject};
	/** To be started; the titles of its steps are the plan. */
	readonly job: Job;
	/** What has to be typed before it may be started; undefined where a key is enough. */
	readonly typed?: string;
}

/** One action from its form to its start. */
export interface Flow {
	readonly title: string;
	/** Undefined for an action that needs no input. */
	readonly form?: (signal: AbortSignal) => Promise<Form>;
	readonly toggles?: readonly Toggle[];
	/** Makes the plan; rejects with what is in the way. Undefined where the form itself shows all there is. */
	readonly propose?: (values: Values, stopping: AbortController) => Promise<Proposal>;
}
