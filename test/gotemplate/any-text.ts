import fc from 'fast-check';

/** Any text, also with lone surrogates; much quicker than fast-check's own strings of such units. */
export const anyText = fc
	.array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({min: 0xd800, max: 0xdfff})))
	.map(codes => String.fromCharCode(...codes));
