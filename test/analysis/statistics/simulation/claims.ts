import type {Claim} from './claim.ts';
import {bounds, indices, pairs, quantiles, sampleRatios} from './others.ts';
import {detections, falseRatios, forecasts, uncorrected} from './ratio.ts';
import {verdicts} from './verdicts.ts';

/** All that simulation shows of the statistics. */
export const claims: readonly Claim[] = [
	...falseRatios,
	uncorrected,
	...detections,
	...forecasts,
	...sampleRatios,
	...bounds,
	...pairs,
	...quantiles,
	...indices,
	...verdicts,
];
