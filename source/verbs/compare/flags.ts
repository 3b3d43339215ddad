import {accessFlags, binaryFlag, filenameFlag, outputFlag, reportFlag, warmupFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const compareVerb = {
	summary: "Say whether an app's candidate is as good as its primary",
	description:
		'Sends the same requests to the primary and to a candidate, each alone and in random order, and compares what they answer: failures, predictions, latency, contract. Says in one verdict whether the candidate is better, no worse (by more than a margin), worse, or whether there is not enough data, and what would be enough. With labels (the member label of a request) it counts right answers, else equal ones; classes that the candidate knows less well are named below the verdict, also where it is better on the whole. Keeps the verdict for who promotes. Exits with 0 when the candidate is better or no worse, with 1 when it is worse or cannot be compared, with 3 when there is not enough data, or a version has changed meanwhile.',
	arguments: [
		{name: 'APP', completes: 'app'},
		{name: 'VERSION', isOptional: true},
	],
	flags: {
		...accessFlags,
		binary: binaryFlag,
		concurrency: {
			type: 'integer',
			min: 1,
			max: 1000,
			help: 'Pairs of requests to have under way at a time (1); with --rate the most, over which they are dropped (256)',
		},
		confidence: {
			type: 'string',
			placeholder: 'PERCENT',
			default: '95%',
			help: 'How often all that is said is right: the error rate is the rest',
		},
		filename: filenameFlag(
			'File or folder with requests like those of your users (JSON, or one a line), or - for stdin',
		),
		header: {type: 'list', short: 'H', placeholder: "'NAME: VALUE'", help: 'Header to send; can be repeated'},
		looseText: {type: 'boolean', help: 'Take texts for the same whatever their case, blanks and form of Unicode'},
		margin: {
			type: 'string',
			placeholder: 'PERCENT',
			default: '1%',
			help: 'By how much the candidate may be worse and still pass, as a part of all inputs',
		},
		model: {type: 'string', placeholder: 'NAME', help: "Model to ask for; without it each version's own"},
		output: outputFlag('json'),
		path: {type: 'string', placeholder: 'PATH', help: "Path of the requests; without it the model's inference path"},
		rate: {
			type: 'integer',
			min: 1,
			max: 10_000,
			help: 'Pairs of requests a second, however slow the answers are; without it as many as go',
		},
		report: reportFlag,
		requests: {
			type: 'integer',
			min: 1,
			help: 'Number of requests to send to each; of fewer inputs each is sent again; without it each input once',
		},
		saveDisagreements: {
			type: 'string',
			placeholder: 'FILE',
			help: 'New file for all inputs that are answered differently, one a line as JSON',
		},
		seed: {type: 'integer', max: 2 ** 31 - 1, help: 'Repeats the random order of an earlier run'},
		sequential: {type: 'boolean', help: 'Look after each pair, and stop as soon as there is a verdict'},
		skipBad: {type: 'boolean', help: 'Leave out what is no request, in place of sending nothing'},
		timeout: {type: 'duration', default: '10s', help: 'Time to wait for each answer; 0 waits for ever'},
		tolerance: {
			type: 'string',
			placeholder: 'NUMBER',
			default: '1e-6',
			help: 'By how much numbers may differ and still be the same, as a part of the larger one; near 0 absolutely',
		},
		top: {
			type: 'integer',
			min: 1,
			max: 1000,
			default: 1,
			help: 'How many of the most probable classes must be the same, where probabilities are answered',
		},
		url: {type: 'string', placeholder: 'URL', help: 'Gateway to send to; without it a port is forwarded'},
		warmup: warmupFlag,
	},
	examples: [
		{comment: 'Compare on labelled requests, one a line', command: 'kubectl iter8 compare wisdom -f digits.jsonl'},
		{
			comment: 'Stop as soon as it can be told, with another margin',
			command: 'kubectl iter8 compare wisdom wisdom-1 -f digits.jsonl --sequential --margin 2%',
		},
		{
			comment: 'Keep what is answered differently',
			command: 'kubectl iter8 compare wisdom -f digits.jsonl --save-disagreements differ.jsonl',
		},
		{
			comment: 'Have a page to send to a colleague',
			command: 'kubectl iter8 compare wisdom -f digits.jsonl --report wisdom.html',
		},
	],
} as const satisfies Verb;
