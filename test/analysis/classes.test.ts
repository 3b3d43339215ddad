import {expect, test} from 'vitest';
import {classesThatGotWorse, countByClass, countPairs, type LabelledCase} from '../../source/analysis/classes.ts';

const cases: readonly LabelledCase[] = [
	{label: '3', primary: '3', candidate: '3'},
	{label: '3', primary: '3', candidate: '8'},
	{label: '8', primary: '3', candidate: '8'},
	{label: '8', primary: undefined, candidate: '3'},
];

test('pairs are counted by which version was right, in all and by class', () => {
	expect(countPairs(cases)).toEqual({bothGood: 1, bothBad: 1, better: 1, worse: 1});
	expect([...countByClass(cases)]).toEqual([
		['3', {bothGood: 1, bothBad: 0, better: 0, worse: 1}],
		['8', {bothGood: 0, bothBad: 1, better: 1, worse: 0}],
	]);
});

test('classes that got worse are named, the surest first, by a level for all of them', () => {
	const classes = new Map([
		['0', {bothGood: 80, bothBad: 2, better: 0, worse: 6}],
		['1', {bothGood: 70, bothBad: 0, better: 3, worse: 4}],
		['2', {bothGood: 9, bothBad: 1, better: 1, worse: 60}],
		['3', {bothGood: 90, bothBad: 0, better: 7, worse: 0}],
		['4', {bothGood: 90, bothBad: 0, better: 0, worse: 0}],
	]);
	expect(classesThatGotWorse(classes, {alpha: 0.05, looks: 'once'})).toEqual(['2']);
	expect(classesThatGotWorse(classes, {alpha: 0.1, looks: 'once'})).toEqual(['2', '0']);
	expect(classesThatGotWorse(classes, {alpha: 0.1, looks: 'always'})).toEqual(['2']);
	expect(classesThatGotWorse(new Map(), {alpha: 0.05, looks: 'once'})).toEqual([]);
});
