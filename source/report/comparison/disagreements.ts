import type {OutputTensor} from '../../analysis/answers/output.ts';
import type {ComparisonResult, Disagreement} from '../../analysis/comparison/result.ts';
import {counted, cutText, shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import {key, type ComparedNames} from '../keys.ts';
import {section} from '../page.ts';
import {readRequest} from '../request.ts';

const mostCases = 12;
const mostInputCharacters = 700;
const mostOutputCharacters = 300;

/** The inputs whose answers are farthest apart, with both answers. */
export function disagreementsSection(
	{agreement, disagreements}: ComparisonResult,
	names: ComparedNames,
): Html | undefined {
	const {count, trials} = agreement.agreeing;
	if (disagreements.length === 0) return undefined;
	const shown = disagreements.slice(0, mostCases);
	return section(
		'Where they disagree most',
		html`<p class="note">
				${counted(shown.length)} of ${counted(Math.max(trials - count, disagreements.length))} inputs with other
				answers, the farthest apart first. Long ones are cut.
			</p>
			<ol class="cases">
				${shown.map(one => caseHtml(one, names))}
			</ol>`,
	);
}

function caseHtml(
	{where, body, label, distance, outputs, primary, candidate}: Disagreement,
	names: ComparedNames,
): Html {
	const differing = new Set(outputs);
	const {text, picture} = readRequest(body);
	const answer = (version: 'primary' | 'candidate', tensors: readonly OutputTensor[]): Html =>
		html`<dt>${key(version, names[version])}</dt>
			<dd><pre>${answerText(tensors, differing)}</pre></dd>`;
	return html`<li>
		<dl>
			<dt>Input</dt>
			<dd>${cutText(where, 120)}, ${distance.toFixed(3)} apart in ${cutText(outputs.join(', '), 120)}</dd>
			${
				label === undefined
					? undefined
					: html`<dt>Right</dt>
							<dd><pre>${cutText(label, mostOutputCharacters)}</pre></dd>`
			}${answer('primary', primary)}${answer('candidate', candidate)}
			<dt>Request</dt>
			<dd>
				${picture}
				<pre>${cutText(text, mostInputCharacters)}</pre>
			</dd>
		</dl>
	</li>`;
}

/** The outputs that differ, or all where it is not known which do. */
function answerText(tensors: readonly OutputTensor[], differing: ReadonlySet<string>): string {
	const told = tensors.filter(({name}) => differing.has(name));
	const lines = (told.length > 0 ? told : tensors).map(({name, data}) => `${name}: ${dataText(data)}`);
	return lines.length === 0 ? 'none' : cutText(lines.join('\n'), mostOutputCharacters);
}

function dataText(data: readonly unknown[]): string {
	return data
		.slice(0, mostOutputCharacters)
		.map(element => shortened(rounded(element), mostOutputCharacters))
		.join(' ');
}

/** Four digits tell probabilities apart. */
function rounded(element: unknown): string {
	if (typeof element === 'number' && !Number.isInteger(element)) return String(Number(element.toPrecision(4)));
	return typeof element === 'string' ? element : (JSON.stringify(element) ?? String(element));
}
