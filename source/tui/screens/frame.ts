import {isDaemonHidden} from '../../info/describe-daemon.ts';
import type {Place} from '../keys/keys.ts';
import {bannerLines} from '../lines/banner-lines.ts';
import {headerLine} from '../lines/header-line.ts';
import {hintLine} from '../lines/hint-line.ts';
import {plain, type Line} from '../lines/line.ts';
import {fewestColumns, fewestRows, tooSmallLines} from '../lines/notices.ts';
import {promptLine} from '../lines/prompt-line.ts';
import type {Ui} from '../state/ui.ts';
import {mainBody} from './apps-body.ts';
import {attempt, type Body, type Model} from './model.ts';
import {overlayBody} from './overlay-body.ts';

/** A whole screen: lines above and below a body. */
export interface Frame {
	readonly top: readonly Line[];
	/** Undefined where a dialogue is to be drawn. */
	readonly body: Body | undefined;
	readonly bodyRows: number;
	readonly bottom: readonly Line[];
}

/** How long a line about what just happened stays, in milliseconds. */
const flashMs = 6000;

/** Which keys count, by what is in front; undefined where a dialogue or a question takes them. */
export function placeOf({overlay, focus}: Pick<Ui, 'overlay' | 'focus'>): Place | undefined {
	if (overlay === undefined) return focus;
	return overlay.kind === 'dialog' || overlay.kind === 'quit' ? undefined : overlay.kind;
}

/** The screen for a model. Never higher than the terminal, every line as wide as it at most. */
export function drawFrame(model: Model): Frame {
	const {columns, rows, ui} = model;
	if (columns < fewestColumns || rows < fewestRows) {
		const lines = tooSmallLines(columns, rows).slice(0, rows);
		return {top: lines, body: {lines: [], extent: {lines: 0, height: 0}}, bodyRows: 0, bottom: []};
	}

	const top = [header(model), ...bannerLines(model, columns)];
	const bottom = [bottomLine(model)];
	const bodyRows = rows - top.length - bottom.length;
	return {top, body: bodyOf(model, bodyRows, ui), bodyRows, bottom};
}

function bodyOf(model: Model, height: number, {overlay}: Ui): Body | undefined {
	if (overlay === undefined) return mainBody(model, height);
	return overlay.kind === 'dialog' ? undefined : overlayBody(model, overlay, height);
}

function header({place, known, total, wrong, daemon, isReadOnly, runs, now, columns}: Model): Line {
	const apps = known.snapshot ? total : undefined;
	const running = runs.filter(({status}) => status === 'running').length;
	const isHidden = isDaemonHidden(daemon, known.snapshot?.hiddenLeases);
	return headerLine({place, apps, wrong, daemon, isHidden, isReadOnly, running, now, width: columns});
}

/** The line of input, what just happened, or the keys. */
export function bottomLine({ui, keyContext, candidates, columns, now}: Model): Line {
	const {prompt, flash} = ui;
	if (prompt) return attempt(() => [promptLine(prompt, candidates)])[0] ?? [];
	if (flash && now.getTime() - flash.at.getTime() < flashMs) return plain(` ${flash.words}`, flash.tone);
	const place = placeOf(ui);
	if (place !== undefined) return hintLine(place, keyContext, columns);
	return ui.overlay?.kind === 'quit'
		? [{text: ' q', isBold: true}, {text: ' quit  '}, {text: 'Esc', isBold: true}, {text: ' stay'}]
		: [{text: ' Esc', isBold: true}, {text: ' back  '}, {text: 'Ctrl-C', isBold: true}, {text: ' quit at once'}];
}
