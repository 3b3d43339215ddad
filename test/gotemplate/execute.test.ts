import {describe, expect, test} from 'vitest';
import {executeTemplate, parseTemplate} from '../../source/gotemplate/template.ts';
import {Slice, Struct, TypedMap, Uint} from '../../source/gotemplate/value.ts';
import type {Value} from '../../source/gotemplate/value.ts';

const data: Value = {
	one: 1,
	zero: 0,
	text: 'hello',
	nothing: null,
	list: [3, 1, 2],
	empty: [],
	ints: new Slice('[]int', [5, 6, 7]),
	map: {b: 2, a: 1, é: 4, Z: 3},
	labels: new TypedMap('map[string]string', {app: 'wisdom'}),
	person: new Struct('Person', {Name: 'Ann'}),
	nested: {deep: {value: 'found'}},
	word: new Uint(2, 'uint32'),
};

function render(text: string): string {
	return executeTemplate(parseTemplate('t', text), data);
}

describe('actions', () => {
	test.each([
		['a {{- 1 -}} b{{/* no */}} {{- /* no */ -}} c', 'a1bc'],
		['a{{- -1}}', 'a-1'],
		['{{.one}} {{.nothing}} {{.missing}} {{.missing | print}}', '1 <no value> <no value> <nil>'],
		['{{.nested.deep.value}} {{(.nested).deep}}', 'found map[value:found]'],
		['{{$x := .one}}{{$x}}{{$x = 2}}{{$x}}{{if true}}{{$x := 3}}{{$x}}{{$x = 4}}{{end}}{{$x}}', '1232'],
		['{{$x := .missing}}{{$x.deeper}}', '<no value>'],
		['{{"a" | print "b" | printf "%s-%s" "c"}}', 'c-ba'],
		['{{print ($y := 5) $y}}', '5 5'],
		['{{"\\xe4"}}{{"\\xb8\\x96"}}{{"\\xff"}}', '世\ufffd'],
	])('%j gives %j', (text, output) => {
		expect(render(text)).toBe(output);
	});
});

describe('if and with', () => {
	test.each([
		['{{if .zero}}a{{else if .empty}}b{{else if .one}}c{{else}}d{{end}}', 'c'],
		['{{if $x := .one}}{{$x}}{{end}}', '1'],
		['{{if $x := .zero}}{{else}}{{$x}}{{end}}', '0'],
		['{{with .nested}}{{.deep.value}}{{$.one}}{{end}}', 'found1'],
		['{{with .zero}}a{{else with .text}}{{.}}{{else}}b{{end}}', 'hello'],
		['{{with .zero}}a{{else}}{{.one}}{{end}}', '1'],
		['{{if .person}}struct{{end}}{{if not .nothing}}nil{{end}}', 'structnil'],
	])('%j gives %j', (text, output) => {
		expect(render(text)).toBe(output);
	});
});

describe('range', () => {
	test.each([
		['{{range .list}}{{.}},{{end}}', '3,1,2,'],
		['{{range $i, $x := .ints}}{{$i}}={{$x}} {{end}}', '0=5 1=6 2=7 '],
		['{{range $k, $v := .map}}{{$k}}={{$v}} {{end}}', 'Z=3 a=1 b=2 é=4 '],
		['{{range $k, $v := .labels}}{{$k}}={{$v}}{{end}}', 'app=wisdom'],
		['{{range 3}}{{.}}{{end}}{{range $i := .word}}{{$i}}{{printf "%T" $i}}{{end}}', '0120uint321uint32'],
		[
			'{{range .empty}}x{{else}}none{{end}}{{range -1}}x{{else}}none{{end}}{{range .nothing}}x{{else}}none{{end}}',
			'nonenonenone',
		],
		['{{range .ints}}{{if eq . 6}}{{continue}}{{end}}{{.}}{{end}}', '57'],
		['{{range .ints}}{{if eq . 6}}{{break}}{{end}}{{.}}{{end}}', '5'],
		['{{$x := 0}}{{range $x = .ints}}{{end}}{{$x}}', '7'],
		['{{$i := 0}}{{$x := 0}}{{range $i, $x = .ints}}{{end}}{{$i}}{{$x}}', '27'],
		['{{range $i, $x := .empty}}{{else}}{{$i}}{{$x}}{{end}}', '[][]'],
		['{{range .ints}}{{range $.empty}}{{else}}{{break}}{{end}}x{{end}}', 'xxx'],
		['{{range .ints}}{{range $.empty}}{{else}}{{continue}}{{end}}x{{end}}', ''],
	])('%j gives %j', (text, output) => {
		expect(render(text)).toBe(output);
	});
});

