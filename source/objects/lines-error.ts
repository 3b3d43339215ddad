/** An error that is told in several lines. Each is one line wherever it is printed: only the line ends between them are ours. */
export class LinesError extends Error {
	readonly lines: readonly string[];

	constructor(lines: readonly string[], options?: ErrorOptions) {
		super(lines.join('\n'), options);
		this.lines = lines;
	}
}
