import {nearest} from '../../objects/nearest.ts';
import type {Known} from '../hooks/use-snapshot.ts';
import type {Run} from '../runs/run.ts';
import type {Place} from '../session.ts';
import {wrongFilter} from '../state/filter.ts';
import {plain, type Line} from './line.ts';

export const fewestColumns = 60;
export const fewestRows = 15;

/** What a terminal that is too small shows. */
export function tooSmallLines(columns: number, rows: number): readonly Line[] {
	return [
		[],
		plain(` The terminal is ${columns}×${rows}.`),
		plain(` At least ${fewestColumns}×${fewestRows} is needed.`),
		plain(' q quits.'),
	];
}

/**
 * Words in place of apps: what is so, then what to do.
 * @param namespaces Those that there are; undefined where that is not known.
 */
export function emptyLines(
	known: Known,
	{namespace}: Place,
	namespaces: readonly string[] | undefined,
	filter: string,
): readonly Line[] {
	const where = namespace === undefined ? 'in any namespace' : `in namespace ${namespace}`;
	if (!known.snapshot) {
		return known.trouble
			? notice('The cluster cannot be read; trying again.', known.trouble.error.message, 'x switches the context.')
			: notice(`Looking for apps ${where} …`);
	}

	if (filter === wrongFilter) return notice('Nothing is wrong.', 'Press ! or Esc to see all.');
	if (filter !== '') return notice(`No app matches ${filter}.`, 'Press Esc to see all.');
	if (namespace !== undefined && namespaces?.includes(namespace) === false) {
		const meant = nearest(namespace, namespaces);
		const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
		return notice(`Namespace ${namespace} does not exist.${question}`, 'Press n for another namespace.');
	}

	return notice(`There are no apps ${where}.`, 'Press i to initialize one, n for another namespace.');
}

/** Asks whether to quit although actions run. */
export function quitLines(running: readonly Run[]): readonly Line[] {
	const isOne = running.length === 1;
	return [
		...notice(
			`${isOne ? 'An action is' : `${running.length} actions are`} running.`,
			`Quitting stops ${isOne ? 'it before its' : 'them before their'} next step:`,
		),
		[],
		...running.map(({command}) => plain(`    ${command}`)),
		...notice('Press q to quit, Esc to stay.'),
	];
}

function notice(...lines: readonly string[]): readonly Line[] {
	return [[], ...lines.map(line => plain(`  ${line}`))];
}
