import type {Value} from '../../../source/gotemplate/value.ts';
import {
	generateFloat,
	generateInt,
	generateKey,
	generateMixture,
	generateRoutemap,
	generateText,
	mixtureType,
	routemapType,
} from './generate-values.ts';
import type {Type} from './generate-values.ts';
import type {Random} from './random.ts';
import type {Case} from './reference.ts';

/** A template that mostly makes sense for its data; some are spoiled by a wrong character. */
export function generateCase(random: Random): Case {
	const isRoutemap = random.oneIn(3);
	const data: Value = isRoutemap ? generateRoutemap(random) : generateMixture(random);
	const template = new Generator(random, isRoutemap ? routemapType : mixtureType).template();
	return {template: random.oneIn(10) ? spoil(random, template) : template, data};
}

function spoil(random: Random, template: string): string {
	const at = random.below(template.length + 1);
	const inserted = random.oneIn(2) ? random.pick(Array.from(' {}()|$.:=,"\'`-1a\n\\é%')) : '';
	return (template.slice(0, at) + inserted + template.slice(at + random.below(3))).toWellFormed();
}

interface Place {
	/** A term that has this type here. */
	readonly term: string;
	readonly type: Type;
	/** The type as text, to compare by. */
	readonly key?: string;
}

class Generator {
	readonly #random: Random;
	readonly #root: Type;
	#places: readonly Place[];
	/** Blocks, and parentheses, around the place being generated. */
	#depth = 0;
	#loops = 0;
	#names = 0;
	readonly #definitions: string[] = [];