describe('templates', () => {
	test.each([
		['{{define "x"}}[{{.}}]{{end}}{{template "x" .one}}{{template "x"}}', '[1][<no value>]'],
		['{{block "x" .one}}[{{.}}]{{end}}{{template "x" .text}}', '[1][hello]'],
		['{{define "x"}}{{if .}}{{len .}}{{template "x" slice . 1}}{{end}}{{end}}{{template "x" "abc"}}', '321'],
		['{{$y := 1}}{{define "x"}}{{$y := 2}}{{end}}{{template "x"}}{{$y}}', '1'],
		['{{define "x"}} {{end}}{{define "x"}}2{{end}}{{template "x"}}', '2'],
		['{{define "t"}}mine{{end}} ', 'mine'],
		['{{range .ints}}{{block "x" .}}{{.}}{{end}}{{break}}{{end}}', '5'],
	])('%j gives %j', (text, output) => {
		expect(render(text)).toBe(output);
	});
});

/** Messages as Go's text/template words them. */
describe('an execution fails', () => {
	test.each([
		['{{.text.x}}', '1:7: executing "t" at <.text.x>: can\'t evaluate field x in type interface {}'],
		['{{.nothing.x}}', '1:10: executing "t" at <.nothing.x>: nil pointer evaluating interface {}.x'],
		['{{.person.Age}}', '1:9: executing "t" at <.person.Age>: can\'t evaluate field Age in type interface {}'],
		[
			'{{.person.Name 1}}',
			'1:9: executing "t" at <.person.Name>: Name has arguments but cannot be invoked as function',
		],
		['{{.one 2}}', '1:2: executing "t" at <.one>: one is not a method but has arguments'],
		['{{nil}}', '1:2: executing "t" at <nil>: nil is not a command'],
		['{{1 2}}', '1:2: executing "t" at <1>: can\'t give argument to non-function 1'],
		['{{$x := 1}}{{2 | $x}}', '1:17: executing "t" at <$x>: can\'t give argument to non-function $x'],
		['{{9223372036854775808}}', '1:2: executing "t" at <9223372036854775808>: 9223372036854775808 overflows int'],
		['{{$x = 1}}', '1:7: executing "t" at <1>: undefined variable: $x'],
		['{{and 0 ($x := 1)}}{{$x}}', '1:21: executing "t" at <$x>: undefined variable: $x'],
		[
			'{{define "x"}}{{if 0}}{{$y := 2}}{{else}}{{$y}}{{end}}{{end}}{{$y := 1}}{{template "x"}}',
			'1:43: executing "x" at <$y>: undefined variable: $y',
		],
		['{{len}}', '1:2: executing "t" at <len>: wrong number of args for len: want 1 got 0'],
		['{{index}}', '1:2: executing "t" at <index>: wrong number of args for index: want at least 1 got 0'],
		['{{1 | lt}}', '1:6: executing "t" at <lt>: wrong number of args for lt: want 2 got 1'],
		[
			'a\n{{  index .list 3 }}',
			'2:4: executing "t" at <index .list 3>: error calling index: reflect: slice index out of range',
		],
		['{{printf 1}}', '1:9: executing "t" at <1>: expected string; found 1'],
		['{{printf nil}}', '1:9: executing "t" at <nil>: cannot assign nil to string'],
		['{{printf .one}}', '1:9: executing "t" at <.one>: wrong type for value; expected string; got int'],
		[
			'{{printf .nothing}}',
			'1:9: executing "t" at <.nothing>: wrong type for value; expected string; got interface {}',
		],
		['{{printf (.nothing)}}', '1:10: executing "t" at <.nothing>: invalid value; expected string'],
		['{{range .text}}{{end}}', '1:8: executing "t" at <.text>: range can\'t iterate over hello'],
		['{{range $i, $x := 3}}{{end}}', '1:18: executing "t" at <3>: can\'t use 3 to iterate over more than one variable'],
		['{{template "y"}}', '1:11: executing "t" at <{{template "y"}}>: template "y" not defined'],
		[
			'{{define "x"}}\n{{.one.y}}{{end}}{{template "x" .}}',
			'2:6: executing "x" at <.one.y>: can\'t evaluate field y in type interface {}',
		],
		[
			'{{template "x" $y := .one | print 1}}',
			'1:11: executing "t" at <{{template "x" $y := .one | print 1}}>: template "x" not defined',
		],
		['{{print ((print 1).x.y)}}', '1:16: executing "t" at <1>: can\'t evaluate field x in type string'],
	])('%j: %s', (text, message) => {
		expect(() => render(text)).toThrow(`template: t:${message}`);
	});
});
