import type {Message} from './protobuf.ts';

/** The messages that kubectl's own commands send (`create configmap`, `create namespace`, `auth can-i`, `auth whoami`). */

const objectMeta: Message = {
	1: ['name', 'string'],
	2: ['generateName', 'string'],
	3: ['namespace', 'string'],
	11: ['labels', 'map'],
	12: ['annotations', 'map'],
	14: ['finalizers', 'strings'],
};

const resourceAttributes: Message = {
	1: ['namespace', 'string'],
	2: ['verb', 'string'],
	3: ['group', 'string'],
	4: ['version', 'string'],
	5: ['resource', 'string'],
	6: ['subresource', 'string'],
	7: ['name', 'string'],
};

const nonResourceAttributes: Message = {1: ['path', 'string'], 2: ['verb', 'string']};

const messages: Readonly<Record<string, Message>> = {
	ConfigMap: {1: ['metadata', objectMeta], 2: ['data', 'map'], 4: ['immutable', 'bool']},
	Namespace: {1: ['metadata', objectMeta]},
	SelfSubjectAccessReview: {
		1: ['metadata', objectMeta],
		2: ['spec', {1: ['resourceAttributes', resourceAttributes], 2: ['nonResourceAttributes', nonResourceAttributes]}],
	},
	SelfSubjectRulesReview: {1: ['metadata', objectMeta], 2: ['spec', {1: ['namespace', 'string']}]},
	SelfSubjectReview: {1: ['metadata', objectMeta]},
};

/** The message of a kind (`k8s.io/api`, generated.proto), as far as kubectl fills it. */
export function protobufMessage(kind: string): Message | undefined {
	return Object.hasOwn(messages, kind) ? messages[kind] : undefined;
}
