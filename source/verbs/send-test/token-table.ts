import type {AnsweredRow, LoadResult, TokenResult} from '../../load/result.ts';
import {formatTable, type Column} from '../../print/table.ts';
import {latency} from './latency.ts';

interface TokenRow {
	readonly version: AnsweredRow['version'];
	readonly tokens: TokenResult;
}

const columns: readonly Column<TokenRow>[] = [
	{header: 'VERSION', cell: ({version}) => version},
	{header: 'STREAMS', cell: ({tokens}) => String(tokens.answers)},
	...(
		[
			['FIRST P50', ({first}) => first.p50Ms],
			['P95', ({first}) => first.p95Ms],
			['TOKEN P50', ({perToken}) => perToken?.p50Ms],
			['P95', ({perToken}) => perToken?.p95Ms],
			['GAP P50', ({gaps}) => gaps?.p50Ms],
			['P95', ({gaps}) => gaps?.p95Ms],
		] satisfies readonly [string, (tokens: TokenResult) => number | undefined][]
	).map(([header, timeOf]): Column<TokenRow> => ({
		header,
		cell({tokens}) {
			const time = timeOf(tokens);
			return time === undefined ? undefined : latency(time);
		},
	})),
	{header: 'TOKENS/S', cell: ({tokens}) => tokens.tokensPerSecond.toFixed(1)},
];

/** What streamed answers came to, a line a version: time to the first token, for each further one, between events; empty without such. */
export function formatTokens({answered}: Pick<LoadResult, 'answered'>, color: boolean): string {
	const rows = answered.flatMap(({version, tokens}) => (tokens === undefined ? [] : [{version, tokens}]));
	return rows.length === 0 ? '' : `\n${formatTable(columns, rows, {isWide: false, color})}`;
}
