import type {AppInfo} from '../../info/app.ts';
import type {DaemonInfo} from '../../info/describe-daemon.ts';
import type {LostApp} from '../../info/lost-app.ts';
import type {StatesOf} from '../../info/states/states-of.ts';
import type {AppNumbers} from '../../metrics/numbers.ts';
import type {EventsBelow} from '../hooks/use-events-below.ts';
import type {Feeds} from '../hooks/use-feeds.ts';
import type {ContainerLog} from '../hooks/use-log.ts';
import type {Names} from '../hooks/use-names.ts';
import type {Pods} from '../hooks/use-pods.ts';
import type {Known} from '../hooks/use-snapshot.ts';
import type {KeyContext} from '../keys/keys.ts';
import type {Line} from '../lines/line.ts';
import type {Run} from '../runs/run.ts';
import type {Place} from '../session.ts';
import type {LoggedContainer} from '../state/logged.ts';
import type {Candidates} from '../state/palette.ts';
import type {Extent, Ui} from '../state/ui.ts';

/** Everything that a screen is drawn from. */
export interface Model {
	readonly ui: Ui;
	readonly place: Place;
	readonly isReadOnly: boolean;
	readonly known: Known;
	readonly daemon: DaemonInfo | undefined;
	/** Apps that are in no list, as their routemap is gone. */
	readonly lost: readonly LostApp[];
	/** What is so of an app now. */
	readonly statesOf: StatesOf;
	/** How many apps there are, filtered or not. */
	readonly total: number;
	/** With how many of them something is wrong. */
	readonly wrong: number;
	/** The apps that the filter lets through, in their order. */
	readonly apps: readonly AppInfo[];
	/** The chosen one of them. */
	readonly app: AppInfo | undefined;
	readonly feeds: Feeds;
	readonly pods: Pods;
	/** Whose log is shown; undefined where there is none to show. */
	readonly logged: LoggedContainer | undefined;
	readonly log: ContainerLog;
	readonly eventsBelow: EventsBelow;
	readonly numbers: AppNumbers;
	/** The newest first. */
	readonly runs: readonly Run[];
	readonly names: Names;
	readonly candidates: Candidates;
	readonly keyContext: KeyContext;
	readonly now: Date;
	readonly columns: number;
	readonly rows: number;
}

/** A part of the screen, and how far the keys can move in it. */
export interface Body {
	readonly lines: readonly Line[];
	/** How many lines there are to move in, and how many of them are in view. */
	readonly extent: Omit<Extent, 'apps'>;
}

/** Whether apps and the chosen app have room side by side. */
export function isWide(columns: number): boolean {
	return columns >= 100;
}

/** Lines that may fail to be made: a pane that cannot be drawn says so and takes no other one with it. */
export function attempt(draw: () => readonly Line[]): readonly Line[] {
	try {
		return draw();
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		return [[{text: ' ✖ ', tone: 'bad'}, {text: `this cannot be shown: ${words}`}]];
	}
}
