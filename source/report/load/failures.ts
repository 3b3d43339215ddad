import type {FailureResult, LoadResult} from '../../load/result.ts';
import {counted, cutText, shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import {section} from '../page.ts';
import {versionName} from './load-versions.ts';

const mostCases = 10;
const mostBodyCharacters = 700;

/** The first requests that failed, with what was answered. */
export function failuresSection({failures, failed}: LoadResult): Html | undefined {
	if (failures.length === 0) return undefined;
	const shown = failures.slice(0, mostCases);
	return section(
		'First failures',
		html`<p class="note">
				${counted(shown.length)} of ${counted(Math.max(failed, failures.length))} requests that failed. Long answers are
				cut.
			</p>
			<ol class="cases">
				${shown.map(caseHtml)}
			</ol>`,
	);
}

function caseHtml({index, atMs, version, status, reason, body}: FailureResult): Html {
	return html`<li>
		<dl>
			<dt>Request</dt>
			<dd>${counted(index + 1)}, after ${(atMs / 1000).toFixed(1)} s</dd>
			<dt>Answer</dt>
			<dd>${status ?? 'none'}${version === undefined ? undefined : ` of ${shortened(versionName(version), 60)}`}</dd>
			<dt>Reason</dt>
			<dd>${cutText(reason, 400)}</dd>
			${
				body === undefined
					? undefined
					: html`<dt>Body</dt>
							<dd><pre>${cutText(body, mostBodyCharacters)}</pre></dd>`
			}
		</dl>
	</li>`;
}
