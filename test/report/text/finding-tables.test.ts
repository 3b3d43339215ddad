import {expect, test} from 'vitest';
import {findingTable} from '../../../source/report/text/finding-tables.ts';
import {unsure} from '../comparison-result.ts';

const layout = {isNarrow: false, more: '', names: ['wisdom-0', 'wisdom-1']} as const;

function text(result: Parameters<typeof findingTable>[0]): string {
	return findingTable(result, layout)
		.map(line => line.map(part => part.text).join(''))
		.join('\n');
}

test('latencies stand in the table with their ratio, or without a verdict where they cannot be compared', () => {
	const lines = `\
FOUND    WISDOM-0   WISDOM-1   DIFFERENCE            VERDICT
same     -          100 %      98.1 % to 100 %       not enough data
failed   0 %        0.2 %      -1.9 to +1.9 points   not enough data`;
	expect(text(unsure)).toBe(`${lines}
p50      11 ms      14 ms      0.9 times or more     not told
p95      19 ms      26 ms      0.9 times or more     not told`);
	expect(text({...unsure, latency: [], latencyFault: 'asked in different ways'})).toBe(`${lines}
p50      11 ms      14 ms      -                     -
p95      19 ms      26 ms      -                     -`);
});
