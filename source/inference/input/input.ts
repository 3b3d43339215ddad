/** One request that is sent, as the user gave it or as the model's metadata made it. */
export interface Input {
	/** A request in JSON, of whichever protocol, byte for byte as it was given but for its label. */
	readonly body: string;
	/** What the right answer is, for who compares answers with it. */
	readonly label?: string;
	/** The same as it was given, in JSON: a text, a number or a truth value. */
	readonly labelJson?: string;
	/** Where it stands, for messages: `input.json`, `digits.jsonl:7`, `stdin`. */
	readonly where: string;
}

/** What is no request, and why. */
export interface BadInput {
	readonly where: string;
	/** A sentence that names the place. */
	readonly message: string;
}

export interface ParsedInputs {
	readonly inputs: readonly Input[];
	readonly bad: readonly BadInput[];
}
