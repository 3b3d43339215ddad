import type {Phase} from '../info/app.ts';
import type {Tone} from '../print/color.ts';
import type {StepStatus} from './runs/run.ts';

/** How something looks: glyph and word say the same as the colour, which may be off. */
export interface Style {
	readonly glyph: string;
	readonly tone: Tone;
}

/** What to give Ink's Text for a tone; the colours are the terminal's own sixteen, so that light themes work too. */
export const textStyle: Readonly<Record<Tone, {readonly color?: string; readonly dimColor?: boolean}>> = {
	good: {color: 'green'},
	waiting: {color: 'yellow'},
	bad: {color: 'red'},
	faint: {dimColor: true},
};

export const stateGlyph: Readonly<Record<Tone, string>> = {good: '✔', waiting: '◌', bad: '✖', faint: '·'};

export const phaseStyle: Readonly<Record<Phase, Style>> = {
	ready: {glyph: '✔', tone: 'good'},
	updating: {glyph: '◐', tone: 'waiting'},
	blocked: {glyph: '✖', tone: 'bad'},
	loading: {glyph: '◌', tone: 'waiting'},
	failed: {glyph: '✖', tone: 'bad'},
	down: {glyph: '✖', tone: 'bad'},
	leaving: {glyph: '◷', tone: 'waiting'},
	absent: {glyph: '·', tone: 'faint'},
};

/** An action, or a step of one. */
export const runStyle: Readonly<Record<StepStatus, Style>> = {
	waiting: {glyph: '·', tone: 'faint'},
	running: {glyph: '◐', tone: 'waiting'},
	done: {glyph: '✔', tone: 'good'},
	failed: {glyph: '✖', tone: 'bad'},
	stopped: {glyph: '■', tone: 'waiting'},
	left: {glyph: '◐', tone: 'waiting'},
};
