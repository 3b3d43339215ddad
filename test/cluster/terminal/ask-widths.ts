import {readFileSync, renameSync, writeFileSync} from 'node:fs';

// Runs in a terminal: writes each text of a JSON file at the left of an empty screen, asks where the cursor is then, and writes the
// columns that the texts took to another file.
const [from = '', to = ''] = process.argv.slice(2);
const texts = JSON.parse(readFileSync(from, 'utf8')) as readonly string[];
const columns: number[] = [];
let answer = '';

function ask(): void {
	process.stdout.write(`\u001B[2J\u001B[H${texts[columns.length]}\u001B[6n`);
}

process.stdin.setRawMode(true);
process.stdin.on('data', chunk => {
	answer += String(chunk);
	const [, row, column] = /\[(\d+);(\d+)R/.exec(answer) ?? [];
	if (row === undefined) return;
	answer = '';
	columns.push(row === '1' ? Number(column) - 1 : Number.NaN);
	if (columns.length < texts.length) return ask();
	writeFileSync(`${to}.part`, JSON.stringify(columns));
	renameSync(`${to}.part`, to);
	process.exit();
});
ask();
