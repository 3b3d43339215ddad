import {shortened} from './cut.ts';
import {html, type Html} from './html.ts';

/** Names of the two versions that were compared. */
export interface ComparedNames {
	readonly primary: string;
	readonly candidate: string;
}

/** Which colour and shape of a plot is whose. */
export function keys({primary, candidate}: ComparedNames): Html {
	return html`${key('primary', primary)} ${key('candidate', candidate)}`;
}

/** The same of one version. */
export function key(mark: string, name: string): Html {
	return html`<span class="key ${mark}">${shortened(name, 40)}</span>`;
}

/** The same of any number of versions. */
export function markedKeys(versions: readonly {readonly mark: string; readonly name: string}[]): Html {
	return html`${versions.map(({mark, name}) => html`${key(mark, name)} `)}`;
}
