import {adviceText, type Advice} from '../../info/states/state.ts';
import {bindingOfWord} from '../keys/bindings.ts';

/** Ways on as keys: `p to go on; a to go back`; what no key does is a command to copy. */
export function adviceWords(advised: readonly Advice[]): string {
	return advised.map(advice => keyWords(advice) ?? adviceText([advice])).join('; ');
}

function keyWords({to, command: {program, words}}: Advice): string | undefined {
	const [verb = '', object] = words;
	const acting = program === 'kubectl iter8' ? bindingOfWord(verb) : undefined;
	const shown = verb === 'logs' ? 'logs' : verb === 'get' && object === 'events' ? 'events' : undefined;
	const binding = shown === undefined ? acting : bindingOfWord(shown);
	return binding && (shown !== undefined || binding.group === 'Act') ? `${binding.keys[0]} to ${to}` : undefined;
}
