import {randomInt} from 'node:crypto';
import type {TestLoad} from '../../actions/send-test/test.ts';
import type {Expectations} from '../../load/expectations.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {parsePercentOrNone} from '../number-flags.ts';
import type {sendTestVerb} from './flags.ts';

type SendTestFlags = OptionsOf<typeof sendTestVerb>['flags'];

/** Over which requests are dropped unless `--concurrency` says another number. */
const mostInFlight = 1000;

/**
 * What the flags say of pace and end; undefined where they ask for no more than a number of requests.
 * @param count How many requests, where the flags say neither a number nor a time
 */
export function loadOf(flags: SendTestFlags, count = 1): TestLoad | undefined {
	const {rate, duration, requests, warmup: warmupMs, concurrency, arrival} = flags;
	if (duration !== undefined && requests !== undefined) {
		throw new UsageError('--duration and --requests exclude each other: a test ends by one of them');
	}

	if (duration === 0) throw new UsageError('invalid --duration 0: a test takes some time');
	if (rate === undefined && arrival !== undefined) throw new UsageError('--arrival needs --rate');
	const isLoad = rate !== undefined || duration !== undefined || warmupMs > 0 || hasExpectations(flags);
	if (!isLoad) return undefined;
	return {
		pace:
			rate === undefined
				? {kind: 'closed', concurrency: concurrency ?? 1}
				: {
						kind: 'open',
						rate,
						arrival: arrival ?? 'constant',
						mostInFlight: concurrency ?? mostInFlight,
						seed: randomInt(2 ** 31),
					},
		bound: duration === undefined ? {requests: requests ?? count} : {durationMs: duration},
		warmupMs,
	};
}

/** What the flags expect of the test. */
export function expectationsOf({expect, maxErrorRate, maxP95, minGoodput}: SendTestFlags): Expectations {
	return {
		version: expect === undefined ? undefined : versionIn(expect),
		maxErrorRate: maxErrorRate === undefined ? undefined : parsePercentOrNone('max-error-rate', maxErrorRate),
		maxP95Ms: maxP95,
		minGoodput,
	};
}

function hasExpectations({expect, maxErrorRate, maxP95, minGoodput}: SendTestFlags): boolean {
	return [expect, maxErrorRate, maxP95, minGoodput].some(value => value !== undefined);
}

function versionIn(text: string): string {
	const version = /^version=(.+)$/.exec(text)?.[1];
	if (version !== undefined) return version;
	throw new UsageError(`invalid --expect ${JSON.stringify(text)}: write version=NAME, as in version=wisdom-1`);
}
