import {Text, useInput} from 'ink';
import {Component, type ReactNode} from 'react';
import {drawable} from '../fit.ts';
import {textStyle} from '../theme.ts';

interface GuardProps {
	readonly children: ReactNode;
	/** Called when the user leaves what has failed. */
	readonly onClose: () => void;
}

/** Keeps the failure of a part from taking the whole program with it: shows what went wrong until Esc. */
export class Guard extends Component<GuardProps, {readonly error: Error | undefined}> {
	static getDerivedStateFromError(error: unknown) {
		return {error: error instanceof Error ? error : new Error(String(error))};
	}

	override state = {error: undefined as Error | undefined};

	override render() {
		const {error} = this.state;
		return error ? <Failed error={error} onClose={this.props.onClose} /> : this.props.children;
	}
}

function Failed({error, onClose}: {readonly error: Error; readonly onClose: () => void}) {
	useInput((_, key) => {
		if (key.escape) onClose();
	});
	return <Text {...textStyle.bad}>{` ✖ This cannot be shown: ${drawable(error.message)}`}</Text>;
}
