import type {AppInfo} from '../info/app.ts';
import {linesOf, type Line} from './columns.ts';

/** The lines that are in view: as many as there is room for, around those of the chosen app. Makes no others. */
export function visibleLines(apps: readonly AppInfo[], selected: number, height: number): readonly Line[] {
	const heightOf = (app: AppInfo) => Math.max(1, app.versions.length);
	const before = apps.slice(0, selected).reduce((sum, app) => sum + heightOf(app), 0);
	const total = apps.slice(selected).reduce((sum, app) => sum + heightOf(app), before);
	const chosen = apps[selected];
	const middle = before - Math.floor((height - (chosen ? heightOf(chosen) : 0)) / 2);
	const top = Math.max(0, Math.min(middle, total - height));
	const lines: Line[] = [];
	let at = 0;
	for (const app of apps) {
		const end = at + heightOf(app);
		if (end > top && at < top + height) {
			lines.push(...linesOf(app).slice(Math.max(0, top - at), top + height - at));
		}

		at = end;
	}

	return lines;
}
