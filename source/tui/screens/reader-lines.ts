import {isDaemonHidden} from '../../info/describe-daemon.ts';
import {appListLines} from '../lines/app-list.ts';
import {bannerLines} from '../lines/banner-lines.ts';
import {placeWords} from '../lines/header-line.ts';
import {plain, textOf, type Line} from '../lines/line.ts';
import {emptyLines} from '../lines/notices.ts';
import {firstInView} from '../selection.ts';
import {eventLines, viewLines} from './app-body.ts';
import {bottomLine} from './frame.ts';
import type {Model} from './model.ts';
import {overlayBody} from './overlay-body.ts';

/** So many apps are read out, and events. */
const readApps = 15;
const readEvents = 5;
const width = 120;
/** A list of this width has no column that needs the marks of a state. */
const listWidth = 72;

/** The same as the screen shows, as plain sentences one below the other: no frames, bars, arrows or clock. */
export function readerLines(model: Model): readonly string[] {
	const {ui, known, daemon, now, apps, app, place, names, isReadOnly, total, wrong, runs, statesOf} = model;
	const {overlay} = ui;
	const running = runs.filter(({status}) => status === 'running').length;
	const counted = known.snapshot ? total : undefined;
	const isHidden = isDaemonHidden(daemon, known.snapshot?.hiddenLeases);
	const leads = daemon && !daemon.isExpired ? `the daemon ${daemon.holder} leads` : 'no daemon leads';
	const where = placeWords({place, apps: counted, wrong, daemon, isHidden, isReadOnly, running, now, width});
	const lines: Line[] = [
		[{text: `iter8 ${where}`}],
		...(known.snapshot ? [plain(isHidden ? 'whether a daemon leads is not to be seen' : leads)] : []),
		...bannerLines(model, 1000),
	];
	if (overlay) {
		if (overlay.kind !== 'dialog') lines.push(...overlayBody({...model, columns: width}, overlay, 60).lines);
	} else if (!app) lines.push(...emptyLines(known, place, names.namespaces, ui.filter));
	else if (ui.focus === 'apps') {
		const top = firstInView(apps.indexOf(app), apps.length, readApps);
		const shown = apps.slice(top, top + readApps);
		const list = appListLines(shown, {
			width: listWidth,
			hasNamespace: place.namespace === undefined,
			selected: app,
			busy: new Map(),
			isFocused: true,
			now,
			statesOf,
		});
		lines.push(...list);
	} else {
		lines.push([{text: `${app.name}, ${app.strategy}, ${statesOf(app)[0].word}`}], ...viewLines(model, app, width));
		lines.push([{text: 'Events'}], ...eventLines(model, app, 1000, readEvents));
	}

	return [...lines, bottomLine({...model, columns: width})].map(spoken).filter(line => line !== '');
}

/** Frames and bars are left out, and so are marks of a state, which a word always follows; gaps between columns become commas. */
function spoken(line: Line): string {
	return (
		textOf(line)
			.replaceAll(/─*▶ */g, 'go to ')
			.replaceAll(/[▸›] /g, 'chosen: ')
			.replaceAll(/– *(\/s|%|ms)/g, '')
			.replaceAll(/[─-╿▀-▟]+/g, '')
			.replaceAll(/(?<=[^\s,]) · /g, ', ')
			.replaceAll(/[✔✖⚠◌◐◷◴◵◶●■·] /g, '')
			// The clock of who listens moves once a minute, and so is behind what has just happened.
			.replaceAll('<invalid>', '0s')
			.trim()
			.replaceAll(/ {2,}/g, ', ')
	);
}
