import {evaluatePipeline} from './evaluate.ts';
import type {Conditional, RangeStatement, Statement, TemplateCall} from './nodes.ts';
import {elementOf} from './operand.ts';
import type {Operand} from './operand.ts';
import {display} from './printer.ts';
import {quote} from './quote.ts';
import type {Run} from './run.ts';
import {entriesOf, isTrue, itemsOf, keysOf, kindOf, Uint} from './value.ts';
import type {Value} from './value.ts';

/** What a statement asks of the range around it. */
type Signal = 'break' | 'continue' | undefined;

/** Executes statements, writing to the run's output. */
export function executeStatements(run: Run, dot: Operand, statements: readonly Statement[]): Signal {
	for (const statement of statements) {
		run.budget.spend(1);
		switch (statement.kind) {
			case 'text':
				run.write(statement.text);
				break;
			case 'action': {
				const value = evaluatePipeline(run, dot, statement.pipeline);
				if (statement.pipeline.variables.length === 0) run.write(display(value, run.budget));
				break;
			}

			case 'break':
			case 'continue':
				return statement.kind;
			case 'template':
				executeTemplateCall(run, dot, statement);
				break;
			default: {
				const mark = run.mark();
				const signal =
					statement.kind === 'range' ? executeRange(run, dot, statement) : executeConditional(run, dot, statement);
				run.release(mark);
				if (signal !== undefined) return signal;
			}
		}
	}

	return undefined;
}

function executeBlock(run: Run, dot: Operand, statements: readonly Statement[]): Signal {
	run.enter();
	const signal = executeStatements(run, dot, statements);
	run.leave();
	return signal;
}

function executeConditional(run: Run, dot: Operand, {kind, branches, otherwise}: Conditional): Signal {
	for (const {pipeline, body} of branches) {
		const value = evaluatePipeline(run, dot, pipeline);
		if (isTrue(value)) return executeBlock(run, kind === 'with' ? value : dot, body);
	}

	return executeBlock(run, dot, otherwise);
}

function executeRange(run: Run, dot: Operand, statement: RangeStatement): Signal {
	const value = evaluatePipeline(run, dot, statement.pipeline);
	const turns = turnsOf(run, value, statement.pipeline.variables.length);
	const mark = run.mark();
	let hasTurned = false;
	for (const [key, element] of turns) {
		hasTurned = true;
		setRangeVariables(run, statement, key, element);
		const signal = executeBlock(run, element, statement.body);
		run.release(mark);
		if (signal === 'break') break;
	}

	if (hasTurned) return undefined;
	// A `break` in the `else` of a range ends that range in Go, a `continue` there goes on with the range around it.
	const signal = executeBlock(run, dot, statement.otherwise);
	return signal === 'break' ? undefined : signal;
}

/** The index or key and the element of each turn that a range takes over a value. */
function turnsOf(run: Run, value: Value, variables: number): Iterable<readonly [key: Value, element: Operand]> {
	switch (kindOf(value)) {
		case 'nil':
			return [];
		case 'int':
		case 'uint':
			if (variables > 1) run.fail(`can't use ${display(value, run.budget)} to iterate over more than one variable`);
			return numbersBelow(value);
		case 'slice':
			return elementsOf(value);
		case 'map':
			return entriesInOrder(run, value);
		default:
			return run.fail(`range can't iterate over ${display(value, run.budget)}`);
	}
}

function* numbersBelow(value: Value): Generator<readonly [Value, Operand]> {
	const type = value instanceof Uint ? value.type : undefined;
	const end = value instanceof Uint ? value.value : (value as number | bigint);
	for (let number = 0; number < end; number++) yield [undefined, type === undefined ? number : new Uint(number, type)];
}

function* elementsOf(value: Value): Generator<readonly [Value, Operand]> {
	for (const [index, item] of itemsOf(value).entries()) yield [index, elementOf(value, item)];
}

function* entriesInOrder(run: Run, value: Value): Generator<readonly [Value, Operand]> {
	const entries = entriesOf(value);
	const keys = keysOf(value);
	run.budget.spend(keys.length);
	for (const key of keys) yield [key, elementOf(value, entries[key])];
}

/** With one variable it gets the element, with two the first one gets the index or key. */
function setRangeVariables(run: Run, {pipeline}: RangeStatement, key: Value, element: Operand): void {
	const [first, second] = pipeline.variables;
	if (first === undefined) return;
	if (pipeline.isAssignment) {
		run.assign(first, second === undefined ? element : key);
		if (second !== undefined) run.assign(second, element);
	} else {
		run.assignFromTop(1, element);
		if (second !== undefined) run.assignFromTop(2, key);
	}
}

function executeTemplateCall(run: Run, dot: Operand, statement: TemplateCall): void {
	run.node = statement;
	const statements = run.template.templates.get(statement.name);
	if (statements === undefined) return run.fail(`template ${quote(statement.name)} not defined`);
	const value = statement.pipeline === undefined ? undefined : evaluatePipeline(run, dot, statement.pipeline);
	run.callTemplate(statement.name, value, () => executeBlock(run, value, statements));
}
