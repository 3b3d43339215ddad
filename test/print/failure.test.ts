import {expect, test} from 'vitest';
import {ApiError, ConnectionError} from '../../source/objects/cluster.ts';
import {UsageError} from '../../source/objects/usage-error.ts';
import {formatFailure} from '../../source/print/failure.ts';

const quiet = {verb: 'status', isVerbose: false};

test.each([
	[new Error('no routemap wisdom-routemap'), 'error: no routemap wisdom-routemap\n'],
	[new Error('error: already in form'), 'error: already in form\n'],
	['thrown text', 'error: thrown text\n'],
	[
		new ApiError(404, 'NotFound', 'configmaps "wisdom-routemap" not found'),
		'Error from server (NotFound): configmaps "wisdom-routemap" not found\n',
	],
	[
		new ApiError(403, 'Forbidden', 'configmaps is forbidden: User "viewer" cannot list resource'),
		'Error from server (Forbidden): configmaps is forbidden: User "viewer" cannot list resource\n',
	],
	[
		new ApiError(409, 'Conflict', 'the object has been modified'),
		'Error from server (Conflict): the object has been modified\n',
	],
	[new ApiError(401, 'Unauthorized', 'Unauthorized'), 'error: You must be logged in to the server (Unauthorized)\n'],
	[
		new ApiError(422, 'Invalid', 'Service "x" is invalid: spec'),
		'The request is invalid: Service "x" is invalid: spec\n',
	],
	[new ApiError(502, '', 'bad gateway'), 'Error from server: bad gateway\n'],
	[
		new ConnectionError(
			'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
		),
		'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
	],
	[new UsageError('APP is missing'), "error: APP is missing\nSee 'kubectl iter8 status --help' for usage.\n"],
])('%s', (error, text) => {
	expect(formatFailure(error, quiet)).toBe(text);
});

test('a wrong command line without a known verb points at the whole help', () => {
	expect(formatFailure(new UsageError('unknown flag: --x'), {verb: undefined, isVerbose: false})).toBe(
		"error: unknown flag: --x\nSee 'kubectl iter8 --help' for usage.\n",
	);
});

test('a message from the cluster cannot drive the terminal', () => {
	expect(formatFailure(new ApiError(404, 'NotFound', '\u001B[2Jgone'), quiet)).toBe(
		'Error from server (NotFound): \\x1b[2Jgone\n',
	);
});

test('the verbose form adds stack and causes', () => {
	const cause = new Error('socket hang up');
	cause.stack = 'Error: socket hang up\n    at there';
	const error = new Error('cannot read', {cause});
	error.stack = 'Error: cannot read\n    at here';
	cause.cause = error;
	expect(formatFailure(error, {verb: 'status', isVerbose: true})).toBe(
		`error: cannot read
Error: cannot read
    at here
caused by: Error: socket hang up
    at there
`,
	);
});
