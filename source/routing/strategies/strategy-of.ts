import type {Routemap} from '../../routemap/routemap.ts';

/** Name of a routemap's strategy, which its routing templates are called as (`NAME`, `NAME-2`, …); `custom` when they are not. */
export function strategyOf({templates}: Pick<Routemap, 'templates'>): string {
	const [first, ...others] = templates;
	const isOne = first !== undefined && others.every(({name}, index) => name === `${first.name}-${index + 2}`);
	return isOne ? first.name : 'custom';
}
