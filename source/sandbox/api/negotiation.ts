import {StatusError} from './status-error.ts';

/** How an answer is written. */
export interface Form {
	readonly mediaType: 'application/json' | 'application/yaml';
	/** What objects are turned into ("Kubernetes API Concepts", receiving resources as Tables; metadata-only fetches). */
	readonly as: 'Table' | 'PartialObjectMetadata' | undefined;
}

const available = ['application/json', 'application/yaml'];

/** The first form in an Accept header that this server can write. Throws NotAcceptable when there is none. */
export function formOf(accept: string | undefined): Form {
	for (const clause of (accept || '*/*').split(',')) {
		const [type = '', ...parameters] = clause.split(';').map(part => part.trim());
		const {as = '', g, v} = Object.fromEntries(parameters.map(parameter => parameter.split('=')));
		const mediaType = type === '*/*' || type === 'application/*' ? 'application/json' : type;
		if (mediaType !== 'application/json' && mediaType !== 'application/yaml') continue;
		if (as === '') return {mediaType, as: undefined};
		const kind = as.replace(/List$/, '');
		if (g !== 'meta.k8s.io' || (v !== 'v1' && v !== 'v1beta1')) continue;
		if (kind === 'Table' || kind === 'PartialObjectMetadata') return {mediaType, as: kind};
	}

	throw new StatusError(
		406,
		'NotAcceptable',
		`406: Not Acceptable\n\nAvailable representations: ${available.join(', ')}, application/json;stream=watch`,
		{},
	);
}
