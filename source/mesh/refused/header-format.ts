/** What a command of Envoy's format takes: parameters in parentheses, and a length after a colon. */
interface CommandForm {
	readonly parameters: 'none' | 'optional' | 'required';
	readonly hasLength: boolean;
	/** Why Envoy refuses these parameters, in words; undefined when it does not. */
	readonly faultIn?: (parameters: string) => string | undefined;
}

/**
 * Why Envoy refuses a header's value as a format, in which `%COMMAND(PARAMETERS):LENGTH%` stands for something of the request and
 * `%%` for a percent sign (Envoy, access log format, by which the values of added headers are read); undefined when it takes it.
 */
export function formatFault(value: string): string | undefined {
	for (let at = value.indexOf('%'); at >= 0; at = value.indexOf('%', at)) {
		const [whole = '', command = '', parameters = '', length] = commandPattern.exec(value.slice(at)) ?? [];
		if (value.startsWith('%%', at)) at += 2;
		else if (whole === '')
			return `${JSON.stringify(value)} has a % that begins no command; write %% for a percent sign`;
		else {
			const fault = commandFault(command, parameters, length !== undefined);
			if (fault !== undefined) return `${whole} is no command that it knows: ${fault}`;
			at += whole.length;
		}
	}

	return undefined;
}

const commandPattern = /^%([A-Z0-9_]+)(?:\((.*?)\))?(?::(\d+))?%/;

function commandFault(command: string, parameters: string, hasLength: boolean): string | undefined {
	const form = forms.get(command);
	if (!form) return `there is no ${command}`;
	if (form.parameters === 'none' && parameters !== '') return `${command} takes no parameters`;
	if (form.parameters === 'required' && parameters === '') return `${command} needs parameters`;
	if (hasLength && !form.hasLength) return `${command} takes no length`;
	return parameters === '' ? undefined : form.faultIn?.(parameters);
}

