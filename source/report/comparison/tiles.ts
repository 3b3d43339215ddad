import type {ComparisonResult} from '../../analysis/comparison/result.ts';
import {formatMs} from '../../print/figures.ts';
import {counted} from '../cut.ts';
import type {Tile, Tone} from '../page.ts';
import {intervalWords, ofWords, percentWords, sentence, shareOf, verdictTones} from '../words.ts';

/** The verdict's parts at a glance: right answers where labels are known, agreement, failures, speed, contract. */
export function comparisonTiles(result: ComparisonResult): readonly Tile[] {
	return [
		accuracyTile(result),
		agreementTile(result),
		failuresTile(result),
		speedTile(result),
		contractTile(result),
	].filter(tile => tile !== undefined);
}

function accuracyTile({accuracy}: ComparisonResult): Tile | undefined {
	if (accuracy === undefined) return undefined;
	const {verdict, primary, candidate, classes} = accuracy;
	const worse = classes.filter(({gotWorse}) => gotWorse).map(({label}) => label);
	return {
		heading: 'Right answers',
		tone: verdictTones[verdict],
		words: sentence(verdict),
		figures: [
			`${percentWords(shareOf(primary))} → ${percentWords(shareOf(candidate))}`,
			...(worse.length === 0 ? [] : [`worse in class ${worse.slice(0, 3).join(', ')}${worse.length > 3 ? ' …' : ''}`]),
		],
	};
}

function agreementTile({agreement, decidedBy}: ComparisonResult): Tile {
	const {verdict, agreeing, interval} = agreement;
	// Where right answers decide, other answers may be better ones.
	const isToldByLabels = decidedBy === 'accuracy';
	return {
		heading: 'The same answer',
		tone: isToldByLabels ? 'plain' : verdictTones[verdict],
		words: percentWords(shareOf(agreeing)),
		figures: [ofWords(agreeing), `interval ${intervalWords(interval)}`],
	};
}

function failuresTile({failures, primary, candidate}: ComparisonResult): Tile {
	return {
		heading: 'Failed requests',
		tone: verdictTones[failures.verdict],
		words: sentence(failures.verdict),
		figures: [`${counted(primary.failed.count)} → ${ofWords(candidate.failed)}`],
	};
}

function speedTile({latency, latencyFault}: ComparisonResult): Tile | undefined {
	if (latencyFault !== undefined) return {heading: 'Speed', tone: 'plain', words: 'Not compared', figures: []};
	if (latency.length === 0) return undefined;
	const told = latency.filter(({verdict}) => verdict !== 'not told');
	const slower = told.filter(({verdict}) => verdict === 'slower');
	const [tone, words]: readonly [Tone, string] =
		slower.length > 0
			? ['bad', `Slower at ${slower.map(({quantile}) => quantile).join(', ')}`]
			: told.length > 0
				? ['good', `Faster at ${told.map(({quantile}) => quantile).join(', ')}`]
				: ['plain', 'No difference shown'];
	return {
		heading: 'Speed',
		tone,
		words,
		figures: latency.map(
			({quantile, primary, candidate}) => `${quantile} ${formatMs(primary)} → ${formatMs(candidate)}`,
		),
	};
}

function contractTile({contract}: ComparisonResult): Tile {
	const broken = contract.filter(({difference}) => difference !== 'new');
	return {
		heading: 'Inputs and outputs',
		tone: broken.length > 0 ? 'bad' : 'good',
		words: broken.length > 0 ? 'Not the same' : 'The same',
		figures: contract.slice(0, 2).map(({of, name, difference}) => `${of} ${name}: ${difference}`),
	};
}