	constructor(random: Random, root: Type) {
		this.#random = random;
		this.#root = root;
		this.#places = placesOf([
			{term: '$', type: root},
			{term: '.', type: root},
		]);
	}

	template(): string {
		const body = this.#statements();
		const all = [body, ...this.#definitions];
		return (this.#random.oneIn(2) ? all : all.toReversed()).join('');
	}

	#statements(): string {
		const places = this.#places;
		const count = 1 + this.#random.below(this.#depth === 0 ? 5 : 3);
		const text = Array.from({length: count}, () => this.#statement()).join('');
		this.#places = places;
		return text;
	}

	#statement(): string {
		const random = this.#random;
		const simple = [
			() => random.pick(['text', ' \n ', '- x: 1\n  y: ', '世界 ', '}', '{ ', '\t']),
			() => this.#action(this.#pipeline(this.#anyType())),
			() => this.#action(this.#pipeline(this.#anyType())),
			() => this.#action(this.#pipeline(this.#anyType())),
			() => this.#declaration(),
			() => this.#assignment(),
			() => (random.oneIn(2) ? '{{/* comment */}}' : ' {{- /* a\nb */ -}} '),
		];
		const deep = [() => this.#if(), () => this.#with(), () => this.#range(), () => this.#range(), () => this.#call()];
		if (this.#loops > 0 && random.oneIn(4)) return this.#loopControl();
		return random.pick(this.#depth < 3 ? [...simple, ...deep] : simple)();
	}

	#action(content: string): string {
		const random = this.#random;
		const space = random.pick(['', '', ' ', '\n', '  ']);
		return `{{${random.oneIn(6) ? '- ' : space}${content}${random.oneIn(6) ? ' -' : space}}}`;
	}

	#nested(body: () => string): string {
		this.#depth++;
		const text = body();
		this.#depth--;
		return text;
	}

	/** Statements in which there are some more terms, and another dot if one is given. */
	#block(more: readonly Place[], dot?: Type): string {
		const outer = this.#places;
		const kept =
			dot === undefined ? outer : outer.filter(({term}) => term.startsWith('$') || term.startsWith('(index $'));
		const added = dot === undefined ? more : [...more, {term: '.', type: dot}];
		this.#places = [...kept, ...placesOf(added)];
		const text = this.#nested(() => this.#statements());
		this.#places = outer;
		return text;
	}

	#placesOf(type: Type): readonly Place[] {
		const wanted = keyOf(type);
		return this.#places.filter(({key}) => key === wanted);
	}

	#declaration(): string {
		const type = this.#anyType();
		const pipeline = this.#pipeline(type);
		const name = this.#newName();
		this.#places = [...this.#places, ...placesOf([{term: name, type}])];
		return this.#action(`${name} := ${pipeline}`);
	}

	#assignment(): string {
		const variables = this.#places.filter(({term}) => /^\$[a-z]\d*$/.test(term));
		if (variables.length === 0) return this.#declaration();
		const {term, type} = this.#random.pick(variables);
		return this.#action(`${term} = ${this.#pipeline(type)}`);
	}

	#newName(): string {
		this.#names++;
		return `$${this.#random.pick(['x', 'y', 'v'])}${this.#names}`;
	}

	#if(): string {
		let text = this.#action(`if ${this.#pipeline(this.#anyType())}`) + this.#block([]);
		while (this.#random.oneIn(3)) text += this.#action(`else if ${this.#pipeline('bool')}`) + this.#block([]);
		if (this.#random.oneIn(2)) text += this.#action('else') + this.#block([]);
		return text + this.#action('end');
	}

	#with(): string {
		const type = this.#anyType();
		const name = this.#newName();
		const declares = this.#random.oneIn(2);
		const pipeline = this.#pipeline(type);
		const head = this.#action(`with ${declares ? `${name} := ` : ''}${pipeline}`);
		let text = head + this.#block(declares ? [{term: name, type}] : [], type);
		if (this.#random.oneIn(3)) {
			const other = this.#anyType();
			text += this.#action(`else with ${this.#pipeline(other)}`) + this.#block([], other);
		}

		if (this.#random.oneIn(2)) text += this.#action('else') + this.#block([]);
		return text + this.#action('end');
	}

	#range(): string {
		const random = this.#random;
		const type = random.pick<Type>([
			'int',
			{list: 'int'},
			{list: 'string'},
			{map: 'string'},
			{map: 'int'},
			this.#collection(),
		]);
		const over = type === 'int' ? String(random.below(6)) : this.#pipeline(type);
		const element = elementType(type);
		const count = random.below(type === 'int' ? 2 : 3);
		const names = Array.from({length: count}, () => this.#newName());
		const key: Type = typeof type === 'object' && 'map' in type ? 'string' : 'int';
		const types = count === 2 ? [key, element] : [element];
		const variables = names.map((term, index) => ({term, type: types[index] ?? element}));
		this.#loops++;
		const head = this.#action(`range ${count > 0 ? `${names.join(', ')} := ` : ''}${over}`);
		let text = head + this.#block(variables, element);
		this.#loops--;
		if (random.oneIn(3)) text += this.#action('else') + this.#block([]);
		return text + this.#action('end');
	}

	#collection(): Type {
		const collections = this.#places.filter(({type}) => typeof type === 'object' && !('fields' in type));
		return collections.length === 0 ? 'int' : this.#random.pick(collections).type;
	}

	#loopControl(): string {
		const control = this.#action(this.#random.pick(['break', 'continue']));
		return this.#random.oneIn(4) ? control : `{{if ${this.#pipeline('bool')}}}${control}{{end}}`;
	}

	/** A call of a new template, whose variables and loops are its own. */
	#call(): string {
		const type = this.#random.oneIn(2) ? this.#root : this.#anyType();
		const pipeline = this.#pipeline(type);
		const name = `t${this.#names++}`;
		const {places, loops} = {places: this.#places, loops: this.#loops};
		this.#places = [];
		this.#loops = 0;
		const body = this.#block([{term: '$', type}], type);
		this.#places = places;
		this.#loops = loops;
		if (this.#random.oneIn(2)) return `{{block "${name}" ${pipeline}}}${body}{{end}}`;
		this.#definitions.push(`{{define "${name}"}}${body}{{end}}`);
		return this.#action(`template "${name}" ${pipeline}`);
	}

	#anyType(): Type {
		const random = this.#random;
		if (this.#places.length > 0 && random.oneIn(3)) return random.pick(this.#places).type;
		return random.pick<Type>(['int', 'float', 'string', 'string', 'string', 'bool', 'uint', 'nil']);
	}

	#pipeline(type: Type): string {
		const random = this.#random;
		if (type === 'string' && random.oneIn(3)) return this.#piped();
		return withoutParentheses(this.#term(type));
	}

	#piped(): string {
		const random = this.#random;
		const first = random.oneIn(2) ? this.#term('string') : withoutParentheses(this.#term(this.#printable()));
		const stages = [
			'print',
			'println',
			'html',
			'js',
			'urlquery',
			'printf "%v"',
			'printf "[%10v]"',
			'print "x" 1',
			'printf "%q"',
		];
		return [first, ...Array.from({length: 1 + random.below(2)}, () => random.pick(stages))].join(' | ');
	}

	/** A term of a type: a constant, a place, or a call in parentheses. */
	#term(type: Type): string {
		const random = this.#random;
		if (random.oneIn(40)) return this.#term(this.#printable());
		const places = this.#placesOf(type);
		if (this.#depth >= 6 || random.oneIn(3)) {
			if (places.length > 0 && !random.oneIn(3)) return random.pick(places).term;
			return this.#constant(type);
		}

		return this.#nested(() => this.#callOf(type, places));
	}

	#callOf(type: Type, places: readonly Place[]): string {
		const random = this.#random;
		switch (type) {
			case 'int':
				return random.pick([() => `(len ${this.#term(this.#measurable())})`, () => this.#constant('int')])();
			case 'uint':
				return this.#byteOf();
			case 'bool':
				return this.#booleanCall();
			case 'string':
				return this.#stringCall();
			default:
				if (places.length === 0) return this.#constant(type);
				if (typeof type === 'object' && 'list' in type && random.oneIn(2))
					return `(slice ${random.pick(places).term} 0)`;
				if (random.oneIn(2)) return `(${random.pick(['or', 'and'])} ${this.#term(type)} ${this.#term(type)})`;
				return random.oneIn(2) ? `(${random.pick(places).term})` : random.pick(places).term;
		}
	}

	#byteOf(): string {
		const text = this.#random.pick(['abc', 'é', '世', '\\xff']);
		return `(index "${text}" 0)`;
	}

	#measurable(): Type {
		const collection = this.#collection();
		return collection === 'int' || this.#random.oneIn(3) ? 'string' : collection;
	}

	#printable(): Type {
		return this.#random.pick<Type>([
			'int',
			'float',
			'string',
			'bool',
			'uint',
			'nil',
			{list: 'int'},
			{list: 'string'},
			{map: 'int'},
		]);
	}

	#booleanCall(): string {
		const random = this.#random;
		const type = random.pick<Type>(['int', 'float', 'string', 'int']);
		const pair = (): string => `${this.#term(type)} ${this.#term(type)}`;
		const choices = [
			() => `(not ${this.#term(this.#printable())})`,
			() => `(${random.pick(['eq', 'ne', 'lt', 'le', 'gt', 'ge'])} ${pair()})`,
			() => `(eq ${pair()} ${this.#term(type)})`,
			() => `(${random.pick(['eq', 'ne', 'lt', 'le', 'gt', 'ge'])} ${this.#term('int')} ${this.#term('uint')})`,
			() => `(${random.pick(['and', 'or'])} ${this.#term('bool')} ${this.#term('bool')})`,
			() => `(${random.pick(['eq', 'ne'])} ${this.#term('nil')} ${this.#term(this.#printable())})`,
		];
		return random.pick(choices)();
	}

	#stringCall(): string {
		const random = this.#random;
		const values = (): string => random.list(3, () => ` ${this.#term(this.#printable())}`).join('');
		const choices = [
			() => this.#printf(),
			() => this.#printf(),
			() => this.#printf(),
			() => `(${random.pick(['print', 'println', 'html', 'js', 'urlquery'])}${values()})`,
			() =>
				`(slice ${random.pick(['"hello"', '"naïve"', '"世界👋"'])} ${random.pick(['1', '0 2', '2 4', '3', '1 5', ''])})`,
			() => this.#entry(),
			() => `(${random.pick(['and', 'or'])} ${this.#term('string')} ${this.#term('string')})`,
		];
		return random.pick(choices)();
	}

	#entry(): string {
		const maps = this.#placesOf({map: 'string'});
		const key = quoted(generateKey(this.#random));
		return maps.length === 0 ? key : `(index ${this.#random.pick(maps).term} ${key})`;
	}

	#printf(): string {
		const random = this.#random;
		const parts = random.list(4, () => {
			const type = this.#printable();
			return {format: this.#verb(type) + random.pick(['', ' ', '%%', '|', '世']), term: this.#term(type)};
		});
		const terms = parts.map(({term}) => ` ${term}`).slice(0, random.oneIn(20) ? 1 : undefined);
		return `(printf ${quoted(parts.map(({format}) => format).join(''))}${terms.join('')})`;
	}

	#verb(type: Type): string {
		const random = this.#random;
		const flags = random.list(2, () => random.pick(['+', '-', '#', ' ', '0'])).join('');
		const width = random.oneIn(3) ? String(1 + random.below(12)) : '';
		const precision = random.oneIn(4) ? `.${random.below(8)}` : '';
		const fitting = {int: 'dvxXobOcqUd', uint: 'dvxcq', float: 'feEgGvxbF', string: 'svqxX', bool: 'tv'};
		const own = typeof type === 'string' && type !== 'nil' ? fitting[type] : 'vdsxqT';
		return `%${flags}${width}${precision}${random.pick(Array.from(random.oneIn(8) ? 'vTdsxqtfez' : own))}`;
	}

	#constant(type: Type): string {
		const random = this.#random;
		switch (type) {
			case 'int':
				return random.pick([
					String(generateInt(random)),
					`0x${random.below(256).toString(16)}`,
					"'a'",
					"'世'",
					'0b101',
					'017',
					'1_000',
				]);
			case 'uint':
				return this.#byteOf();
			case 'float': {
				const text = String(generateFloat(random));
				return /[.e]/.test(text) ? text : `${text}.0`;
			}

			case 'string':
				return random.oneIn(4) ? `\`${generateText(random)}\`` : quoted(generateText(random));
			case 'bool':
				return random.pick(['true', 'false']);
			case 'nil':
				return '(and nil)';
			default: {
				const places = this.#placesOf(type);
				return places.length > 0 ? random.pick(places).term : '(or nil)';
			}
		}
	}
}

