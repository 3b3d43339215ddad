/** A value that a test has put there. Throws when it is missing. */
export function present<Value>(value: Value | undefined): Value {
	if (value === undefined) throw new Error('it is not there');
	return value;
}
