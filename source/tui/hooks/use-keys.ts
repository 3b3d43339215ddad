import {useApp, useInput, usePaste} from 'ink';
import {keyNames} from '../keys/keys.ts';

interface KeyHandlers {
	readonly onKey: (name: string) => void;
	/** Only while `isPasteActive`. */
	readonly onPaste: (text: string) => void;
	readonly isPasteActive: boolean;
}

/** Calls handlers with the name of each key and with what is pasted. What they throw ends the program as its error. */
export function useKeys({onKey, onPaste, isPasteActive}: KeyHandlers): void {
	const {exit} = useApp();
	const guarded = (handle: () => void) => {
		try {
			handle();
		} catch (error) {
			exit(error instanceof Error ? error : new Error(String(error)));
		}
	};
	useInput((input, key) => {
		if (key.eventType === 'release') return;
		guarded(() => {
			for (const name of keyNames(input, key)) onKey(name);
		});
	});
	usePaste(text => guarded(() => onPaste(text)), {isActive: isPasteActive});
}
