import {adviceText, type Advice} from '../../info/states/state.ts';
import {bindingOfWord} from '../keys/bindings.ts';

/** Ways on as keys, each once: `p to go on; a to go back`, `d to deploy it or to make it from a template`; what no key does is a command to copy. */
export function adviceWords(advised: readonly Advice[]): string {
	const byWay = Map.groupBy(advised, advice => keyOf(advice) ?? adviceText([advice]));
	return [...byWay]
		.map(([way, all]) =>
			all[0] && keyOf(all[0]) === way ? `${way} ${all.map(({to}) => `to ${to}`).join(' or ')}` : way,
		)
		.join('; ');
}

function keyOf({command: {program, words}}: Advice): string | undefined {
	const [verb = '', object] = words;
	const acting = program === 'kubectl iter8' ? bindingOfWord(verb) : undefined;
	const shown = verb === 'logs' ? 'logs' : verb === 'get' && object === 'events' ? 'events' : undefined;
	const binding = shown === undefined ? acting : bindingOfWord(shown);
	return binding && (shown !== undefined || binding.group === 'Act') ? binding.keys[0] : undefined;
}
