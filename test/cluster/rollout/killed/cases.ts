import type {Moment} from './door.ts';
import type {Place} from './ground.ts';
import {
	afterCreate,
	afterDelete,
	afterReplace,
	afterRetire,
	afterWeight,
	beforeReplace,
	whileWaiting,
} from './moments.ts';

/** What there is of an app before the verb that is killed. */
export type Prepared = 'primary' | 'candidate' | 'half promoted' | 'promoted' | 'split';

type Verb = (app: string) => readonly string[];

/** A verb that is killed, and the one that another process runs then. */
export interface KilledCase {
	readonly name: string;
	readonly app: string;
	/** With or without a leading daemon. */
	readonly place: Place;
	readonly prepared: Prepared;
	readonly killed: Verb;
	readonly moment: (app: string) => Moment;
	/** Whether the model that the killed verb brings loads only after the kill. */
	readonly isHeld?: true;
	/** Without it the killed one again. */
	readonly next?: Verb;
	/** What is the same without a kill, where that is not the second verb alone. */
	readonly undisturbed?: {readonly prepared: Prepared; readonly verb: Verb};
}

const promote: Verb = app => ['promote', app, '--skip-test', '--yes'];
const abort: Verb = app => ['abort', app, '--yes'];
const undo: Verb = app => ['undo', app, '--skip-test', '--yes'];
export const deploy: Verb = app => ['deploy', app, '--storage-uri', 's3://models/new', '--wait'];
const weights: Verb = app => ['weights', app, '70', '30'];
const cleanup: Verb = app => ['cleanup', app, '--yes'];
const cleanupAll: Verb = app => ['cleanup', app, '--all', '--yes'];

/** An app's name is in no other's, so that no object is taken for one of another app. */
export const killedCases: readonly KilledCase[] = [
	{
		name: 'promote, after the history was written and before the replace, with a daemon',
		app: 'alder',
		place: 'led',
		prepared: 'candidate',
		killed: promote,
		moment: beforeReplace,
	},
	{
		name: 'promote, after the replace, without a daemon',
		app: 'beech',
		place: 'alone',
		prepared: 'candidate',
		killed: promote,
		moment: afterReplace,
	},
	{
		name: 'promote, while it waits for the new spec, with a daemon',
		app: 'cedar',
		place: 'led',
		prepared: 'candidate',
		killed: promote,
		moment: whileWaiting,
		isHeld: true,
	},
	{
		name: 'promote, while it waits for the new spec, without a daemon, and then abort',
		app: 'dogwood',
		place: 'alone',
		prepared: 'candidate',
		killed: promote,
		moment: whileWaiting,
		isHeld: true,
		next: abort,
		undisturbed: {prepared: 'half promoted', verb: abort},
	},
	{
		name: "promote, after the candidate's deletion was asked for, with a daemon",
		app: 'elder',
		place: 'led',
		prepared: 'candidate',
		killed: promote,
		moment: app => afterDelete(`${app}-1`),
	},
	{
		name: "promote, after the candidate's deletion was asked for, without a daemon",
		app: 'fennel',
		place: 'alone',
		prepared: 'candidate',
		killed: promote,
		moment: app => afterDelete(`${app}-1`),
	},
	{
		name: "abort, after the candidate's deletion was asked for, with a daemon",
		app: 'ginkgo',
		place: 'led',
		prepared: 'candidate',
		killed: abort,
		moment: app => afterDelete(`${app}-1`),
	},
	{
		name: 'abort of a promotion, after the old spec was restored, without a daemon',
		app: 'hazel',
		place: 'alone',
		prepared: 'half promoted',
		killed: abort,
		moment: afterReplace,
	},
	{
		name: 'undo, after the history was written and before the replace, with a daemon',
		app: 'ivy',
		place: 'led',
		prepared: 'promoted',
		killed: undo,
		moment: beforeReplace,
	},
	{
		name: 'undo, after the replace, without a daemon',
		app: 'juniper',
		place: 'alone',
		prepared: 'promoted',
		killed: undo,
		moment: afterReplace,
	},
	{
		name: 'deploy --wait, after the candidate was created, without a daemon',
		app: 'kapok',
		place: 'alone',
		prepared: 'primary',
		killed: deploy,
		moment: () => afterCreate('inferenceservices'),
	},
	{
		name: 'weights, after the first of two was written, with a daemon',
		app: 'larch',
		place: 'led',
		prepared: 'split',
		killed: weights,
		moment: app => afterWeight(`${app}-0`),
	},
	{
		name: 'cleanup, after the routemap was retired, with a daemon',
		app: 'maple',
		place: 'led',
		prepared: 'candidate',
		killed: cleanup,
		moment: afterRetire,
	},
	{
		name: "cleanup --all, after the primary's deletion was asked for, without a daemon",
		app: 'nutmeg',
		place: 'alone',
		prepared: 'candidate',
		killed: cleanupAll,
		moment: app => afterDelete(`${app}-0`),
	},
	{
		name: 'cleanup --all, after the routemap was deleted, with a daemon',
		app: 'olive',
		place: 'led',
		prepared: 'candidate',
		killed: cleanupAll,
		moment: app => afterDelete(`${app}-routemap`),
	},
];
