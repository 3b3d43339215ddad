import {expect, test} from 'vitest';
import {type Column, createTable, formatTable} from '../../source/print/table.ts';
import {displayWidth} from '../../source/print/width.ts';

interface Version {
	readonly name: string;
	readonly ready: boolean;
	readonly weight?: string;
	readonly uri: string;
}

const columns: readonly Column<Version>[] = [
	{header: 'NAME', cell: ({name}) => name},
	{header: 'READY', cell: ({ready}) => (ready ? {text: 'True', tone: 'good'} : {text: 'False', tone: 'bad'})},
	{header: 'W', cell: ({weight}) => weight},
	{header: 'URI', cell: ({uri}) => uri, isWide: true},
	{header: 'AGE', cell: () => '5s'},
];

const primary: Version = {name: 'wisdom-0', ready: true, weight: '1', uri: 'gs://a'};
const candidate: Version = {name: 'wisdom-1-with-a-long-name', ready: false, uri: ''};

test('columns are as wide as their widest cell and three spaces, at least six', () => {
	expect(formatTable(columns, [primary, candidate], {isWide: false, color: false})).toBe(
		[
			'NAME                        READY   W        AGE',
			'wisdom-0                    True    1        5s',
			'wisdom-1-with-a-long-name   False   <none>   5s',
			'',
		].join('\n'),
	);
	expect(formatTable(columns, [primary], {isWide: false, color: false})).toBe(
		['NAME       READY   W     AGE', 'wisdom-0   True    1     5s', ''].join('\n'),
	);
});

test('wide columns appear only when asked for', () => {
	expect(formatTable(columns, [primary, candidate], {isWide: true, color: false})).toBe(
		[
			'NAME                        READY   W        URI      AGE',
			'wisdom-0                    True    1        gs://a   5s',
			'wisdom-1-with-a-long-name   False   <none>   <none>   5s',
			'',
		].join('\n'),
	);
});

test('colours and wide characters leave the columns where they are', () => {
	expect(formatTable(columns, [{...primary, name: '模型'}], {isWide: false, color: true})).toBe(
		['NAME   READY   W     AGE', '模型   \u001B[32mTrue\u001B[39m    1     5s', ''].join('\n'),
	);
});

test('a hostile cell cannot drive the terminal or break its line', () => {
	expect(formatTable(columns, [{...primary, name: '\u001B[2J\n'}], {isWide: false, color: false})).toBe(
		['NAME        READY   W     AGE', '\\x1b[2J\\n   True    1     5s', ''].join('\n'),
	);
});

test('a cell of any length is bounded, and no script moves a column', () => {
	const names = [
		'x'.repeat(10_000),
		'界'.repeat(10_000),
		'\u202E'.repeat(10_000),
		'แบบจำลองน้ำ',
		'क्षत्रिय',
		'שלום',
		'مُحَمَّد',
		'👩‍🔬',
	];
	const table = formatTable(
		columns,
		names.map(name => ({...primary, name})),
		{isWide: false, color: false},
	);
	const [header, ...rows] = table.trimEnd().split('\n');
	for (const row of rows) expect(displayWidth(row.slice(0, row.indexOf('True')))).toBe(256 + 3);
	expect(header?.indexOf('READY')).toBe(256 + 3);
});

test('a table that grows has its headers once and never becomes narrower', () => {
	const rowsOf = createTable(columns, {isWide: false, color: false});
	expect([rowsOf([candidate]), rowsOf([primary])]).toEqual([
		['NAME                        READY   W        AGE', 'wisdom-1-with-a-long-name   False   <none>   5s', ''].join(
			'\n',
		),
		'wisdom-0                    True    1        5s\n',
	]);
});
