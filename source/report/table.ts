import {html, type Html} from './html.ts';

/** A cell: its text, or Html that says more. Numbers stand to the right. */
export type Cell = string | Html;

export interface TableColumn<Row> {
	readonly heading: string;
	readonly isNumber?: boolean;
	readonly cell: (row: Row) => Cell;
}

/** A table with a heading for each column, whose first cells head their rows; wider ones than the page scroll by themselves. */
export function table<Row>(
	caption: string | undefined,
	columns: readonly TableColumn<Row>[],
	rows: readonly Row[],
): Html {
	const kind = ({isNumber}: TableColumn<Row>): Html | undefined => (isNumber ? html` class="number"` : undefined);
	const heads = columns.map(column => html`<th scope="col" ${kind(column)}>${column.heading}</th>`);
	const lines = rows.map(row => {
		const cells = columns.map((column, index) =>
			index === 0
				? html`<th scope="row" ${kind(column)}>${column.cell(row)}</th>`
				: html`<td${kind(column)}>${column.cell(row)}</td>`,
		);
		return html`<tr>
			${cells}
		</tr>`;
	});
	return html`<figure>
		${caption === undefined ? undefined : html`<figcaption>${caption}</figcaption>`}
		<div class="scroll" tabindex="0">
			<table>
				<thead>
					<tr>
						${heads}
					</tr>
				</thead>
				<tbody>
					${lines}
				</tbody>
			</table>
		</div>
	</figure>`;
}
