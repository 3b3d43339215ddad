import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {UsageError} from '../../source/objects/usage-error.ts';
import {globalFlags} from '../../source/options/global-flags.ts';
import {normalise} from '../../source/options/normalise.ts';
import {everyFlag as flagsOf} from '../../source/options/parse.ts';
import {deployVerb} from '../../source/verbs/deploy/flags.ts';
import {sandboxVerb} from '../../source/verbs/sandbox/flags.ts';
import {sendTestVerb} from '../../source/verbs/send-test/flags.ts';
import {statusVerb} from '../../source/verbs/status/flags.ts';
import {undoVerb} from '../../source/verbs/undo/flags.ts';
import {verbs} from '../../source/verbs/verbs.ts';
import {randomCases} from '../helpers/random-cases.ts';

const everyFlag = flagsOf(verbs);

const table = {
	...sandboxVerb.flags,
	...undoVerb.flags,
	...deployVerb.flags,
	...sendTestVerb.flags,
	...statusVerb.flags,
	...globalFlags,
};
const normalised = (line: string) => normalise(line.split(' '), table).join(' ');

test.each([
	['status -ojson', '--output=json -- status'],
	['status -o json', '--output=json -- status'],
	['status -o=json', '--output=json -- status'],
	['status --output json', '--output=json -- status'],
	['status --output=json', '--output=json -- status'],
	['-nfoo status', '--namespace=foo -- status'],
	['-n foo status bar', '--namespace=foo -- status bar'],
	['status -n -o', '--namespace=-o -- status'],
	['status -n --', '--namespace=-- -- status'],
	['status -n=', '--namespace= -- status'],
	['status -wA', '--watch=true --all-namespaces=true -- status'],
	['status -wAnfoo', '--watch=true --all-namespaces=true --namespace=foo -- status'],
	['status -Aw=false', '--all-namespaces=true --watch=false -- status'],
	['status --watch false', '--watch=true -- status false'],
	['status --watch=F', '--watch=false -- status'],
	['status -w -w=0', '--watch=false -- status'],
	['status -n a -n b', '--namespace=b -- status'],
	['deploy a --dry-run', '--dry-run=client -- deploy a'],
	['deploy a --dry-run server', '--dry-run=client -- deploy a server'],
	['deploy a --dry-run=server', '--dry-run=server -- deploy a'],
	['deploy a --storage-uri=s3://b/c?d=e', '--storage-uri=s3://b/c?d=e -- deploy a'],
	['deploy a -f -', '--filename=- -- deploy a'],
	['send-test a -H x:1 --header=y:2 -Hz:3', '--header=x:1 --header=y:2 --header=z:3 -- send-test a'],
	['status -v6 --v=7', '--v=7 -- status'],
	['status -- -n -- x', '-- status -n -- x'],
	['- status', '-- - status'],
])('%s is %s', (line, canonical) => {
	expect(normalised(line)).toBe(canonical);
});

test.each([
	['send-test -f a --filename=b', '--filename is given twice: it takes one'],
	['status --foo', 'unknown flag: --foo'],
	['status --namespce x', 'unknown flag: --namespce, did you mean --namespace?'],
	['status --name x', 'unknown flag: --name, did you mean --namespace?'],
	['status --constructor', 'unknown flag: --constructor'],
	['status --=x', 'unknown flag: --'],
	['status -Z', "unknown shorthand flag: 'Z' in -Z"],
	['status -wZ', "unknown shorthand flag: 'Z' in -wZ"],
	['status -n', "flag needs an argument: 'n' in -n"],
	['status -An', "flag needs an argument: 'n' in -An"],
	['status --namespace', 'flag needs an argument: --namespace'],
	['status -w=maybe', 'invalid argument "maybe" for "-w, --watch" flag: must be true or false'],
	['status -w=constructor', 'invalid argument "constructor" for "-w, --watch" flag: must be true or false'],
	['status -o xml', 'invalid argument "xml" for "-o, --output" flag: allowed values are: json, yaml, name, wide'],
	['deploy --dry-run=yes', 'invalid argument "yes" for "--dry-run" flag: allowed values are: none, client, server'],
	['send-test --requests 0', 'invalid argument "0" for "--requests" flag: must be a whole number from 1 to 1000000'],
	[
		'send-test --requests 99999999999',
		'invalid argument "99999999999" for "--requests" flag: must be a whole number from 1 to 1000000',
	],
	['status -v x', 'invalid argument "x" for "--v" flag: must be a whole number from 0 to 1000000'],
	['sandbox --port 99999', 'invalid argument "99999" for "--port" flag: must be a whole number from 1 to 65535'],
	['sandbox --apps 99999999', 'invalid argument "99999999" for "--apps" flag: must be a whole number from 0 to 10000'],
	['sandbox --traffic -1', 'invalid argument "-1" for "--traffic" flag: must be a whole number from 0 to 10000'],
	[
		'undo --to-revision 0',
		'invalid argument "0" for "--to-revision" flag: must be a whole number from 1 to 1000000000',
	],
	[
		'undo --to-revision 99999999999999999',
		'invalid argument "99999999999999999" for "--to-revision" flag: must be a whole number from 1 to 1000000000',
	],
	[
		'deploy --timeout 5x',
		'invalid argument "5x" for "--timeout" flag: must be whole seconds or a number with a unit (e.g. 1s | 2m | 1h30m)',
	],
])('%s is refused: %s', (line, message) => {
	expect(() => normalise(line.split(' '), table)).toThrow(new UsageError(message));
});

describe('for any command line', () => {
	const names = Object.keys(everyFlag).map(
		key => `--${key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`,
	);
	const word = fc.oneof(
		fc.string(),
		fc.constantFrom('--', '-', '-A', '-n', '-wA', '-ojson', '-n=x', 'json', 'true', '5s', '3', ...names),
		fc.tuple(fc.constantFrom(...names), fc.string()).map(([name, value]) => `${name}=${value}`),
	);

	test('normalising again what meow reads changes nothing, and nothing but a UsageError is thrown', () => {
		let accepted = 0;
		fc.assert(
			fc.property(fc.array(word, {maxLength: 6}), argv => {
				let once: readonly string[];
				try {
					once = normalise(argv, everyFlag);
				} catch (error) {
					expect(error).toBeInstanceOf(UsageError);
					return;
				}

				accepted++;
				expect(normalise(withoutGuards(once), everyFlag)).toEqual(once);
			}),
			{numRuns: randomCases(2000), examples: [[['--cluster', '--', "--selector=''"]]]},
		);
		expect(accepted).toBeGreaterThan(100);
	});
});

/** A normalised line without the quotes that keep those of a value through meow. */
function withoutGuards(line: readonly string[]): readonly string[] {
	const end = line.indexOf('--');
	const flags = line.slice(0, end).map(flag => flag.replace(/^(--[^=]*=)"((['"]).*\3)"$/s, '$1$2'));
	return [...flags, ...line.slice(end)];
}
