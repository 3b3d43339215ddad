import type {AppInfo} from '../../info/app.ts';
import {daemonFaultIn, refusalOf} from '../../info/daemon-fault.ts';
import {noLeases} from '../../info/snapshot.ts';
import {stateContext, statesOf as statesOfApp, type States} from '../../info/states/states-of.ts';
import {box, boxRows, type Section} from '../lines/box.ts';
import {eventsBelowLines, happeningLines, happenings} from '../lines/event-lines.ts';
import {plain, type Line} from '../lines/line.ts';
import {appTitle, overviewLines} from '../lines/overview.ts';
import {containerLogLines, podTreeLines} from '../lines/pod-lines.ts';
import {requestLines} from '../lines/request-lines.ts';
import {stateLines, toldStates} from '../lines/state-lines.ts';
import {conditionLines, diffLines, routeLines} from '../lines/views.ts';
import type {View} from '../state/ui.ts';
import {attempt, isWide, type Body, type Model} from './model.ts';

const viewNames: Readonly<Record<View, string | undefined>> = {
	overview: undefined,
	route: 'route',
	diff: 'spec diff',
	conditions: 'conditions',
	pods: 'pods',
	log: 'log',
	events: 'events',
};

/** Two versions with their shares, and what is wrong with them. */
const usualRows = 20;

const fewestEventRows = 3;

/** The chosen app in a box: its overview with what happened to it, or one of its views. */
export function appBody(model: Model, app: AppInfo, width: number, height: number): Body {
	const {ui, known, now, columns} = model;
	const isOverview = ui.view === 'overview';
	const sections = isOverview ? 2 : 1;
	const space = height - boxRows(sections);
	const quarter = Math.floor(height * 0.25);
	const happened = isOverview ? eventLines(model, app, width - 2, quarter).length : 0;
	const wanted = Math.max(fewestEventRows, Math.min(quarter, happened));
	const lines = viewLines(model, app, width - 2, space - wanted);
	const fewest = lines.length > space - wanted ? fewestEventRows : wanted;
	// The events get what an overview of usual length leaves, so that the line between them stays where it is.
	const eventRows = isOverview ? Math.max(fewest, space - Math.max(usualRows, lines.length)) : 0;
	const rows = space - eventRows;
	const viewName = viewNames[ui.view];
	const title = known.snapshot ? appTitle(app, known.snapshot, now) : app.name;
	const main: Section = {
		title: viewName === undefined ? title : `${app.name} ── ${viewName}`,
		isFocused: isWide(columns) && ui.focus === 'app',
		lines,
		height: rows,
		offset: ui.offset,
	};
	const events: Section = {title: 'Events', lines: eventLines(model, app, width - 2, eventRows), height: eventRows};
	return {lines: box(isOverview ? [main, events] : [main], width), extent: {lines: lines.length, height: rows}};
}

/** What is shown of an app now, without a frame; an overview in so many rows, or as short as it can be. */
export function viewLines(model: Model, app: AppInfo, width: number, rows = 0): readonly Line[] {
	const {ui, known, numbers, pods, feeds, now} = model;
	const {snapshot} = known;
	if (!snapshot) return [];
	const views: Readonly<Record<View, () => readonly Line[]>> = {
		overview: () => {
			const states = statesWithEvents(model, app);
			return overviewLines(app, {snapshot, numbers, pods, tests: feeds.tests, states, width, rows, now});
		},
		route: () => routeLines(app, snapshot),
		diff: () => diffLines(app, snapshot, width - 2),
		conditions: () => conditionLines(app, snapshot, width, now),
		pods: () => podTreeLines(app, model.pods, width, now),
		log: () => containerLogLines(model.logged, model.log, model.pods, width),
		events: () => eventsBelowLines(model.eventsBelow, width),
	};
	return attempt(views[ui.view]);
}

/** The chosen app below a list of apps: what is wrong with it and what mends it, then where its requests go. */
export function summaryLines(model: Model, app: AppInfo, width: number, rows: number): readonly Line[] {
	return attempt(() => {
		const told = stateLines(toldStates(statesWithEvents(model, app)), width, rows);
		const requests = requestLines(app, model.numbers, width, model.now);
		const hasGap = told.length > 0 && told.length + 1 + requests.length <= rows;
		return [...told, ...(hasGap ? [[]] : []), ...requests];
	});
}

/** What is so of the chosen app, of which the daemon's Events are known as well. */
function statesWithEvents({feeds: {events}, known: {snapshot}, now, statesOf}: Model, app: AppInfo): States {
	const fault = events && daemonFaultIn(events, app);
	const isLate = app.routes.some(({lag}) => lag !== '');
	return fault && isLate
		? statesOfApp(app, {...stateContext(snapshot ?? noLeases, now), refusal: refusalOf([fault], app, now)})
		: statesOf(app);
}

/** The newest of what happened to an app, in `rows` lines at most, or why there is nothing to tell. */
export function eventLines(
	{feeds: {events, error}, runs}: Model,
	app: AppInfo,
	width: number,
	rows: number,
): readonly Line[] {
	const errors = error ? [plain(` ✖ ${error.message}`, 'bad')] : [];
	const lines = [
		...errors,
		...attempt(() => happeningLines(happenings(events ?? [], runs, app).slice(0, rows), width)),
	];
	if (lines.length > 0) return lines.slice(0, rows);
	return [plain(events ? ' No events.' : ' Looking for events …', 'faint')];
}
