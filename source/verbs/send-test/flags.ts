import {accessFlags, binaryFlag, filenameFlag, outputFlag, reportFlag, warmupFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const sendTestVerb = {
	summary: 'Send inference requests to an app through the gateway',
	description:
		'Sends inference requests and prints status and answering version, per request or as counts. With VERSION, a candidate, it and the primary are asked the same, each alone, and their answers printed beside each other. What was tested of a candidate is kept for who promotes it. Exits with 1 when one failed or an expectation is not met, and with 3 when the requests are too few to tell.',
	arguments: [
		{name: 'APP', completes: 'app'},
		{name: 'VERSION', isOptional: true},
	],
	flags: {
		...accessFlags,
		arrival: {
			type: 'string',
			choices: ['constant', 'poisson'],
			help: 'How requests of --rate fall due: evenly spaced (constant), or each independent of the others',
		},
		binary: binaryFlag,
		concurrency: {
			type: 'integer',
			min: 1,
			max: 10_000,
			help: 'Requests to have under way at a time (1); with --rate the most, over which they are dropped (1000)',
		},
		duration: {type: 'duration', help: 'How long to send, in place of a number of requests'},
		expect: {
			type: 'string',
			placeholder: 'version=NAME',
			help: 'Exit with 1 unless this version answers every request',
		},
		filename: filenameFlag(
			"File with a request in JSON (V2, V1, OpenAI) or with one a line (JSONL), a folder of such, or - for stdin; without it one is made from the model's metadata",
		),
		header: {type: 'list', short: 'H', placeholder: "'NAME: VALUE'", help: 'Header to send; can be repeated'},
		maxErrorRate: {
			type: 'string',
			placeholder: 'PERCENT',
			help: 'Exit with 1 when more of the requests fail, and with 3 when they are too few to tell; with 0 when any fails',
		},
		maxP95: {
			type: 'duration',
			help: 'Exit with 1 when more than one in twenty takes longer or fails, and with 3 when they are too few to tell',
		},
		minGoodput: {
			type: 'integer',
			min: 1,
			help: 'Exit with 1 when fewer good answers come in a second, and with 3 when they are too few to tell',
		},
		model: {type: 'string', placeholder: 'NAME', help: "Name of the model to ask; without it the app's"},
		output: outputFlag('json'),
		path: {
			type: 'string',
			placeholder: 'PATH',
			help: "Path of the request; without it that of the model in the request's protocol",
		},
		rate: {
			type: 'integer',
			min: 1,
			max: 100_000,
			help: 'Requests a second, however slow the answers are; their times count from when they were due',
		},
		report: reportFlag,
		requests: {
			type: 'integer',
			min: 1,
			help: 'Number of requests to send, with VERSION to each of both; without it one, or as many as -f has',
		},
		skipBad: {type: 'boolean', help: 'Leave out what is no request, or none that the model takes, and send the rest'},
		timeout: {type: 'duration', default: '10s', help: 'Time to wait for each answer; 0 waits for ever'},
		url: {type: 'string', placeholder: 'URL', help: 'Gateway to send to; without it a port is forwarded'},
		warmup: warmupFlag,
	},
	examples: [
		{comment: 'Send one request', command: 'kubectl iter8 send-test wisdom -f input.json'},
		{
			comment: 'Send a hundred requests with a header, ten at a time',
			command: "kubectl iter8 send-test wisdom -f input.json -H 'traffic: test' --requests 100 --concurrency 10",
		},
		{
			comment: 'Send 50 a second for a minute, and fail unless the app keeps up',
			command: 'kubectl iter8 send-test wisdom --rate 50 --duration 1m --max-p95 200ms --max-error-rate 1%',
		},
		{
			comment: 'Ask the primary and a candidate the same, 20 times each',
			command: 'kubectl iter8 send-test wisdom wisdom-1 -f input.json --requests 20',
		},
	],
} as const satisfies Verb;
