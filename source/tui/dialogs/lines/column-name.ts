import {startAndEnd} from '../../fit.ts';

/** What the other columns of a table of findings take beside those of two versions, a column's padding, the shortest name. */
const others = 48;
const padding = 3;
const fewest = 8;

/** A version's name at the head of a column, so that a table of findings fits into a width. */
export function columnName(name: string, width: number): string {
	return startAndEnd(name, Math.max(fewest, Math.floor((width - 1 - others) / 2) - padding));
}
