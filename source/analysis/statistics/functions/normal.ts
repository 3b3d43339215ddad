import {gammaTail} from './gamma.ts';

/**
 * The z that a standard normal exceeds with this probability, 0 < tail ≤ ½: 1.6449 for 0.05. By Newton's method on the
 * logarithm of the tail, which is concave, so that it cannot overshoot twice.
 */
export function normalQuantile(tail: number): number {
	let z = Math.sqrt(-2 * Math.log(2 * tail));
	for (let n = 0; n < 50; n++) {
		const upper = gammaTail(0.5, (z * z) / 2) / 2;
		const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
		const step = (Math.log(upper / tail) * upper) / density;
		z += step;
		if (Math.abs(step) < 1e-14) break;
	}

	return z;
}
