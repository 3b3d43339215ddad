/** The nearest to where a condition, which holds at `holds`, does not hold any more; `fails` if it holds all the way. */
export function boundary(holds: number, fails: number, condition: (x: number) => boolean): number {
	for (let n = 0; n < 60; n++) {
		const middle = (holds + fails) / 2;
		if (condition(middle)) holds = middle;
		else fails = middle;
	}

	return fails;
}
