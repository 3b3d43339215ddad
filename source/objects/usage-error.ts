/** The command line is wrong: reported with a pointer to the help, exit code 2. */
export class UsageError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'UsageError';
	}
}
