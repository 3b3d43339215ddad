import {adviceText, type Advice} from '../../info/states/state.ts';
import {bindingOfWord} from '../keys/bindings.ts';

/** Ways on as keys: `p to go on; a to go back`; what no key does is a command to copy. */
export function adviceWords(advised: readonly Advice[]): string {
	return advised.map(advice => keyWords(advice) ?? adviceText([advice])).join('; ');
}

function keyWords({to, command: {program, words}}: Advice): string | undefined {
	const [verb = ''] = words;
	const binding = program === 'kubectl iter8' ? bindingOfWord(verb) : undefined;
	return binding?.group === 'Act' ? `${binding.keys[0]} to ${to}` : undefined;
}