/** Places and what is inside them: fields, and elements of lists and maps. */
function placesOf(places: readonly Place[], levels = 3): readonly Place[] {
	return places.flatMap(place => [
		{...place, key: keyOf(place.type)},
		...(levels === 0 ? [] : placesOf(partsOf(place), levels - 1)),
	]);
}

function partsOf({term, type}: Place): readonly Place[] {
	if (typeof type === 'string') return [];
	if ('fields' in type) {
		const owner = term === '.' ? '' : term;
		return Object.entries(type.fields).map(([name, field]) => ({term: `${owner}.${name}`, type: field}));
	}

	if ('map' in type) return [{term: `${term === '.' ? '' : term}.app`, type: type.map}];
	// Versions and their like are never empty; other lists may be, and indexing them is mostly an error.
	const isFilled = typeof type.list === 'object' && 'fields' in type.list && 'Weight' in type.list.fields;
	return isFilled || term.endsWith('Weights') ? [{term: `(index ${term} 0)`, type: type.list}] : [];
}

function elementType(type: Type): Type {
	if (type === 'int') return 'int';
	if (typeof type === 'string' || 'fields' in type) return 'nil';
	return 'list' in type ? type.list : type.map;
}

function keyOf(type: Type): string {
	return typeof type === 'string' ? type : JSON.stringify(type);
}

function withoutParentheses(term: string): string {
	return /^\([^()]*\)$/.test(term) ? term.slice(1, -1) : term;
}

/** A Go string literal: JSON's escapes are all Go's as well. */
function quoted(text: string): string {
	return JSON.stringify(text);
}
