import {differingOutputs, type ModelAnswer} from './outputs.ts';

/** What a version's answers to one request came to, as far as they are compared. */
export class AnswerSample {
	/** The first good answer that is an inference. */
	first: ModelAnswer | undefined;
	/** Good answers whose outputs are not those of the first. */
	varying = 0;

	/** A good answer; undefined for one that is no inference. */
	add(answer: ModelAnswer | undefined): void {
		if (!answer) return;
		this.first ??= answer;
		if (differingOutputs(this.first, answer).length > 0) this.varying++;
	}
}
