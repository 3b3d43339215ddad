import {type Flag, flagName, type FlagTable} from './flag.ts';
import {globalFlags} from './global-flags.ts';
import {listedVerbs, type Verb, type VerbTable} from './verb.ts';

const columns = 80;

/** The help of the whole program. */
export function overallUsage(verbs: VerbTable, description: string): string {
	const listed = listedVerbs(verbs);
	const width = Math.max(...listed.map(([name]) => name.length));
	return `${description}.

Verbs:
${listed.map(([name, verb]) => `  ${name.padEnd(width)}   ${verb.summary}`).join('\n')}

Usage:
  kubectl iter8 VERB [options]

Options go after iter8, before or after the verb. 'kubectl -n x iter8 status'
cannot work, because kubectl takes no options before the name of a plugin; write
'kubectl iter8 status -n x'.

Use "kubectl iter8 VERB --help" for more about a verb.
Use "kubectl iter8 options" for the options that every verb takes.
`;
}

/** The help of one verb. */
export function verbUsage(name: string, verb: Verb): string {
	const words = verb.arguments.map(({name, isOptional, isRepeated}) => {
		const word = isRepeated ? `${name}...` : name;
		return isOptional ? `[${word}]` : word;
	});
	const examples = verb.examples.map(({comment, command}) => `  # ${comment}\n  ${command}\n`).join('\n');
	return [
		`${wrap(verb.description, '')}\n`,
		...(examples === '' ? [] : [`Examples:\n${examples}`]),
		...(Object.keys(verb.flags).length === 0 ? [] : [`Options:\n${flagList(verb.flags)}`]),
		`Usage:\n  ${['kubectl iter8', name, ...words, '[options]'].join(' ')}\n`,
		'Use "kubectl iter8 options" for the options that every verb takes.\n',
	].join('\n');
}

/** The help of the flags that all verbs take. */
export function globalUsage(): string {
	return `Every verb takes these options:\n\n${flagList(globalFlags)}`;
}

function flagList(flags: FlagTable): string {
	const entries = Object.entries(flags).toSorted(([one], [other]) => (one < other ? -1 : 1));
	return entries.map(([key, flag]) => `  ${flagForm(flagName(key), flag)}\n${wrap(flag.help, '        ')}\n`).join('');
}

/** A flag as one writes it: with its default, or with what its value stands for. */
function flagForm(name: string, flag: Flag): string {
	const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
	if (name === flag.short) return `${short}--${name}=${valueForm(flag)}`;
	return `${short}--${name}${flag.type === 'boolean' && flag.default !== true ? '' : `=${valueForm(flag)}`}`;
}

/** What a value stands for where its flag does not say so. */
const placeholders: Readonly<Record<Flag['type'], string>> = {
	boolean: 'true|false',
	string: 'TEXT',
	list: 'TEXT',
	integer: 'NUMBER',
	duration: 'DURATION',
};

function valueForm(flag: Flag): string {
	if (flag.type === 'string' && flag.choices !== undefined) return flag.choices.join('|');
	if (flag.type !== 'list' && flag.default !== undefined) return String(flag.default);
	return flag.placeholder ?? placeholders[flag.type];
}

function wrap(text: string, indent: string): string {
	const lines: string[] = [];
	let line = indent;
	for (const word of text.split(' ')) {
		if (line.length > indent.length && line.length + 1 + word.length > columns) {
			lines.push(line);
			line = indent;
		}

		line += line.length === indent.length ? word : ` ${word}`;
	}

	return [...lines, line].join('\n');
}
