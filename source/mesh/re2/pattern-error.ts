/** A pattern that RE2 refuses. */
export class PatternError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'PatternError';
	}
}

/** A pattern that is larger than what is allowed here, whatever RE2 says of it. */
export class PatternBoundError extends PatternError {}