/** A header's name, and perhaps another in its place. */
function headerFault(parameters: string): string | undefined {
	const names = parameters.split('?');
	if (names.length > 2) return 'it names more than one alternative';
	return names.every(name => /^(:?[!#$%&'*+\-.^`|~\w]+)?$/.test(name)) ? undefined : 'it names no header';
}

/** A time in the way of strftime. */
function timeFault(parameters: string): string | undefined {
	// a width begins with no 0, as that is a flag: one way to read many of them
	return /%[-_0^#]*(?:[1-9]\d*)?[EO]?n/.test(parameters) ? 'it has a line break' : undefined;
}

function oneOf(...words: readonly string[]): (parameters: string) => string | undefined {
	return parameters =>
		words.includes(parameters.split(':')[0] ?? '') ? undefined : `it is none of ${words.join(', ')}`;
}

function stateFault(parameters: string): string | undefined {
	const [, kind] = parameters.split(':');
	return kind === undefined || ['PLAIN', 'TYPED', 'FIELD'].includes(kind)
		? undefined
		: 'it is none of PLAIN, TYPED, FIELD';
}

function durationFault(parameters: string): string | undefined {
	return /^\w+:\w+(:(ms|us|ns))?$/.test(parameters) ? undefined : 'it is not FROM:TO:UNIT';
}

const plain: CommandForm = {parameters: 'none', hasLength: false};
const time: CommandForm = {parameters: 'optional', hasLength: false, faultIn: timeFault};
const option: CommandForm = {parameters: 'optional', hasLength: false};
const header: CommandForm = {parameters: 'required', hasLength: true, faultIn: headerFault};
const state: CommandForm = {parameters: 'required', hasLength: true, faultIn: stateFault};
const keys: CommandForm = {parameters: 'required', hasLength: true};
const metadata: CommandForm = {parameters: 'required', hasLength: false};

/** The commands of Envoy 1.35, each as it takes it: tried with and without parameters and length (test/cluster/refused). */
const forms: ReadonlyMap<string, CommandForm> = new Map([
	...words(
		`REQUEST_DURATION REQUEST_TX_DURATION RESPONSE_DURATION RESPONSE_TX_DURATION DOWNSTREAM_HANDSHAKE_DURATION ROUNDTRIP_DURATION
		BYTES_RECEIVED BYTES_RETRANSMITTED PACKETS_RETRANSMITTED UPSTREAM_WIRE_BYTES_RECEIVED UPSTREAM_HEADER_BYTES_RECEIVED
		UPSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED DOWNSTREAM_WIRE_BYTES_RECEIVED DOWNSTREAM_HEADER_BYTES_RECEIVED
		DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED PROTOCOL UPSTREAM_PROTOCOL RESPONSE_CODE CONNECTION_TERMINATION_DETAILS
		BYTES_SENT UPSTREAM_WIRE_BYTES_SENT UPSTREAM_HEADER_BYTES_SENT DOWNSTREAM_WIRE_BYTES_SENT DOWNSTREAM_HEADER_BYTES_SENT
		UPSTREAM_REQUEST_ATTEMPT_COUNT UPSTREAM_CONNECTION_ID DURATION CUSTOM_FLAGS RESPONSE_FLAGS RESPONSE_FLAGS_LONG
		UPSTREAM_HOST_NAME UPSTREAM_HOST_NAME_WITHOUT_PORT UPSTREAM_HOST UPSTREAM_CLUSTER UPSTREAM_CLUSTER_RAW
		UPSTREAM_LOCAL_ADDRESS UPSTREAM_LOCAL_PORT UPSTREAM_REMOTE_ADDRESS UPSTREAM_REMOTE_PORT UPSTREAM_TLS_VERSION
		UPSTREAM_PEER_SUBJECT UPSTREAM_TRANSPORT_FAILURE_REASON UPSTREAM_CONNECTION_POOL_READY_DURATION DOWNSTREAM_LOCAL_ADDRESS
		DOWNSTREAM_LOCAL_PORT DOWNSTREAM_DIRECT_LOCAL_ADDRESS DOWNSTREAM_REMOTE_ADDRESS DOWNSTREAM_REMOTE_PORT
		DOWNSTREAM_DIRECT_REMOTE_ADDRESS DOWNSTREAM_DIRECT_REMOTE_PORT CONNECTION_ID REQUESTED_SERVER_NAME ROUTE_NAME
		VIRTUAL_CLUSTER_NAME DOWNSTREAM_PEER_URI_SAN DOWNSTREAM_PEER_SUBJECT DOWNSTREAM_PEER_ISSUER DOWNSTREAM_PEER_SERIAL
		DOWNSTREAM_PEER_CERT DOWNSTREAM_TLS_SESSION_ID DOWNSTREAM_TLS_CIPHER DOWNSTREAM_TLS_VERSION
		DOWNSTREAM_TRANSPORT_FAILURE_REASON DOWNSTREAM_LOCAL_CLOSE_REASON LOCAL_REPLY_BODY GRPC_STATUS GRPC_STATUS_NUMBER TRACE_ID
		SPAN_ID STREAM_ID UNIQUE_ID HOSTNAME ACCESS_LOG_TYPE REQUEST_HEADERS_BYTES RESPONSE_HEADERS_BYTES RESPONSE_TRAILERS_BYTES
		TLS_JA3_FINGERPRINT TLS_JA4_FINGERPRINT UPSTREAM_PEER_CERT`,
		plain,
	),
	...words('START_TIME START_TIME_LOCAL EMIT_TIME DOWNSTREAM_PEER_CERT_V_START DOWNSTREAM_PEER_CERT_V_END', time),
	...words(
		`RESPONSE_CODE_DETAILS UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT
		DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT`,
		option,
	),
	...words('REQ RESP TRAILER', header),
	...words('FILTER_STATE UPSTREAM_FILTER_STATE', state),
	...words('DYNAMIC_METADATA ENVIRONMENT QUERY_PARAM CEL', keys),
	...words('CLUSTER_METADATA UPSTREAM_METADATA PER_REQUEST_STATE', metadata),
	['PATH', {parameters: 'optional', hasLength: true, faultIn: oneOf('WQ', 'NQ')}],
	['QUERY_PARAMS', {parameters: 'optional', hasLength: true, faultIn: oneOf('ORIG', 'DECODED')}],
	[
		'METADATA',
		{...metadata, faultIn: oneOf('DYNAMIC', 'CLUSTER', 'ROUTE', 'UPSTREAM_HOST', 'LISTENER', 'VIRTUAL_HOST')},
	],
	['COMMON_DURATION', {...metadata, faultIn: durationFault}],
]);

function words(text: string, form: CommandForm): readonly (readonly [string, CommandForm])[] {
	return text.split(/\s+/).map(word => [word, form]);
}
